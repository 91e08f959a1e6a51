"""What is expected and kept in files is never taken for granted."""

from pathlib import Path

import pytest

from tests.snapshots import Snapshots, kept

COMPARING = Snapshots(write=False)
WRITING = Snapshots(write=True)
COMMAND = "`make snapshots`"


def complaint(folder: Path, actual: dict[str, bytes]) -> str:
    with pytest.raises(AssertionError) as caught:
        COMPARING.expect_folder(folder, actual)
    return str(caught.value)


def test_what_was_written_is_as_expected(tmp_path: Path) -> None:
    files = {"a.txt": b"one\n", "deep/b.png": b"\x89"}
    WRITING.expect_folder(tmp_path / "kept", files)
    COMPARING.expect_folder(tmp_path / "kept", files)
    WRITING.expect(tmp_path / "said.txt", "naïve\r\n")
    COMPARING.expect(tmp_path / "said.txt", "naïve\r\n")


def test_a_missing_file_fails_and_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=COMMAND):
        COMPARING.expect(tmp_path / "said.txt", "")
    with pytest.raises(AssertionError, match=COMMAND):
        kept(tmp_path / "said.txt")
    assert COMMAND in complaint(tmp_path / "nowhere", {"a.txt": b""})
    assert list(tmp_path.iterdir()) == []


def test_missing_unexpected_and_different_files_are_named(tmp_path: Path) -> None:
    WRITING.expect_folder(tmp_path, {"same": b"x", "gone": b"x", "text": b"1\n2\n", "other": b"x"})
    said = complaint(tmp_path, {"same": b"x", "new": b"x", "text": b"1\r\n2\n", "other": b"\xff"})
    assert f"there is no {tmp_path}/new to compare with" in said
    assert f"{tmp_path}/gone is expected, and was not made" in said
    assert "-1\\n\n+1\\r\\n\n" in said
    assert f"{tmp_path}/other differs" in said
    assert "same" not in said.replace(str(tmp_path), "")


def test_a_long_difference_is_shortened(tmp_path: Path) -> None:
    WRITING.expect_folder(tmp_path, dict.fromkeys("abcde", b"x"))
    long = "".join(f"{n} {'word ' * 1000}\n" for n in range(100)).encode()
    said = complaint(tmp_path, dict.fromkeys("abcde", long))
    assert len(said) < 40_000
    assert "… and so on" in said
    assert f"{tmp_path}/e differs as well" in said


def test_what_is_expected_no_longer_is_removed(tmp_path: Path) -> None:
    WRITING.expect_folder(tmp_path, {"a": b"", "b/c": b""})
    WRITING.expect_folder(tmp_path, {"a": b"1"})
    COMPARING.expect_folder(tmp_path, {"a": b"1"})
