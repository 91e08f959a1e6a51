"""What a kill leaves of an edit is finished by the next command."""

import shutil
from pathlib import Path

import pytest

from ssg.digest import digest_of
from ssg.editing.journal import Step, journal_file, write_journal
from tests.command import ROOT, ssg

OLD, NEW = "content/threads/how-much-sleep-do-i-need.md", "content/threads/x.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in which a rename was killed right after its journal was written."""
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "ssg/starter", folder)
    data = (folder / OLD).read_bytes()
    steps = (
        Step(path=OLD, before=digest_of(data), after=None),
        Step(path=NEW, before=None, after=data),
    )
    write_journal(folder, steps)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("build",),
        ("rename", "sleep", "rest"),
        ("duplicate", "a", "b"),
        ("list",),
        ("explain", "content/topics/sleep.md"),
        ("fmt", "--check"),
        ("review", "--queue"),
        ("new", "topic", "--title", "Rest"),
        ("migrate",),
        ("clear", NEW, "--reason", "fine"),
    ],
    ids=lambda command: command[0],
)
def test_the_next_command_finishes_it_and_says_so(site: Path, command: tuple[str, ...]) -> None:
    ended = ssg("--site", site, *command, cwd=site)
    assert ended.stderr.startswith(
        f"Finished an edit of 2 files that was interrupted:\n  {OLD}\n  {NEW}\n"
    )
    assert "Finished" not in ended.stdout
    assert [(site / path).exists() for path in (OLD, NEW)] == [False, True]
    assert not journal_file(site).exists()


@pytest.mark.parametrize("command", ["check", "build", "serve", "list", "fmt"])
def test_a_damaged_journal_stops_the_command(site: Path, command: str) -> None:
    data = journal_file(site).read_bytes()
    journal_file(site).write_bytes(data[:-10])
    ended = ssg("--site", site, command)
    assert ended.returncode == 2
    assert "edit-journal cannot be read: it is damaged" in ended.stderr
    assert (site / OLD).exists()
