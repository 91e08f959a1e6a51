"""The preview's own folder may be damaged, deleted or full: what is shown is right all the same."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from tests.command import ssg, tree
from tests.incremental.samples import NOW, SmallSite, thread
from tests.machine import wait_until
from tests.serve.preview import EditedSite, Preview, start_preview
from tests.whole.disks import LIMITED_STORE, mount_small_disk


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site", tmp_path / "output")


def _state(small: SmallSite) -> Path:
    return small.folder / ".ssg/preview"


def _start(small: SmallSite, before: str = "") -> AbstractContextManager[Preview]:
    return start_preview(small.folder, "--now", NOW, before=before)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditedSite]:
    folder = tmp_path_factory.mktemp("folder")
    small = SmallSite(folder / "site", folder / "output")
    with _start(small) as preview:
        preview.wait_for_terminal("everything")
        yield EditedSite(small, preview)


@pytest.fixture
def edited(shared: EditedSite) -> Iterator[EditedSite]:
    _assert_right(shared.preview)
    yield shared
    shared.assert_follows()
    _assert_right(shared.preview)


def _assert_right(preview: Preview) -> None:
    assert "This is answer 3." in preview.get("/threads/q3/").body
    assert "Question 3" in preview.get("/feed.xml").body
    assert "small.example.org" in preview.get("/CNAME").body


def _alter(file: Path) -> None:
    file.write_text("altered")


def _delete(file: Path) -> None:
    file.unlink()


def _put_folder(file: Path) -> None:
    file.unlink()
    (file / "within").mkdir(parents=True)


def _put_link(file: Path) -> None:
    file.unlink()
    file.symlink_to("/etc/passwd")


def _put_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _make_unreadable(file: Path) -> None:
    file.chmod(0)


@pytest.mark.parametrize(
    "harm", [_alter, _delete, _put_folder, _put_link, _put_pipe, _make_unreadable]
)
@pytest.mark.parametrize("path", ["threads/q3/index.html", "feed.xml", "CNAME"])
def test_a_harmed_file_is_made_again(
    edited: EditedSite, path: str, harm: Callable[[Path], None]
) -> None:
    harm(_state(edited.small) / "site" / path)
    _assert_right(edited.preview)


def _take_away(folder: Path) -> Path:
    """Moves it in one step: the preview may be writing into it."""
    away = folder.with_name(f"away-{time.monotonic_ns()}")
    folder.rename(away)
    return away


def _delete_folder(folder: Path) -> None:
    shutil.rmtree(_take_away(folder))


def _replace_folder(folder: Path, new: Path) -> None:
    """The preview may make the folder again at once."""
    while True:
        with suppress(IsADirectoryError):
            new.rename(folder)
            return
        _take_away(folder)


def _move_and_link(folder: Path) -> None:
    link = folder.with_name("link")
    link.symlink_to(_take_away(folder))
    _replace_folder(folder, link)


def _replace_by_file(folder: Path) -> None:
    file = folder.with_name("file")
    file.write_text("in the way")
    _replace_folder(folder, file)


@pytest.mark.parametrize("harm", [_delete_folder, _move_and_link, _replace_by_file])
@pytest.mark.parametrize("name", ["site/threads", "site", "."])
def test_a_harmed_folder_is_made_again(
    edited: EditedSite, name: str, harm: Callable[[Path], None]
) -> None:
    harm(_state(edited.small) / name)
    _assert_right(edited.preview)


def test_the_whole_state_folder_is_deleted(edited: EditedSite) -> None:
    _delete_folder(edited.small.folder / ".ssg")
    _assert_right(edited.preview)
    edited.assert_follows()
    edited.small.edit("site.yaml", "title: Small", "title: Smaller")
    edited.preview.wait_for("/", "Smaller")
    edited.small.edit("site.yaml", "title: Smaller", "title: Small")


@pytest.mark.parametrize("data", [b"", b"x" * 100_000])
def test_a_store_that_is_damaged_while_it_runs(edited: EditedSite, data: bytes) -> None:
    (_state(edited.small) / "store.sqlite").write_bytes(data)
    edited.small.edit("site.yaml", "title: Small", "title: Smaller")
    edited.preview.wait_for("/", "Smaller")
    _assert_right(edited.preview)
    edited.small.edit("site.yaml", "title: Smaller", "title: Small")


def test_a_damaged_store_is_found_when_a_page_is_made(edited: EditedSite) -> None:
    store = _state(edited.small) / "store.sqlite"
    # The preview may still be making it again after the damage of another test.
    wait_until(lambda: store.exists() and store.stat().st_size > 100)
    with store.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(store.stat().st_size - 100))
    # Unless the preview has found it already, and begins anew.
    with suppress(FileNotFoundError):
        _delete_folder(_state(edited.small) / "site")
    _assert_right(edited.preview)


_STATE = [
    "store.sqlite", "manifest", "stat-cache", "store.lock", "running", "site", "../preview.lock",
]  # fmt: skip


@pytest.mark.parametrize("harm", [_alter, _delete, _put_folder, _put_link, _put_pipe])
def test_a_start_with_a_damaged_folder(small: SmallSite, harm: Callable[[Path], None]) -> None:
    with _start(small) as preview:
        preview.wait_for("/threads/q3/", "This is answer 3.")
        preview.end(signal.SIGINT)
    for name in _STATE:
        file = _state(small) / name
        if file.is_dir():
            shutil.rmtree(file)
        file.touch()
        harm(file)
    with _start(small) as preview:
        _assert_right(preview)
        EditedSite(small, preview).assert_follows()


def test_a_damaged_manifest_keeps_no_page_of_a_deleted_thread(small: SmallSite) -> None:
    with _start(small) as preview:
        preview.wait_for("/threads/q3/", "This is answer 3.")
        preview.end(signal.SIGINT)
    (_state(small) / "manifest").write_text("damaged")
    (small.folder / "content/threads/q3.md").unlink()
    with _start(small) as preview:
        assert preview.get("/threads/q3/").status == 404
        assert not (_state(small) / "site/threads/q3").exists()


@pytest.mark.parametrize("block", ["file", "link", "unwritable"])
def test_a_state_folder_that_cannot_be_used(small: SmallSite, block: str) -> None:
    state = small.folder / ".ssg"
    if block == "file":
        state.write_text("in the way")
    else:
        state.symlink_to(small.folder.parent if block == "link" else "/proc/self/fdinfo")
    with _start(small) as preview:
        _assert_right(preview)
        EditedSite(small, preview).assert_follows()


@pytest.mark.parametrize("kib", [0, 64, 300])
def test_a_full_disk(small: SmallSite, kib: int) -> None:
    state = small.folder / ".ssg"
    with mount_small_disk(state, kib=max(kib, 4)) as is_real:
        if is_real and kib == 0:
            (state / "filling").write_bytes(bytes(4096))
        before = "" if is_real else LIMITED_STORE.format(pages=1)
        with _start(small, before=before) as preview:
            preview.wait_for("/threads/q3/", "This is answer 3.")
            EditedSite(small, preview).assert_follows()


def test_two_previews_of_one_site(small: SmallSite) -> None:
    with _start(small) as first, _start(small) as second:
        assert first.port != second.port
        assert (small.folder / ".ssg/preview-2").is_dir()
        for preview in (first, second):
            _assert_right(preview)
        small.write("content/threads/q3.md", thread(3).replace("answer 3", "what both show"))
        for preview in (first, second):
            preview.wait_for("/threads/q3/", "what both show")
        assert second.end(signal.SIGINT) == 130
        assert not (small.folder / ".ssg/preview-2").exists()
        small.write("content/threads/q3.md", thread(3))
        first.wait_for("/threads/q3/", "This is answer 3.")


def test_all_that_killed_previews_have_left_is_removed(small: SmallSite) -> None:
    with _start(small) as first, _start(small) as second, _start(small) as third:
        second.end(signal.SIGINT)
        first.end(signal.SIGKILL)
        third.end(signal.SIGKILL)
    with _start(small) as preview:
        _assert_right(preview)
        assert [path.name for path in (small.folder / ".ssg").glob("preview*/")] == ["preview"]


def test_a_build_and_a_check_meanwhile(small: SmallSite, tmp_path: Path) -> None:
    clean = small.clean(tmp_path)
    with _start(small) as preview:
        small.build()
        assert tree(small.output) == clean
        assert ssg("--site", small.folder, "check", "--now", NOW).returncode == 0
        EditedSite(small, preview).assert_follows()
        _assert_right(preview)
        small.build()
    clean = small.clean(tmp_path / "later")
    assert tree(small.output) == clean


def test_no_build_reads_what_a_preview_has_left(small: SmallSite, tmp_path: Path) -> None:
    clean = small.clean(tmp_path)
    with _start(small) as preview:
        _assert_right(preview)
        preview.end(signal.SIGINT)
    for file in _state(small).rglob("*"):
        if file.is_file():
            file.write_bytes(b"poison")
    small.build()
    assert tree(small.output) == clean
    assert ssg("--site", small.folder, "verify", "--output", small.output).returncode == 0


def test_its_folder_is_private(small: SmallSite) -> None:
    with _start(small) as preview:
        assert _state(small).stat().st_mode & 0o777 == 0o700
        _delete_folder(_state(small))
        _assert_right(preview)
        assert _state(small).stat().st_mode & 0o777 == 0o700
