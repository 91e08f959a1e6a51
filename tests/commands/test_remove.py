"""`ssg remove` on the files of a new site."""

import shutil
from pathlib import Path

import pytest

from tests.command import ROOT, ssg

THREAD = "content/threads/nap.md"
TEXT = """---
title: How long should a nap be?
asked: 2026-02-03T14:20
by: Sofa Cat
summary: Naps.
topics: [sleep]
aliases: [/old/]  # from the forum
---

A question.

## Answer

```yaml
# a friend of Ann's
by: Ann Example
posted: 2026-02-03T18:05
helpful: 6
id: twenty
```

I set an alarm. See [above](#ssg-question).

### Reply

```yaml
by: Sofa Cat
posted: 2026-02-04T15:00
to: twenty
```

As [you said](#twenty).
"""
REMOVED = """## Answer

```yaml
posted: 2026-02-03T18:05
id: twenty
removed:
  date: 2026-02-06
  reason: "it was: advertising."
```

### Reply
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "ssg/starter", folder)
    (folder / THREAD).write_text(TEXT.replace(" See [above](#ssg-question).", ""))
    return folder


def remove(site: Path, *arguments: str) -> tuple[int, str]:
    ended = ssg("--site", site, "remove", *arguments)
    return ended.returncode, ended.stdout + ended.stderr


def assert_clean(site: Path) -> None:
    ended = ssg("--site", site, "check")
    assert ended.returncode == 0, ended.stderr
    assert "W07" not in ended.stderr


def test_a_post_leaves_its_place_and_nothing_else(site: Path) -> None:
    about = site / "content/pages/about.md"
    about.write_text(about.read_text() + "\n[x](../threads/nap.md#twenty)\n")
    options = ("--reason", "it was: advertising.", "--date", "2026-02-06")
    code, said = remove(site, "nap#twenty", *options)
    text = (site / THREAD).read_text()
    assert code == 0
    assert REMOVED in text
    assert "Ann" not in text
    assert "alarm" not in text
    line = about.read_text().count("\n")
    assert f"content/pages/about.md:{line}:5: link ../threads/nap.md#twenty" in said
    assert f"{THREAD}:27:5: field to" in said
    assert f"{THREAD}:30:15: link #twenty" in said
    assert "the history of git" in said
    assert_clean(site)


def test_a_thread_leaves_its_address(site: Path) -> None:
    code, said = remove(site, THREAD, "--reason", "she asked us to", "--date", "2026-02-06")
    assert code == 0
    assert (site / THREAD).read_text() == (
        "---\n# withdrawn on 2026-02-06: she asked us to\ntitle: How long should a nap be?\n"
        "asked: 2026-02-03T14:20\ntopics: [sleep]\naliases: [/old/]\nstatus: withdrawn\n---\n"
    )
    assert "Withdrew threads/nap: /threads/nap/ says so, and so do its aliases." in said
    assert_clean(site)
    assert ssg("--site", site, "build", "--output", site / "out").returncode == 0
    assert "/threads/nap/" in (site / "out/old/index.html").read_text()


@pytest.mark.parametrize("path", ["content/guides/sleeping-well.md", "content/pages/about.md"])
def test_guides_and_pages_are_withdrawn_too(site: Path, path: str) -> None:
    file = site / path
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert remove(site, path, "--reason", "old")[0] == 0
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n# withdrawn on ")
    assert data.endswith(b"\r\nstatus: withdrawn\r\n---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_dry_run_changes_nothing(site: Path) -> None:
    before = (site / THREAD).read_bytes()
    code, said = remove(site, "nap#twenty", "--reason", "x", "--dry-run")
    assert (code, "-by: Ann Example" in said) == (0, True)
    assert (site / THREAD).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("topics/sleep", "put its address into `aliases` of the topic that takes its place"),
        ("people/sample-reviewer", "delete their file"),
        ("resources/medlineplus-healthy-sleep", "delete its entry in content/resources"),
    ],
)
def test_what_has_no_tombstone_says_what_to_do(site: Path, name: str, hint: str) -> None:
    code, said = remove(site, name, "--reason", "x")
    assert code == 2
    assert hint in said
    assert "content/guides/sleeping-well.md:" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nap#nobody", "--reason", "x"), f"{THREAD} has no post '#nobody'"),
        (("nap#", "--reason", "x"), "there is no post after the '#'"),
        (("nap#twenty",), "Missing option '--reason'"),
        (("nap#twenty", "--reason", " "), "--reason expects a sentence"),
        (("nap#twenty", "--reason", "a\x1b[31m"), "--reason expects a sentence"),
        (("nap#twenty", "--reason", "x", "--date", "soon"), "--date: "),
        (("sleeping-well#a", "--reason", "x"), "there is no 'sleeping-well'"),
        (("guides/sleeping-well#a", "--reason", "x"), "has no post '#a'"),
    ],
)
def test_what_cannot_be_removed_is_refused(
    site: Path, arguments: tuple[str, ...], message: str
) -> None:
    before = (site / THREAD).read_bytes()
    code, said = remove(site, *arguments)
    assert (code, "Traceback" in said) == (2, False)
    assert message in said
    assert (site / THREAD).read_bytes() == before


def test_nothing_is_removed_twice(site: Path) -> None:
    for name in ("nap#twenty", "nap"):
        assert remove(site, name, "--reason", "x")[0] == 0
        code, said = remove(site, name, "--reason", "x")
        assert code == 2
        assert "already" in said


def test_a_draft_needs_no_tombstone(site: Path) -> None:
    file = site / THREAD
    file.write_text(file.read_text().replace("by: Sofa Cat\n", "status: draft\n", 1))
    code, said = remove(site, "nap", "--reason", "x")
    assert (code, f"delete {THREAD}" in said) == (2, True)
