"""Full disks, folders that cannot be written, two builds at once: messages, and no data lost."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import tree
from tests.incremental.samples import FEEDS, NOW, SmallSite, thread
from tests.whole.disks import FULL_STAGING, LIMITED_STORE, mount_small_disk, run_ssg_after

_PAGE = 65_536
"""The size of a page of the store, in bytes."""


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    """The small site, not built yet."""
    return SmallSite(tmp_path / "site", tmp_path / "output")


def arguments(small: SmallSite, output: Path | None = None) -> list[str | Path]:
    return ["--site", small.folder, "build", "--now", NOW, "--output", output or small.output]


def test_without_space_for_a_store_the_site_is_right_and_nothing_is_kept(
    small: SmallSite, tmp_path: Path
) -> None:
    with mount_small_disk(small.folder / ".ssg", kib=32) as is_real:
        code = "" if is_real else LIMITED_STORE.format(pages=1)
        done = run_ssg_after(code, *arguments(small))
    assert done.returncode == 0, done.stderr
    assert "nothing is kept for the next build" in done.stderr
    assert "full" in done.stderr
    assert tree(small.output) == small.clean(tmp_path)
    small.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    assert small.build().written == {"threads/q3/index.html", *FEEDS}


def test_when_the_disk_of_the_store_is_full_the_old_site_stays_and_the_next_build_is_right(
    small: SmallSite, tmp_path: Path
) -> None:
    small.build()
    old = tree(small.output)
    (small.folder / ".ssg/store.sqlite").unlink()
    for number in range(10, 20):
        words = "".join(f"Word{n * number} " for n in range(9000))
        small.write(f"content/threads/q{number}.md", f"{thread(number)}\n{words}\n")
    with mount_small_disk(small.folder / ".ssg", kib=512) as is_real:
        code = "" if is_real else LIMITED_STORE.format(pages=8)
        done = run_ssg_after(code, *arguments(small))
    assert done.returncode == 2, done.stdout
    assert "store.sqlite: cannot use the store: database or disk is full" in done.stderr
    assert "the published site is undamaged" in done.stderr
    assert tree(small.output) == old
    small.build()
    assert tree(small.output) == small.clean(tmp_path)


def test_when_the_disk_of_the_output_is_full_the_old_site_stays_and_the_next_build_is_right(
    small: SmallSite, tmp_path: Path
) -> None:
    with mount_small_disk(small.output, kib=2048) as is_real:
        small.build()
        old = tree(small.output)
        small.edit("site.yaml", "title: Small", "title: Smaller")
        small.write("content/threads/q7.md", thread(7))
        filling = small.output / "filling"
        if is_real:
            room = os.statvfs(small.output)
            filling.write_bytes(bytes((room.f_bavail - 8) * room.f_frsize))
        done = run_ssg_after("" if is_real else FULL_STAGING, *arguments(small))
        assert done.returncode == 2, done.stdout
        assert "index.html: No space left on device" in done.stderr
        filling.unlink(missing_ok=True)
        assert tree(small.output) == old
        small.build()
        assert tree(small.output) == small.clean(tmp_path)


def _put_file(place: Path) -> None:
    place.write_text("in the way")


def _put_unwritable_folder(place: Path) -> None:
    # Not even root can make a file there.
    place.symlink_to("/proc/self/fdinfo" if sys.platform == "linux" else "/dev/fd")


@pytest.mark.parametrize("block", [_put_file, _put_unwritable_folder])
def test_a_state_folder_that_cannot_be_written_gives_a_message_and_the_site_is_right(
    small: SmallSite, tmp_path: Path, block: Callable[[Path], None]
) -> None:
    block(small.folder / ".ssg")
    for _ in range(2):
        done = small.build()
        assert f"cannot use {small.folder}/.ssg: " in done.said
    assert tree(small.output) == small.clean(tmp_path)
    small.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    assert small.build().written == {"threads/q3/index.html", *FEEDS}


@pytest.mark.parametrize("is_shared", [True, False], ids=["one output", "two outputs"])
def test_two_builds_at_once_both_succeed(small: SmallSite, tmp_path: Path, is_shared: bool) -> None:
    outputs = [small.output, small.output if is_shared else tmp_path / "other"]
    for words in ("Here", "There"):
        small.edit("site.yaml", "title: ", f"title: {words} ")
        builds = [
            subprocess.Popen(
                [sys.executable, "-m", "ssg", *map(str, arguments(small, output))],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for output in outputs
        ]
        for process in builds:
            _, said = process.communicate()
            assert process.returncode == 0, said
    clean = small.clean(tmp_path)
    assert [tree(output) for output in outputs] == [clean, clean]
    assert small.build().rendered == 0


def _long(number: int) -> str:
    """A thread whose text fills a large part of a page of the store."""
    return f"{thread(number)}\nAbout {number}. {'So many words. ' * 900}\n"


def _build_many(small: SmallSite) -> Path:
    """Builds the small site with more threads than one batch has, and returns the store."""
    for number in range(10, 28):
        small.write(f"content/threads/q{number}.md", _long(number))
    small.build()
    return small.folder / ".ssg/store.sqlite"


def _build_again(small: SmallSite) -> str:
    """The messages of a build that has to do without the store."""
    done = run_ssg_after("", *arguments(small))
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_build_recovers_from_corruption_found_by_a_worker(
    small: SmallSite, tmp_path: Path
) -> None:
    store = _build_many(small)
    data = store.read_bytes()
    assert data.count(b"About 23.") == 1
    store.write_bytes(data.replace(b"About 23.", b"About 32."))
    small.edit("site.yaml", "title: Small", "title: Large")
    assert "was corrupt and was deleted" in _build_again(small)
    assert tree(small.output) == small.clean(tmp_path)
    small.edit("content/threads/q11.md", "This is answer 11", "Here is answer 11")
    assert small.build().written == {"threads/q11/index.html", "feed.xml"}


def test_corruption_that_is_found_after_the_publish_costs_only_the_next_build(
    small: SmallSite, tmp_path: Path
) -> None:
    store = _build_many(small)
    data = bytearray(store.read_bytes())
    # The type of the page with this text. Nothing reads it until the store is vacuumed.
    page = data.index(b"About 23.") // _PAGE * _PAGE
    assert data.index(b"About 11.") // _PAGE * _PAGE != page
    data[page] = 0xFF
    store.write_bytes(data)
    small.edit("content/threads/q11.md", "This is answer 11", "Here is answer 11")
    assert "was corrupt and was deleted" in _build_again(small)
    assert tree(small.output) == small.clean(tmp_path)
    assert small.build().written == frozenset()
    assert not list(store.parent.glob("*.new"))
