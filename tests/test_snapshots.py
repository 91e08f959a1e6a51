"""What is expected and kept in files is never taken for granted."""

from pathlib import Path

import pytest

from tests.snapshots import Snapshots, kept

COMPARING = Snapshots(write=False)
WRITING = Snapshots(write=True)
COMMAND = "`make snapshots`"


def failure(folder: Path, actual: dict[str, bytes]) -> str:
    with pytest.raises(AssertionError) as caught:
        COMPARING.expect_folder(folder, actual)
    return str(caught.value)


def test_what_was_written_is_as_expected(tmp_path: Path) -> None:
    files = {"a.txt": b"one\n", "deep/b.png": b"\x89"}
    WRITING.expect_folder(tmp_path / "kept", files)
    COMPARING.expect_folder(tmp_path / "kept", files)
    WRITING.expect(tmp_path / "page.txt", "naïve\r\n")
    COMPARING.expect(tmp_path / "page.txt", "naïve\r\n")


def test_a_missing_file_fails_and_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=COMMAND):
        COMPARING.expect(tmp_path / "page.txt", "")
    with pytest.raises(AssertionError, match=COMMAND):
        kept(tmp_path / "page.txt")
    assert COMMAND in failure(tmp_path / "nowhere", {"a.txt": b""})
    assert list(tmp_path.iterdir()) == []


def test_missing_unexpected_and_different_files_are_named(tmp_path: Path) -> None:
    WRITING.expect_folder(tmp_path, {"same": b"x", "gone": b"x", "text": b"1\n2\n", "other": b"x"})
    message = failure(tmp_path, {"same": b"x", "new": b"x", "text": b"1\r\n2\n", "other": b"\xff"})
    assert f"the expected file {tmp_path}/new is missing" in message
    assert f"{tmp_path}/gone is expected, but was not written" in message
    assert "-1\\n\n+1\\r\\n\n" in message
    assert f"{tmp_path}/other differs" in message
    assert "same" not in message.replace(str(tmp_path), "")


def test_a_long_difference_is_shortened(tmp_path: Path) -> None:
    WRITING.expect_folder(tmp_path, dict.fromkeys("abcde", b"x"))
    long = "".join(f"{n} {'word ' * 1000}\n" for n in range(100)).encode()
    message = failure(tmp_path, dict.fromkeys("abcde", long))
    assert len(message) < 40_000
    assert "… and more" in message
    assert f"{tmp_path}/e differs as well" in message


def test_what_is_expected_no_longer_is_removed(tmp_path: Path) -> None:
    WRITING.expect_folder(tmp_path, {"a": b"", "b/c": b""})
    WRITING.expect_folder(tmp_path, {"a": b"1"})
    COMPARING.expect_folder(tmp_path, {"a": b"1"})
