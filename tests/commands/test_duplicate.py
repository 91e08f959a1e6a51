"""`ssg duplicate` on the files of a new site."""

import shutil
from pathlib import Path

import pytest

from tests.command import ROOT, ssg

TEXT = "---\ntitle: {0}\nasked: 2026-01-01\ntopics: [sleep]\n---\n\nWhat?\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "ssg/starter", folder)
    for name in "abcd":
        (folder / f"content/threads/{name}.md").write_text(TEXT.format(name))
    return folder


def duplicate(site: Path, *arguments: str) -> tuple[int, str]:
    ended = ssg("--site", site, "duplicate", *arguments)
    return ended.returncode, ended.stdout + ended.stderr


def originals(site: Path) -> dict[str, str]:
    files = {name: (site / f"content/threads/{name}.md").read_text() for name in "abcd"}
    marked = {name: text for name, text in files.items() if "duplicate_of: " in text}
    return {name: text.partition("duplicate_of: ")[2][0] for name, text in marked.items()}


def test_a_thread_leads_to_the_other_one(site: Path) -> None:
    code, said = duplicate(site, "a", "b")
    assert (code, said) == (0, "threads/a leads to threads/b now.\n")
    text = (site / "content/threads/a.md").read_text()
    assert text == TEXT.format("a").replace("]\n", "]\nduplicate_of: b\n")
    assert ssg("--site", site, "check").returncode == 0


def test_chains_are_followed_to_their_end_and_shortened(site: Path) -> None:
    duplicate(site, "b", "c")
    assert "threads/b is a duplicate itself." in duplicate(site, "a", "b")[1]
    assert originals(site) == {"a": "c", "b": "c"}
    said = duplicate(site, "c", "d")[1]
    assert "threads/a, which led there, leads to threads/d now." in said
    assert originals(site) == {"a": "d", "b": "d", "c": "d"}
    assert ssg("--site", site, "check").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a", "a"), "threads/a cannot be a duplicate of itself"),
        (("b", "c"), "threads/b cannot be a duplicate of threads/c, which leads to it"),
        (("c", "b"), "threads/c is marked as a duplicate of threads/b already"),
        (("a", "nothing"), "there is no 'nothing' in this site"),
        (("sleeping-well", "a"), "there is no 'sleeping-well' in this site"),
        (("guides/sleeping-well", "a"), "guides/sleeping-well is no thread"),
        (("a", "d"), "threads/d is a draft"),
    ],
)
def test_what_leads_nowhere_is_refused(
    site: Path, arguments: tuple[str, ...], message: str
) -> None:
    assert duplicate(site, "c", "b")[0] == 0
    draft = site / "content/threads/d.md"
    draft.write_text(draft.read_text().replace("---\n", "---\nstatus: draft\n", 1))
    code, said = duplicate(site, *arguments)
    assert (code, message in said) == (2, True)
    assert originals(site) == {"c": "b"}


def test_a_dry_run_changes_nothing(site: Path) -> None:
    assert "+duplicate_of: b\n" in duplicate(site, "a", "b", "--dry-run")[1]
    assert originals(site) == {}
