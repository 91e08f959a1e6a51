import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ssg.digest import digest_of
from ssg.publish.errors import PublishError
from ssg.publish.manifest import Build, OutputFile, PublishOrder
from ssg.publish.published import Published
from ssg.publish.tree import Tree
from tests.machine import PATIENCE, cpu_seconds
from tests.unit.publish.sites import BUILT, NEW, OLD, files_of, open_for_test, publish, stage, tree


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def test_the_first_publish_makes_the_folder(tmp_path: Path) -> None:
    output = tmp_path / "deep/down/output"
    assert publish(output, OLD) == Published(written=len(OLD), unchanged=0, removed=0)
    assert tree(output) == OLD


def test_the_second_publish_replaces_the_first(output: Path) -> None:
    publish(output, OLD)
    # Removed: `about`, two files in `contact/`, and the thread. Two files are unchanged.
    assert publish(output, NEW) == Published(written=len(NEW) - 2, unchanged=2, removed=4)
    assert tree(output) == NEW


def test_the_manifest_says_what_was_published(output: Path) -> None:
    publish(output, NEW)
    with open_for_test(output) as opened:
        assert opened.manifest is not None
        assert opened.manifest.built == BUILT
        assert opened.manifest.files == {path: digest_of(data) for path, data in NEW.items()}
    written = (output / ".ssg/manifest.json").read_text()
    assert list(json.loads(written)["files"]) == sorted(NEW)


def test_the_manifest_has_the_same_bytes_whatever_came_before(output: Path, tmp_path: Path) -> None:
    publish(output, OLD)
    publish(output, dict(reversed(NEW.items())))
    publish(tmp_path / "other", NEW)
    names = ("output", "other")
    one, two = ((tmp_path / name / ".ssg/manifest.json").read_bytes() for name in names)
    assert one == two


def test_a_new_folder_has_no_manifest(output: Path) -> None:
    with open_for_test(output) as opened:
        assert opened.manifest is None
        assert opened.find_unmodified() == {}


def test_without_a_publish_the_output_stays_as_it_was(output: Path) -> None:
    publish(output, OLD)
    with open_for_test(output) as opened:
        stage(opened, NEW)
    assert tree(output) == OLD
    assert not (output / ".ssg/staging").exists()


def test_unchanged_files_keep_their_modification_time(output: Path) -> None:
    publish(output, OLD)
    for path in OLD:
        os.utime(output / path, (1, 1))
    publish(output, NEW, unchanged=["CNAME"])
    times = {path: (output / path).stat().st_mtime for path in NEW}
    assert {path for path, when in times.items() if when == 1} == {"CNAME", "same/index.html"}


def test_unchanged_files_need_not_be_staged(output: Path) -> None:
    publish(output, OLD)
    again = publish(output, OLD, unchanged=list(OLD))
    assert again == Published(written=0, unchanged=len(OLD), removed=0)
    assert tree(output) == OLD


def test_after_the_first_publish_no_page_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_for_test(tmp_path / "output") as output:
        files = stage(output, NEW)
        time.sleep(0.05)
        output.publish(files, unchanged=[], build=Build(built=BUILT))
        looked_at: list[str] = []

        def watched(tree: Tree, path: str) -> os.stat_result | None:
            looked_at.append(path)
            return lstat(tree, path)

        lstat = Tree.lstat
        monkeypatch.setattr(Tree, "lstat", watched)
        assert output.find_unmodified().keys() == NEW.keys()
    # Whatever is in a folder was moved with it, which leaves its times as they are.
    assert all("/" not in path for path in looked_at)


def test_files_changed_or_deleted_by_hand_are_written_again(output: Path) -> None:
    publish(output, OLD)
    (output / "index.html").write_bytes(b"by hand!")
    (output / "CNAME").unlink()
    with open_for_test(output) as opened:
        assert opened.find_unmodified().keys() == OLD.keys() - {"index.html", "CNAME"}
    assert publish(output, OLD).written == 2
    assert tree(output) == OLD


def test_a_modified_file_passed_as_unchanged_is_a_bug(output: Path) -> None:
    publish(output, OLD)
    (output / "index.html").write_bytes(b"by hand!")
    with pytest.raises(ValueError, match=r"not unchanged: \['index.html'\]"):
        publish(output, OLD, unchanged=list(OLD))


def test_a_file_that_was_not_staged_is_a_bug(output: Path) -> None:
    publish(output, OLD)
    with (
        open_for_test(output) as opened,
        pytest.raises(ValueError, match=r"not staged as files: .*assets/new\.js"),
    ):
        opened.publish(files_of(NEW), unchanged=[], build=Build(built=BUILT))
    assert tree(output) == OLD


def test_files_that_collide_are_a_bug(output: Path) -> None:
    for names in (["a.html", "A.html"], ["a", "a/b"], ["a", "A/b"]):
        with (
            open_for_test(output) as opened,
            pytest.raises(ValueError, match=r"two files|the folder of another"),
        ):
            opened.publish(
                files_of(dict.fromkeys(names, b"")), unchanged=[], build=Build(built=BUILT)
            )


def test_a_publish_without_files_empties_the_site(output: Path) -> None:
    publish(output, OLD)
    assert publish(output, {}).removed == len(OLD)
    assert tree(output) == {}


# --- Untracked files ----------------------------------------------------------------------------


def test_a_folder_with_files_but_no_manifest_is_refused(output: Path) -> None:
    output.mkdir()
    (output / "thesis.docx").write_bytes(b"three years")
    with pytest.raises(PublishError, match="contains files that ssg did not publish") as caught:
        publish(output, OLD)
    assert "--adopt" in caught.value.hint
    assert [entry.name for entry in output.iterdir()] == ["thesis.docx"]


def test_adopting_replaces_only_files_of_the_same_path(output: Path) -> None:
    output.mkdir()
    (output / "thesis.docx").write_bytes(b"three years")
    (output / "index.html").write_bytes(b"by another tool")
    publish(output, OLD, adopt=True)
    assert tree(output) == OLD | {"thesis.docx": b"three years"}
    publish(output, NEW)
    assert tree(output) == NEW | {"thesis.docx": b"three years"}


def test_untracked_files_are_never_touched(output: Path) -> None:
    publish(output, OLD)
    others = {"threads/gone/notes.txt": b"mine", "robots.txt": b"mine, too", "empty/": b""}
    (output / "threads/gone/notes.txt").write_bytes(b"mine")
    (output / "robots.txt").write_bytes(b"mine, too")
    (output / "empty").mkdir()
    publish(output, NEW)
    assert tree(output) == NEW | others


@pytest.mark.parametrize("untracked", ["new.html", "new.html/in/it.txt", "new.html/", "folder"])
def test_an_untracked_file_in_the_way_stops_the_publish(output: Path, untracked: str) -> None:
    publish(output, OLD)
    if untracked.endswith("/"):
        (output / untracked).mkdir()
    else:
        (output / untracked).parent.mkdir(parents=True, exist_ok=True)
        (output / untracked).write_bytes(b"untracked")
    before = tree(output)
    with pytest.raises(PublishError, match="ssg did not publish that") as caught:
        publish(output, NEW | {"new.html": b"", "folder/page.html": b""})
    assert "move it out" in caught.value.hint
    assert tree(output) == before


def test_an_untracked_file_with_the_same_bytes_is_replaced(output: Path) -> None:
    publish(output, OLD)
    (output / "robots.txt").write_bytes(b"User-agent: *")
    publish(output, OLD | {"robots.txt": b"User-agent: *"})
    assert publish(output, OLD).removed == 1


@pytest.mark.parametrize("path", ["threads", "threads/new"])
def test_no_link_leads_out_of_the_folder(output: Path, tmp_path: Path, path: str) -> None:
    publish(output, {"index.html": b"home", "threads/old.html": b"old"})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "old.html").write_bytes(b"untracked")
    if path == "threads":
        (output / "threads/old.html").unlink()
        (output / "threads").rmdir()
    (output / path).symlink_to(outside)
    with pytest.raises(PublishError, match="ssg did not publish that"):
        publish(output, {"index.html": b"new", "threads/new/index.html": b"new"})
    assert (output / "index.html").read_bytes() == b"home"
    publish(output, {"index.html": b"new"})
    assert tree(outside) == {"old.html": b"untracked"}


def test_a_link_in_the_place_of_a_page_is_replaced_not_followed(
    output: Path, tmp_path: Path
) -> None:
    publish(output, OLD)
    (tmp_path / "precious").write_bytes(b"old home")
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(tmp_path / "precious")
    with open_for_test(output) as opened:
        assert "index.html" not in opened.find_unmodified()
    publish(output, NEW)
    assert tree(output) == NEW
    assert (tmp_path / "precious").read_bytes() == b"old home"


def test_the_state_folder_must_not_be_a_link(output: Path, tmp_path: Path) -> None:
    output.mkdir()
    (output / ".ssg").symlink_to(tmp_path)
    with pytest.raises(PublishError, match="is a symbolic link"):
        publish(output, OLD)


def test_with_a_corrupt_manifest_nothing_is_deleted(output: Path) -> None:
    publish(output, OLD)
    for damage in (b"", b"{}", b'{"built": "", "files": {"../x": ""}, "format": 1}', b"[" * 10**5):
        (output / ".ssg/manifest.json").write_bytes(damage)
        with pytest.raises(PublishError, match="cannot be read"):
            publish(output, NEW)
        assert tree(output) == OLD
    publish(output, {"index.html": b"new"}, adopt=True)
    assert tree(output) == OLD | {"index.html": b"new"}


def test_a_path_may_change_only_in_case(output: Path) -> None:
    publish(output, {"About.html": b"about", "Ä/index.html": b"letters"})
    publish(output, {"about.html": b"about", "ä/index.html": b"letters"})
    assert tree(output) == {"about.html": b"about", "ä/index.html": b"letters"}


# --- Failures -----------------------------------------------------------------------------------


def test_published_files_have_the_mode_of_the_umask(output: Path) -> None:
    before = os.umask(0o027)
    try:
        with open_for_test(output) as opened:
            files = stage(opened, OLD)
            (opened.staging / "CNAME").chmod(0o600)
            (opened.staging / "index.html").chmod(0o777)
            (opened.staging / "threads/old").chmod(0o700)
            opened.publish(files, unchanged=[], build=Build(built=BUILT))
    finally:
        os.umask(before)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in output.rglob("*")
             if ".ssg" not in path.parts}  # fmt: skip
    assert modes == {False: 0o640, True: 0o750}


def test_a_link_among_the_staged_files_is_a_bug(output: Path) -> None:
    with open_for_test(output) as opened:
        (opened.staging / "passwords").symlink_to("/etc/passwd")
        file = OutputFile(path="passwords", digest=digest_of(b""), order=PublishOrder.ASSET)
        with pytest.raises(ValueError, match=r"not staged as files: .*passwords"):
            opened.publish([file], unchanged=[], build=Build(built=BUILT))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is Linux's")
def test_a_folder_that_cannot_be_created_is_a_publish_error() -> None:
    with pytest.raises(PublishError, match="cannot use the output folder: /proc/"):
        publish(Path("/proc/self/output"), OLD)


def test_a_file_above_the_output_folder_is_a_publish_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="Not a directory"):
        publish(tmp_path / "file/output", OLD)


_WITH_LIMIT = """
import resource, signal, sys
from pathlib import Path
from ssg.publish.manifest import Build
from tests.unit.publish.sites import open_for_test, stage, BUILT
with open_for_test(Path(sys.argv[1])) as output:
    site = {f"{n:0100}.html": b"" for n in range(100)}
    files = stage(output, site)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        output.publish(files, unchanged=[], build=Build(built=BUILT))
    except Exception as error:
        print(type(error).__name__, error.hint)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_on_a_full_disk_the_old_site_stays(output: Path) -> None:
    publish(output, OLD)
    done = subprocess.run(
        [sys.executable, "-c", _WITH_LIMIT, output], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("PublishError raise the limit")
    assert tree(output) == OLD
    publish(output, NEW)
    assert tree(output) == NEW


def test_a_publish_that_fails_halfway_is_completed_by_the_next(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(output, OLD)
    replace, calls = os.replace, 0

    def full(source: str, target: str) -> None:
        nonlocal calls
        calls += 1
        if calls > 4:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(PublishError, match=r"cannot publish: .*: No space left") as caught:
            publish(output, NEW)
    assert "free space" in caught.value.hint
    messages: list[str] = []
    with open_for_test(output, say=messages.append) as opened:
        assert opened.find_unmodified().keys() == NEW.keys()
    assert messages == [f"the last build into {output} was interrupted; completing it first"]
    assert tree(output) == NEW


def test_ctrl_c_is_deferred_until_the_recovery_is_complete(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(output, OLD)
    replace, calls = os.replace, 0

    def interrupted(source: str, target: str) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise OSError(errno.EIO, "Input/output error", str(target))
        if calls == 6:
            os.kill(os.getpid(), signal.SIGINT)
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", interrupted)
        with pytest.raises(PublishError):
            publish(output, NEW)
        assert tree(output) not in (OLD, NEW)
        with pytest.raises(KeyboardInterrupt), open_for_test(output):
            pytest.fail("it goes on")
    assert calls > 6
    assert tree(output) == NEW


def test_a_corrupt_journal_is_a_publish_error(output: Path) -> None:
    publish(output, OLD)
    for damage in (
        "{",
        '{"clear": ["../x"], "replace": [], "orphans": []}',
        '{"clear": [], "replace": [], "orphans": [{"path": "/etc/x", "renamed_to": null}]}',
    ):
        (output / ".ssg/journal.json").write_text(damage)
        with pytest.raises(PublishError, match=r"its journal .* cannot be read"):
            publish(output, NEW)
    assert tree(output) == OLD


# --- The lock -----------------------------------------------------------------------------------


def test_only_one_build_at_a_time(output: Path) -> None:
    messages: list[str] = []
    with open_for_test(output):
        with pytest.raises(PublishError, match="another build is still using") as caught:
            publish(output, OLD, say=messages.append, wait_seconds=0.2)
        assert "wait until it has finished" in caught.value.hint
    assert messages == [f"another build is using {output}; waiting up to 0.2 seconds"]
    publish(output, OLD)


def test_the_second_waits_for_the_first(output: Path) -> None:
    publish(output, OLD)
    first_may_end = threading.Event()
    with open_for_test(output) as first:
        second = threading.Thread(
            target=lambda: publish(
                output, NEW, wait_seconds=PATIENCE, say=lambda _: first_may_end.set()
            )
        )
        second.start()
        assert first_may_end.wait(PATIENCE)
        first.publish(stage(first, OLD), unchanged=[], build=Build(built=BUILT))
    second.join()
    assert tree(output) == NEW


def test_waiting_builds_go_on_after_one_that_publishes_nothing(output: Path) -> None:
    waiting = threading.Barrier(3)

    def second(site: dict[str, bytes]) -> None:
        publish(output, site, wait_seconds=PATIENCE, say=lambda _: waiting.wait(PATIENCE))

    others = [threading.Thread(target=second, args=(OLD,)) for _ in range(2)]
    with open_for_test(output):
        for other in others:
            other.start()
        waiting.wait(PATIENCE)
    for other in others:
        other.join()
    assert tree(output) == OLD


def test_a_killed_process_releases_the_lock(output: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tests.unit.publish.sites import *\n"
        "with open_for_test(Path(sys.argv[1])) as output:\n"
        "    stage(output, NEW); print('staged', flush=True); time.sleep(10_000)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, output], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with open_for_test(output, wait_seconds=PATIENCE) as opened:
        assert list(opened.staging.iterdir()) == []
    assert tree(output) == {}


# --- Size ---------------------------------------------------------------------------------------


def test_three_thousand_files_take_little_time(output: Path) -> None:
    site = {f"threads/{n}/index.html": b"<%d>" % n for n in range(3000)}
    started = cpu_seconds()
    publish(output, site)
    publish(output, site, unchanged=list(site))
    assert cpu_seconds() - started < 20
