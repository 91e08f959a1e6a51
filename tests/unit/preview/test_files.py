import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ssg.content_types import content_type
from ssg.preview.files import open_inside, parse_range


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "inside"
    (inside / "deep" / "er").mkdir(parents=True)
    (inside / "deep" / "er" / "file").write_text("inside")
    (inside / "file").write_text("inside")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").write_text("outside")
    return inside


def can_open(folder: Path, path: Path) -> bool:
    try:
        open_inside(folder, path).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("name", ["file", "deep/er/file"])
def test_files_below_the_folder_are_opened(folder: Path, name: str) -> None:
    with open_inside(folder, folder / name) as file:
        assert file.read() == b"inside"


def test_the_folder_itself_may_be_reached_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    with open_inside(tmp_path / "link", tmp_path / "link" / "file") as file:
        assert file.read() == b"inside"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "deep",
        "none",
        "file/file",
        "none/file",
        "../outside/file",
        "deep/../../outside/file",
        "deep/../file",
        "..",
        "/etc/passwd",
        "x" * 300,
    ],
)
def test_nothing_else_is_opened(folder: Path, name: str) -> None:
    assert not can_open(folder, folder / name)


@pytest.mark.parametrize("target", ["../outside/file", "file", "nowhere", "link", "/etc/passwd"])
def test_no_link_is_followed_to_a_file(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    assert not can_open(folder, folder / "link")


@pytest.mark.parametrize("target", ["../outside", "deep/er", ".", ".."])
def test_no_link_is_followed_to_a_folder(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    assert not can_open(folder, folder / "link" / "file")


def test_what_is_no_file_is_not_opened_and_blocks_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(folder / "pipe")
    # The address of a socket may have about a hundred characters.
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        for name in ("pipe", "socket"):
            assert not can_open(folder, folder / name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/site.0a1b.css", "text/css; charset=utf-8"),
        ("site.js", "text/javascript; charset=utf-8"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("topics/sleep/feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("PHOTO.JPG", "image/jpeg"),
        ("x.avif", "image/avif"),
        ("x.webp", "image/webp"),
        ("x.opus", "audio/ogg"),
        ("x.vtt", "text/vtt; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json"),
        ("favicon.svg", "image/svg+xml"),
        ("CNAME", "application/octet-stream"),
        (".nojekyll", "application/octet-stream"),
        ("x.unknown", "application/octet-stream"),
    ],
)
def test_the_type_of_a_file_follows_from_its_name(name: str, expected: str) -> None:
    assert content_type(Path(name)) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", range(0, 1)),
        ("bytes=2-4", range(2, 5)),
        ("bytes=2-", range(2, 10)),
        ("bytes=2-99", range(2, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-99", range(0, 10)),
        ("BYTES=9-9", range(9, 10)),
    ],
)
def test_a_range_of_bytes_is_cut_to_those_there_are(header: str, expected: range) -> None:
    assert parse_range(header, 10) == expected


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99-100"])
def test_a_range_beyond_the_end_is_empty(header: str) -> None:
    assert parse_range(header, 10) == range(0)
    assert parse_range("bytes=0-", 0) == range(0)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=4-2",
        "bytes=0-1,3-4",
        "bytes=a-b",
        "bytes=1",
        "bytes=--1",
        "bytes=+1-2",
        "bytes=٣-٤",
        "bytes= 1-2",
        "lines=1-2",
        "bytes=0-" + "9" * 5000,
    ],
)
def test_a_header_that_asks_for_no_single_range_is_ignored(header: str) -> None:
    assert parse_range(header, 10) is None


def test_a_folder_that_becomes_a_link_while_files_are_opened_leads_nowhere(folder: Path) -> None:
    swap = (
        "import os\n"
        "while True:\n"
        "    os.rename('deep', 'kept'); os.symlink('../outside', 'deep')\n"
        "    os.unlink('deep'); os.rename('kept', 'deep')\n"
    )
    (folder.parent / "outside" / "er").mkdir()
    (folder.parent / "outside" / "er" / "file").write_text("outside")
    swapping = subprocess.Popen([sys.executable, "-c", swap], cwd=folder)
    opened = 0
    try:
        while opened < 200:
            try:
                with open_inside(folder, folder / "deep" / "er" / "file") as file:
                    assert file.read() == b"inside"
                    opened += 1
            except OSError:
                continue
    finally:
        swapping.kill()
        swapping.wait()
