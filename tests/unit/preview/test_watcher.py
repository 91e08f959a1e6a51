import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from watchfiles._rust_notify import RustNotify

from ssg.preview.watcher import Changes, Watcher
from tests.command import ROOT
from tests.effort import EFFORT
from tests.machine import PATIENCE

Act = Callable[[Path], None]

THREAD = "content/threads/tea.md"
ROOTS = ["content", "templates", "static"]
MARKERS = "markers"


class Watched:
    """A site that is watched, and what was told about it."""

    def __init__(self, site: Path, changes: AsyncIterator[Changes]) -> None:
        self.site = site
        self._changes = changes
        self._numbers = count()

    async def next(self) -> Changes:
        async with asyncio.timeout(PATIENCE):
            return await anext(self._changes)

    async def hear_of(self, *paths: str) -> None:
        """Waits until all these are told, or everything is to be looked at."""
        wanted = {str(self.site / path) for path in paths}
        told: set[str] = set()
        while not wanted <= told:
            changes = await self.next()
            told |= changes.paths
            if not changes.is_complete:
                return

    async def hear_of_everything(self) -> None:
        while (await self.next()).is_complete:
            pass

    async def settle(self) -> set[str] | None:
        """All that is told until a new file is; None when everything is to be looked at."""
        told: set[str] = set()
        is_complete = True
        marker = self._add_marker()
        while marker not in told:
            changes = await self.next()
            told |= changes.paths
            if not changes.is_complete:
                is_complete = False
                marker = self._add_marker()
        return {path for path in told if MARKERS not in path} if is_complete else None

    def _add_marker(self) -> str:
        # A new file each time: an old one may be told once more for an earlier write.
        marker = self.site / MARKERS / str(next(self._numbers))
        marker.parent.mkdir(exist_ok=True)
        marker.touch()
        return str(marker)


def watch(site: Path, test: Callable[[Watched], Awaitable[None]], *more: Path) -> list[str]:
    """Runs the test while the site is watched, and returns what the watcher said."""
    said: list[str] = []
    roots = [*(site / name for name in (*ROOTS, MARKERS, "site.yaml")), *more]

    async def run() -> None:
        async with aclosing(aiter(Watcher(roots, said.append))) as changes:
            watched = Watched(site, changes)
            assert await watched.next() == Changes(is_complete=False)
            await test(watched)

    asyncio.run(run())
    return said


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    write(site, THREAD, "content/topics/sleep.md", "templates/pages/thread.html")
    (site / MARKERS).mkdir()
    write(site, "static/favicon.svg", "site.yaml", "output/index.html", ".ssg/store")
    return site


def write(site: Path, *paths: str, text: str = "x") -> None:
    for path in paths:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)


def save_in_place(file: Path) -> None:
    file.write_text("new")


def save_like_vim(file: Path) -> None:
    """With its default settings on Linux: tries a name, moves the old file away, writes anew."""
    probe, backup = file.with_name("4913"), file.with_name(f"{file.name}~")
    probe.touch()
    probe.unlink()
    file.rename(backup)
    file.write_text("new")
    backup.unlink()


def save_like_code(file: Path) -> None:
    """VS Code truncates the file, then writes."""
    with file.open("r+b") as opened:
        opened.truncate()
        opened.flush()
        opened.write(b"new")


def save_like_emacs(file: Path) -> None:
    lock = file.with_name(f".#{file.name}")
    lock.symlink_to("editor@host.1")
    file.with_name(f"#{file.name}#").write_text("new")
    backup = file.with_name(f"{file.name}~")
    backup.write_bytes(file.read_bytes())
    file.write_text("new")
    lock.unlink()


def save_by_renaming(file: Path) -> None:
    temporary = file.with_name(f"{file.name}.tmp")
    temporary.write_text("new")
    temporary.replace(file)


def set_back(file: Path) -> None:
    os.utime(file, (1, 1))


def allow_all(file: Path) -> None:
    file.chmod(0o777)


def move_out(file: Path) -> None:
    file.rename(file.parents[2] / "output" / file.name)


@pytest.mark.parametrize("path", [THREAD, "site.yaml", "templates/pages/thread.html"])
@pytest.mark.parametrize(
    "save",
    [
        save_in_place, save_like_vim, save_like_code, save_like_emacs, save_by_renaming,
        set_back, allow_all, Path.unlink,
    ],
)  # fmt: skip
def test_a_save_is_told(site: Path, path: str, save: Act) -> None:
    async def test(watched: Watched) -> None:
        save(site / path)
        changes = await watched.next()
        while str(site / path) not in changes.paths:
            changes = await watched.next()
        assert changes == Changes(paths=frozenset({str(site / path)}))

    assert watch(site, test) == []


def test_a_file_written_in_two_steps_is_told_after_the_second(site: Path) -> None:
    async def test(watched: Watched) -> None:
        with (site / THREAD).open("w") as file:
            file.flush()
            await watched.hear_of(THREAD)
            file.write("new")
        await watched.hear_of(THREAD)

    watch(site, test)


def test_a_burst_is_told_at_once(site: Path) -> None:
    paths = {f"content/threads/{number}.md" for number in range(10)}

    async def test(watched: Watched) -> None:
        # Nothing is told while this runs, because it does not yield to the event loop.
        write(site, *paths)
        told = await watched.settle()
        assert told is None or told == {str(site / path) for path in paths}

    watch(site, test)


def test_what_belongs_to_no_site_is_not_told(site: Path) -> None:
    async def test(watched: Watched) -> None:
        write(site, "content/threads/.tea.md.swp", "content/threads/#tea.md#", "content/a.tmp")
        write(site, "output/index.html", ".ssg/store", ".git/index", "notes.md", "output/b/c.html")
        assert await watched.settle() == set()

    watch(site, test)


def test_files_that_move_in_and_out_are_told(site: Path) -> None:
    async def test(watched: Watched) -> None:
        move_out(site / THREAD)
        await watched.hear_of(THREAD)
        (site / "output/tea.md").rename(site / "content/threads/coffee.md")
        await watched.hear_of("content/threads/coffee.md")

    watch(site, test)


def test_new_folders_are_watched(site: Path) -> None:
    async def test(watched: Watched) -> None:
        write(site, "static/a/b/c/one.png")
        await watched.hear_of("static/a/b/c/one.png")
        assert await watched.settle() is not None
        write(site, "static/a/b/c/two.png")
        assert await watched.settle() == {str(site / "static/a/b/c/two.png")}

    watch(site, test)


@pytest.mark.parametrize("roots", [*([root] for root in ROOTS), ROOTS, ["."]])
def test_a_root_may_be_deleted_and_made_again(site: Path, roots: list[str]) -> None:
    copy = site.with_name("copy")
    shutil.copytree(site, copy)

    async def test(watched: Watched) -> None:
        for root in roots:
            shutil.rmtree(site / root)
        await watched.hear_of_everything()
        for root in roots:
            shutil.copytree(copy / root, site / root)
        await watched.hear_of_everything()
        await settle_and_save(watched, THREAD, "static/favicon.svg", "templates/pages/thread.html")

    watch(site, test)


async def settle_and_save(watched: Watched, *paths: str) -> None:
    """Waits until nothing more comes of what happened before, then saves each file."""
    while await watched.settle() is None:
        pass
    for path in paths:
        save_in_place(watched.site / path)
        assert await watched.settle() == {str(watched.site / path)}


def test_a_root_may_be_replaced_at_once(site: Path) -> None:
    shutil.copytree(site / "content", site / "other")

    async def test(watched: Watched) -> None:
        (site / "content").rename(site / "old")
        (site / "other").rename(site / "content")
        await watched.hear_of_everything()
        await settle_and_save(watched, THREAD)

    watch(site, test)


def test_a_root_may_be_missing_at_first(site: Path) -> None:
    shutil.rmtree(site / "static")
    (site / "site.yaml").unlink()

    async def test(watched: Watched) -> None:
        write(site, "site.yaml")
        await watched.hear_of("site.yaml")
        write(site, "static/css/a.css")
        await watched.hear_of_everything()
        await settle_and_save(watched, "static/css/a.css", "site.yaml")

    watch(site, test)


def test_a_folder_above_a_root_may_be_missing_at_first(site: Path) -> None:
    async def test(watched: Watched) -> None:
        write(site, "away/extensions/one.py")
        await watched.hear_of_everything()
        await settle_and_save(watched, "away/extensions/one.py")

    watch(site, test, site / "away/extensions/one.py")


def test_a_root_may_be_a_link_and_lead_elsewhere_later(site: Path) -> None:
    templates = site / "templates"
    first, second = site.with_name("first"), site.with_name("second")
    shutil.copytree(templates, second)
    templates.rename(first)
    templates.symlink_to(first)

    async def test(watched: Watched) -> None:
        save_by_renaming(first / "pages/thread.html")
        await watched.hear_of("templates/pages/thread.html")
        link = site / "link"
        link.symlink_to(second)
        link.replace(templates)
        await watched.hear_of_everything()
        await settle_and_save(watched, "templates/pages/thread.html")
        shutil.rmtree(second)
        await watched.hear_of_everything()
        write(second, "pages/thread.html")
        await watched.hear_of_everything()
        await settle_and_save(watched, "templates/pages/thread.html")

    watch(site, test)


def test_a_folder_with_two_names_is_told_by_both(site: Path) -> None:
    (site / "shared").symlink_to("templates")

    async def test(watched: Watched) -> None:
        save_in_place(site / "templates/pages/thread.html")
        names = {str(site / f"{root}/pages/thread.html") for root in ("templates", "shared")}
        assert await watched.settle() == names

    watch(site, test, site / "shared")


def test_roots_may_change(site: Path) -> None:
    extension = site / "extensions/one.py"
    write(site, "extensions/one.py")

    async def run() -> None:
        watcher = Watcher([site / MARKERS], print)
        async with aclosing(aiter(watcher)) as changes:
            watched = Watched(site, changes)
            await watched.hear_of_everything()
            watcher.set_roots([site / MARKERS, extension])
            await watched.hear_of_everything()
            save_by_renaming(extension)
            assert await watched.settle() == {str(extension)}

    asyncio.run(run())


def test_a_name_that_is_not_utf8_does_no_harm(site: Path) -> None:
    async def test(watched: Watched) -> None:
        write(site, os.fsdecode(b"content/\xff/\xfe.md"))
        await watched.hear_of_everything()
        await settle_and_save(watched, THREAD)

    said = watch(site, test)
    assert all("Unable to decode path" in sentence for sentence in said)


def test_folders_nested_without_end_do_no_harm(site: Path) -> None:
    deep = site / "static"
    for _ in range(300):
        deep /= "a"
    deep.mkdir(parents=True)

    async def test(watched: Watched) -> None:
        await settle_and_save(watched, THREAD)

    assert watch(site, test) == []


def git(site: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0"]
    subprocess.run(["git", *identity, *arguments], cwd=site, check=True, capture_output=True)


def test_a_branch_of_thousands_of_files_is_told(site: Path) -> None:
    git(site, "init", "--initial-branch=main")
    git(site, "add", "--all")
    git(site, "commit", "--message=One")
    git(site, "switch", "--create=large")
    paths = [f"content/threads/{number}.md" for number in range(3_000)]
    write(site, *paths)
    git(site, "add", "--all")
    git(site, "commit", "--message=Two")

    async def test(watched: Watched) -> None:
        for branch in ("main", "large"):
            git(site, "switch", branch)
            told = await watched.settle()
            assert told is None or told >= {str(site / path) for path in paths}
        await settle_and_save(watched, THREAD)

    assert watch(site, test) == []


def test_a_failure_is_reported_once_and_ends_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([OSError("out of luck")] * 3)

    def fail_at_first(*arguments: Any) -> RustNotify:
        if error := next(failures, None):
            raise error
        return RustNotify(*arguments)

    monkeypatch.setattr("ssg.preview.watcher.RustNotify", fail_at_first)

    async def test(watched: Watched) -> None:
        save_in_place(site / THREAD)
        await watched.hear_of(THREAD)

    said = watch(site, test)
    assert said == ["Watching for changes failed and starts again: out of luck"]


# In a user namespace of its own, a process has a limit that it may lower, without being root.
UNSHARED = ["unshare", "--user", "--map-root-user", "sh", "-c"]
LIMITED = """
import asyncio, sys
from contextlib import aclosing
from itertools import count
from pathlib import Path
from ssg.preview.watcher import Watcher

async def main(folder):
    async with aclosing(aiter(Watcher([folder], print))) as changes:
        assert not (await anext(changes)).is_complete
        (folder / "a/new.md").write_text("x")
        assert (await anext(changes)).paths == {str(folder / "a/new.md")}

asyncio.run(main(Path(sys.argv[1])))
"""


@pytest.mark.parametrize(
    ("limit", "setting"),
    [
        ("max_inotify_watches", "fs.inotify.max_user_watches=524288"),
        ("max_inotify_instances", "fs.inotify.max_user_instances=1024"),
    ],
)
def test_when_the_system_watches_no_more_files_they_are_polled(
    tmp_path: Path, limit: str, setting: str
) -> None:
    value = 2 if limit == "max_inotify_watches" else 0
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).mkdir()
    if subprocess.run([*UNSHARED, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system has no user namespaces")
    script = f'echo {value} > /proc/sys/user/{limit} && exec "$@"'
    done = subprocess.run(
        [*UNSHARED, script, "sh", sys.executable, "-c", LIMITED, str(tmp_path)],
        check=False, capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout == (
        "The system cannot watch more files, so changes show only after a second."
        f" To see them at once, run 'sudo sysctl {setting}' and start again.\n"
    )


STOPPED = """
import asyncio, sys
from contextlib import aclosing
from pathlib import Path
from ssg.preview.watcher import Watcher

async def main(folder):
    async with aclosing(aiter(Watcher([folder], print))) as changes:
        await anext(changes)
        print("watching", flush=True)
        print(await anext(changes), flush=True)

asyncio.run(main(Path(sys.argv[1])))
"""


def test_a_process_that_was_stopped_trusts_no_notifications(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STOPPED, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"watching\n"
        process.send_signal(signal.SIGSTOP)
        # The stop has to be long enough for the queue to overflow.
        time.sleep(1.5)
        process.send_signal(signal.SIGCONT)
        assert b"is_complete=False" in process.stdout.readline()


def test_polling_tells_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "true")

    async def test(watched: Watched) -> None:
        set_back(site / "site.yaml")
        move_out(site / THREAD)
        write(site, "static/a/b.png", "content/topics/.sleep.md.swp")
        told = await watched.settle()
        assert told is not None
        assert told >= {str(site / path) for path in ("site.yaml", THREAD, "static/a/b.png")}
        assert not any(path.endswith(".swp") for path in told)

    assert watch(site, test) == []


def snapshot(site: Path) -> dict[str, tuple[int, int, bytes]]:
    roots = [*(site / name for name in ROOTS), site / "site.yaml"]
    files = [file for root in roots for file in (root, *root.rglob("*")) if file.is_file()]
    return {str(f): (f.stat().st_mode, f.stat().st_mtime_ns, f.read_bytes()) for f in files}


class Editing:
    """A series of random operations on the files and folders of a site."""

    def __init__(self, site: Path, seed: int) -> None:
        self._site = site
        self._random = random.Random(seed)

    def step(self) -> None:
        self._random.choice((
            self._write, self._write, self._write, self._rename, self._delete, self._touch,
            self._add_folder, self._move_folder, self._delete_folder, self._replace_root,
        ))()  # fmt: skip

    def _folders(self) -> list[Path]:
        roots = [self._site / name for name in ROOTS]
        return [f for root in roots for f in (root, *root.rglob("*")) if f.is_dir()]

    def _files(self) -> list[Path]:
        found = [file for folder in self._folders() for file in folder.iterdir() if file.is_file()]
        return [*found, self._site / "site.yaml"]

    def _write(self) -> None:
        folder = self._random.choice(self._folders())
        file = self._random.choice([folder / f"{self._random.randrange(9)}.md", *self._files()])
        file.write_text(str(self._random.random()))

    def _rename(self) -> None:
        file = self._random.choice(self._files())
        file.replace(self._random.choice(self._folders()) / f"{self._random.randrange(9)}.md")
        (self._site / "site.yaml").write_text(str(self._random.random()))

    def _delete(self) -> None:
        self._random.choice(self._files()).unlink(missing_ok=True)
        (self._site / "site.yaml").write_text(str(self._random.random()))

    def _touch(self) -> None:
        os.utime(self._random.choice(self._files()), (1, self._random.randrange(10**6)))

    def _add_folder(self) -> None:
        folder = self._random.choice(self._folders()) / f"f{self._random.randrange(5)}/g"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "first.md").write_text(str(self._random.random()))

    def _move_folder(self) -> None:
        folder, other = self._random.sample(self._folders(), 2)
        target = other / f"m{self._random.randrange(99)}"
        if folder.name not in ROOTS and folder not in target.parents and not target.exists():
            folder.rename(target)

    def _delete_folder(self) -> None:
        folder = self._random.choice(self._folders())
        if folder.name not in ROOTS:
            shutil.rmtree(folder)

    def _replace_root(self) -> None:
        root = self._site / self._random.choice(ROOTS)
        copy = self._site / "copy"
        shutil.copytree(root, copy)
        shutil.rmtree(root)
        copy.rename(root)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12 * EFFORT))
def test_nothing_is_missed(site: Path, seed: int) -> None:
    editing = Editing(site, seed)

    async def test(watched: Watched) -> None:
        for length in (1, 1, 2, 3, 20, 1, 40, 1):
            while await watched.settle() is None:
                pass
            before = snapshot(site)
            for _ in range(length):
                editing.step()
                # Lets the watcher see some operations one by one.
                await asyncio.sleep(0)
            told = await watched.settle()
            after = snapshot(site)
            differing = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
            assert told is None or differing <= told

    assert watch(site, test) == []
