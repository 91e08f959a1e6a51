"""What is withdrawn, removed, expired, scheduled or a draft: its words are nowhere."""

import shutil
from pathlib import Path

import pytest

from tests.command import ROOT, ssg, tree
from tests.incremental.samples import SmallSite
from tests.pictures import make_png

_WORDS = "quixotic zephyr"
_CORRECTION = "{date: 2026-02-01, wrong: It hurts., right: It helps.}"


def _thread(front_matter: str, answer: str = "", text: str = _WORDS) -> str:
    return f"""---
title: About the {text}
asked: 2026-01-01
by: Asker {text}
topics: [sleep]
summary: All about the {text}.
editor_note: Mind the {text}.
source:
  system: Forum of the {text}
extra:
  mood: A {text}
{front_matter}
---

Is there a {text} here?

## Answer

```yaml
by: Somebody
posted: 2026-01-02
note: With a {text}
{answer}
```

Yes, the {text} indeed.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Few documents, with all that this repository's settings make of them: search, languages."""
    small = SmallSite(tmp_path / "site", tmp_path / "output")
    small.edit("content/guides/moving.md", "review:", f"corrections: [{_CORRECTION}]\nreview:")
    shutil.copy(ROOT / "site.yaml", small.folder)
    shutil.copytree(ROOT / "static", small.folder / "static", dirs_exist_ok=True)
    return small.folder


def _everything_below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("front_matter", "has_tombstone"),
    [
        ("status: withdrawn", True),
        ("status: draft", False),
        ("publish_on: 2031-01-01", False),
        ("expires_on: 2026-02-01", True),
    ],
)
def test_the_words_of_a_hidden_thread_are_in_no_file(
    site: Path, tmp_path: Path, front_matter: str, has_tombstone: bool
) -> None:
    output = tmp_path / "output"
    thread = site / "content/threads/hidden.md"
    thread.write_text(_thread(""))
    command = ("--site", site, "build", "--now", "2026-03-01", "--output", output)
    assert ssg(*command).returncode == 0
    assert _WORDS.encode() in _everything_below(output)

    thread.write_text(_thread(front_matter))
    done = ssg(*command)

    assert done.returncode == 0, done.stderr
    for word in _WORDS.split():
        assert word.encode() not in _everything_below(output)
        assert word.encode() not in _everything_below(site / ".ssg")
    assert ("threads/hidden/index.html" in tree(output)) is has_tombstone


@pytest.mark.parametrize("front_matter", ["status: withdrawn", "expires_on: 2026-02-01"])
def test_an_old_link_to_what_was_taken_down_leads_to_the_tombstone(
    site: Path, tmp_path: Path, front_matter: str
) -> None:
    output = tmp_path / "output"
    thread = site / "content/threads/hidden.md"
    command = ("--site", site, "build", "--now", "2026-03-01", "--output", output)
    thread.write_text(_thread("aliases: [/forum/12.html]"))
    assert ssg(*command).returncode == 0
    thread.write_text(_thread(f"aliases: [/forum/12.html]\n{front_matter}"))

    done = ssg(*command)

    assert done.returncode == 0, done.stderr
    redirect = tree(output)["forum/12.html"].decode()
    assert 'content="0; url=/threads/hidden/"' in redirect
    assert "noindex" in redirect
    assert "threads/hidden/index.html" in tree(output)


def test_a_removed_post_is_a_tombstone_without_its_words_or_author(
    site: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    thread = site / "content/threads/removed.md"
    removed = "removed:\n  date: 2026-02-01\n  reason: It gave an unsafe dose."
    front, answer = _thread("", removed).split("## Answer")
    answer = answer.replace("Somebody", _WORDS)
    thread.write_text(f"{front.replace(_WORDS, 'word')}## Answer{answer}")
    done = ssg("--site", site, "build", "--now", "2026-03-01", "--output", output)
    assert done.returncode == 0, done.stderr
    assert "W07" in done.stderr
    page = (output / "threads/removed/index.html").read_text()
    assert "It gave an unsafe dose." in page
    assert 'id="a-2026-01-02"' in page
    for word in _WORDS.split():
        assert word.encode() not in _everything_below(output)
        assert word.encode() not in _everything_below(site / ".ssg")


def test_a_scheduled_thread_appears_on_its_day(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    (site / "content/threads/soon.md").write_text(_thread("publish_on: 2026-03-02T06:00"))
    command = ("--site", site, "build", "--output", output, "--now")
    before = ssg(*command, "2026-03-02T05:59")
    assert "next change due: 2026-03-02T06:00:00+00:00" in before.stdout
    assert "threads/soon/index.html" not in tree(output)
    assert ssg(*command, "2026-03-02T06:00").returncode == 0
    assert "threads/soon/index.html" in tree(output)
    assert "quixotic" in (output / "feed.xml").read_text()


def test_a_thread_from_tomorrow_is_in_feeds_from_tomorrow_on(site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    early = _thread("").replace("asked: 2026-01-01", "asked: 2026-03-02T06:00")
    (site / "content/threads/early.md").write_text(early)
    command = ("--site", site, "build", "--output", output, "--now")
    before = ssg(*command, "2026-03-02T05:59")
    assert "next change due: 2026-03-02T06:00:00+00:00" in before.stdout
    assert "threads/early/index.html" in tree(output)
    assert "quixotic" not in (output / "feed.xml").read_text()
    assert "2026-03-02" not in (output / "feed.xml").read_text()
    assert ssg(*command, "2026-03-02T06:00").returncode == 0
    assert "quixotic" in (output / "feed.xml").read_text()
    assert "<updated>2026-03-02T06:00:00+00:00</updated>" in (output / "feed.xml").read_text()
    assert ssg("--site", site, "verify", "--output", output).returncode == 0


def test_an_image_is_published_with_the_first_page_that_shows_it(
    site: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    (site / "content/media/secret.png").write_bytes(make_png())
    thread = site / "content/threads/soon.md"
    thread.write_text(
        _thread("publish_on: 2026-03-02").replace(
            "here?", "here? ![A picture](../media/secret.png)"
        )
    )
    command = ("--site", site, "build", "--output", output, "--now")
    assert ssg(*command, "2026-03-01").returncode == 0
    assert "media/secret.png" not in tree(output)
    assert ssg(*command, "2026-03-02").returncode == 0
    assert tree(output)["media/secret.png"] == make_png()
