"""Changes of files, applied all or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssg.digest import digest_of
from ssg.editing import changes as editing
from ssg.editing import journal
from ssg.editing.changes import FileChange, apply_changes, diff_of, finish_interrupted
from ssg.editing.errors import EditError
from ssg.editing.journal import Step, journal_file, write_journal
from tests.command import ROOT, without_rights

A, B = "content/threads/a.md", "content/threads/b.md"
MOVE = (FileChange(A, b"one\n", None), FileChange(B, None, b"two\n", renamed_from=A))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content/threads").mkdir(parents=True)
    (tmp_path / A).write_bytes(b"one\n")
    return tmp_path


def git(site: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, cwd=site, capture_output=True, check=True, text=True).stdout


def refusal(site: Path, changes: editing.Changes, *, force: bool = False) -> str:
    with pytest.raises(EditError) as raised:
        apply_changes(site, changes, force=force)
    return raised.value.message


def files(site: Path) -> dict[str, bytes]:
    found = (one for one in (site / "content").rglob("*") if one.is_file())
    return {one.relative_to(site).as_posix(): one.read_bytes() for one in found}


def test_files_are_changed_made_and_removed(site: Path) -> None:
    (site / A).chmod(0o640)
    apply_changes(site, MOVE, force=False)
    assert files(site) == {B: b"two\n"}
    assert (site / B).stat().st_mode & 0o777 == 0o640
    assert not journal_file(site).exists()


def test_a_file_that_has_changed_meanwhile_is_not_overwritten(site: Path) -> None:
    (site / A).write_bytes(b"other\n")
    assert refusal(site, MOVE, force=True) == f"{A} was changed meanwhile"
    (site / A).write_bytes(b"one\n")
    (site / B).write_bytes(b"mine\n")
    assert refusal(site, MOVE, force=True) == f"{B} exists already"
    assert files(site) == {A: b"one\n", B: b"mine\n"}


def test_what_git_could_not_bring_back_is_not_overwritten(site: Path) -> None:
    git(site, "init", "-q")
    change = (FileChange(A, b"one\n", b"two\n"),)
    assert refusal(site, change) == f"{A} is not in git yet"
    git(site, "add", ".")
    assert refusal(site, change) == f"{A} has changes that are not committed"
    git(site, "commit", "-qm", "x")
    (site / A).write_bytes(b"zero\n")
    changed = (FileChange(A, b"zero\n", b"two\n"),)
    assert refusal(site, changed) == f"{A} has changes that are not committed"
    apply_changes(site, changed, force=True)
    assert files(site) == {A: b"two\n"}


def test_changes_of_other_files_do_not_matter(site: Path) -> None:
    git(site, "init", "-q")
    git(site, "add", ".")
    git(site, "commit", "-qm", "x")
    (site / "content/threads/other.md").write_bytes(b"new")
    (site / "content/threads/[a].md").write_bytes(b"new")
    apply_changes(site, MOVE, force=False)
    assert B in files(site)


def test_a_new_file_can_be_renamed_before_it_is_committed(site: Path) -> None:
    git(site, "init", "-q")
    apply_changes(site, MOVE, force=False)
    assert files(site) == {B: b"two\n"}


def test_the_repository_may_be_a_folder_above_the_site(tmp_path: Path) -> None:
    site = tmp_path / "sites/one"
    (site / "content/threads").mkdir(parents=True)
    (site / A).write_bytes(b"one\n")
    git(tmp_path, "init", "-q")
    assert refusal(site, (FileChange(A, b"one\n", b"two\n"),)) == f"{A} is not in git yet"


def test_a_folder_that_cannot_be_written_to_leaves_all_as_it_was(site: Path) -> None:
    (site / "content/guides").mkdir()
    (site / "content/guides").chmod(0o500)
    program = (
        "import sys; from pathlib import Path; from tests.unit.editing.test_changes import *;"
        "change = FileChange('content/guides/a.md', None, b'x');"
        "print(refusal(Path(sys.argv[1]), (*MOVE, change)))"
    )
    command = (*without_rights(), sys.executable, "-c", program, str(site))
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    (site / "content/guides").chmod(0o700)
    assert "Permission denied" in ended.stdout, ended.stderr
    assert files(site) == {A: b"one\n"}


def test_a_failure_on_the_way_leaves_all_as_it_was(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(place: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(place))

    monkeypatch.setattr(journal, "remove_file", fail)
    assert "Input/output error" in refusal(site, MOVE)
    assert files(site) == {A: b"one\n"}
    assert not journal_file(site).exists()


def step(path: str, before: bytes | None, after: bytes | None) -> Step:
    return Step(path=path, before=None if before is None else digest_of(before), after=after)


@pytest.mark.parametrize("done", [0, 1, 2])
def test_an_edit_that_was_killed_is_finished(site: Path, done: int) -> None:
    (site / ".ssg").mkdir()
    write_journal(site, [step(A, b"one\n", None), step(B, None, b"two\n")])
    if done:
        (site / B).write_bytes(b"two\n")
    if done == 2:
        (site / A).unlink()
    # What the kill has left of a file that was being written.
    (site / "content/threads/.b.md.tmp").write_bytes(b"tw")
    assert finish_interrupted(site) == (A, B)
    assert files(site) == {B: b"two\n"}
    assert finish_interrupted(site) == ()


def test_the_next_edit_finishes_the_last_one_first(site: Path) -> None:
    write_journal(site, [step(A, b"one\n", None), step(B, None, b"two\n")])
    apply_changes(site, (FileChange(B, b"two\n", b"three\n"),), force=True)
    assert files(site) == {B: b"three\n"}


def test_a_file_that_was_changed_after_the_kill_is_not_overwritten(site: Path) -> None:
    write_journal(site, [step(A, b"one\n", b"two\n"), step(B, None, b"two\n")])
    (site / A).write_bytes(b"mine\n")
    with pytest.raises(EditError, match="has changed since"):
        finish_interrupted(site)
    assert files(site) == {A: b"mine\n"}
    assert journal_file(site).exists()


@pytest.mark.parametrize("damage", [b"", b"ssg", b"x" * 100, b"ssg edit journal 1\n" + b"y" * 64])
def test_a_damaged_journal_is_reported_and_nothing_changed(site: Path, damage: bytes) -> None:
    (site / ".ssg").mkdir()
    journal_file(site).write_bytes(damage)
    assert "it is damaged" in refusal(site, MOVE)
    assert files(site) == {A: b"one\n"}


def test_a_journal_names_no_file_outside_the_site(site: Path) -> None:
    for path in ("../x", "/etc/x", "content/../../x", ".ssg/x", "content//x"):
        write_journal(site, [step(path, None, b"x")])
        with pytest.raises(EditError, match="outside the site"):
            finish_interrupted(site)


def test_no_file_is_changed_through_a_link(site: Path, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (site / "content/guides").symlink_to(tmp_path / "else")
    assert "symbolic link" in refusal(site, (FileChange("content/guides/a.md", None, b"x"),))
    (site / B).symlink_to(site / A)
    assert "symbolic link" in refusal(site, (FileChange(B, b"one\n", b"x"),))
    assert not any((tmp_path / "else").iterdir())


def test_settings_that_are_a_link_are_changed_where_they_are(site: Path) -> None:
    (site / "shared.yaml").write_bytes(b"a: b\n")
    (site / "site.yaml").symlink_to("shared.yaml")
    apply_changes(site, (FileChange("site.yaml", b"a: b\n", b"a: c\n"),), force=False)
    assert (site / "site.yaml").is_symlink()
    assert (site / "shared.yaml").read_bytes() == b"a: c\n"


def test_a_diff_is_as_git_shows_it() -> None:
    changes = (
        FileChange(A, b"one\n", None),
        FileChange(B, None, b"one\n", renamed_from=A),
        FileChange("c.md", b"a\nb\nc", b"a\nB\nc"),
        FileChange("d.md", None, b"x\n"),
        FileChange("e.md", b"x\n", None),
        FileChange("f.png", b"\0a", b"\0b"),
    )
    assert diff_of(changes) == (
        f"diff --git a/{A} b/{B}\nrename from {A}\nrename to {B}\n"
        "diff --git a/c.md b/c.md\n--- a/c.md\n+++ b/c.md\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
        "\\ No newline at end of file\n"
        "diff --git a/d.md b/d.md\nnew file\n--- /dev/null\n+++ b/d.md\n@@ -0,0 +1 @@\n+x\n"
        "diff --git a/e.md b/e.md\ndeleted file\n--- a/e.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
        "diff --git a/f.png b/f.png\nBinary files a/f.png and b/f.png differ\n"
    )


def test_a_diff_cannot_control_a_terminal() -> None:
    shown = diff_of((FileChange("a\x1b[31m.md", b"\x1b]0;x\x07\r\n", b"\x9b2J\n"),))
    assert not set(shown) & set("\x1b\x07\x9b\r")
