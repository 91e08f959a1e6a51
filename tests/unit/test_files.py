import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssg.files import FileTooLarge, create_file, make_folder, open_regular, read_file, replace_file
from ssg.model.kinds import Kind
from ssg.parse.files import parse_file
from ssg.parse.result import ParseTask
from tests.unit.samples import SETTINGS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes")


@pytest.mark.parametrize("size", [0, 1, 9, 10])
def test_a_file_is_read_up_to_its_limit(tmp_path: Path, size: int) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * size)
    assert read_file(file, limit=10) == b"x" * size


def test_a_larger_file_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * 11)
    with pytest.raises(FileTooLarge, match="it is larger than 10 bytes"):
        read_file(file, limit=10)
    os.truncate(file, 2**40)
    with pytest.raises(FileTooLarge):
        read_file(file, limit=10)


@pytest.mark.skipif(sys.platform != "linux", reason="made for Linux")
def test_a_file_that_does_not_know_its_size_is_read_to_its_end() -> None:
    assert read_file("/proc/self/mounts", limit=10**7).count(b"\n") > 1


def test_a_pipe_is_an_error_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    with pytest.raises(OSError, match="it is a named pipe, not a file"):
        open_regular(tmp_path / "a")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="it is a named pipe, not a file"):
        open_regular(tmp_path / "b", follow=True)


def test_a_link_is_an_error_unless_it_is_to_be_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="it is a symbolic link, not a file"):
        read_file(tmp_path / "b", limit=10)
    assert read_file(tmp_path / "b", limit=10, follow=True) == b"x"


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    for name in ("a", "a.new"):
        (tmp_path / name).symlink_to("victim")
    replace_file(tmp_path / "a", b"x", sync=True)
    assert ((tmp_path / "a").read_bytes(), victim.read_bytes()) == (b"x", b"precious")
    assert {file.name for file in tmp_path.iterdir()} == {"a", "victim"}


def test_nothing_is_written_into_a_folder_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    with pytest.raises(OSError, match="it is a symbolic link"):
        make_folder(tmp_path / "link")
    with pytest.raises(OSError, match="it is a symbolic link"):
        replace_file(tmp_path / "link/a", b"x")


def test_a_content_file_that_became_a_pipe_since_its_folder_was_read_is_named(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "a")
    task = ParseTask(path="content/threads/a.md", kind=Kind.THREAD, file=str(tmp_path / "a"))
    (problem,) = parse_file(task, SETTINGS).diagnostics
    assert (problem.code, problem.message) == (
        "T09",
        "cannot be read: it is a named pipe, not a file",
    )


def test_a_new_file_replaces_nothing(tmp_path: Path) -> None:
    file = tmp_path / "new.md"
    create_file(file, b"mine")
    assert file.read_bytes() == b"mine"
    for other in (file, tmp_path / "link", tmp_path / "folder"):
        if other.name == "link":
            other.symlink_to(tmp_path / "nowhere")
        elif other.name == "folder":
            other.mkdir()
        with pytest.raises(FileExistsError):
            create_file(other, b"yours")
    assert file.read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "link", "new.md"]


def test_of_many_who_make_a_file_one_does(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom ssg.files import create_file\n"
        "try:\n    create_file(Path(sys.argv[1]), sys.argv[2].encode() * 100_000)\n"
        "except FileExistsError:\n    sys.exit(1)\n"
    )
    file = tmp_path / "new.md"
    started = [subprocess.Popen([sys.executable, "-c", program, file, letter]) for letter in "abcd"]
    codes = [process.wait() for process in started]
    assert sorted(codes) == [0, 1, 1, 1]
    winner = "abcd"[codes.index(0)].encode()
    assert file.read_bytes() == winner * 100_000
    assert [path.name for path in tmp_path.iterdir()] == ["new.md"]
