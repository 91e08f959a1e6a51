"""After an edit that no other page knows of, the plans of all pages are kept, and rightly so."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from ssg.cache.stat_cache import TICK_SECONDS
from ssg.ledger import LinkState
from ssg.model.states import BuildTime
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from ssg.resolve import resolve
from tests.command import tree
from tests.incremental.cheap import make_builds_cheap
from tests.incremental.samples import Silent, SmallSite, drawing, ledger, thread

NOW = "2026-06-01T12:00:00+00:00"
Change = Callable[[SmallSite], object]

_ANSWER = "\n## Answer\n\n```yaml\nby: Bo\nposted: 2026-03-01\n```\n\nNo.\n"
_REMOVED = "removed: {date: 2026-03-01, reason: spam}\n"
_GUIDE = (
    "---\ntitle: Moving\nsummary: Why it helps.\ntopics: [back]\nresources: [walking]\n"
    "review: {by: sam, date: 2026-01-01, due: 2027-01-01}\n---\n\n## Why\n\nIt helps.\n\n"
    "See [resting](resting.md).\n"
)
# As `ssg review` writes it: the digest stays the same from one version of ssg to the next.
_REVIEWED = (
    "---\ntitle: Read\nsummary: Read through.\ntopics: [back]\nresources: [walking]\n"
    "review: {by: sam, date: 2026-02-01, digest: 2043c753e77762cc}\n---\n\nA text.\n"
)


class Kept(SmallSite):
    """The small site with some more files, and builds that say whether they kept the plans."""

    def __init__(self, folder: Path, resolved: list[object]) -> None:
        super().__init__(folder / "site", folder / "output")
        self.write("content/guides/moving.md", _GUIDE)
        self.write("content/guides/read.md", _REVIEWED)
        self.write("content/threads/short.md", thread(7, extra="summary: In short.\n"))
        self.write("content/threads/draft.md", thread(8, extra="status: draft\n"))
        self.write("content/threads/soon.md", thread(9, extra="publish_on: 2026-07-01\n"))
        # It has a warning.
        self.write("content/topics/lonely.md", "---\ntitle: Lonely\nsummary: A.\n---\n\nAlone.\n")
        self.plans = self.folder / ".ssg/store.plans"
        self._resolved = resolved

    def keeps_plans(self, now: str = NOW, **asked: object) -> bool:
        """Whether a build kept the plans, instead of resolving and planning once more."""
        self._resolved.clear()
        report = self.publish(now, **asked)
        assert report.published is not None, report.diagnostics
        return not self._resolved

    def publish(self, now: str = NOW, **asked: object) -> Report:
        drafts = bool(asked.pop("drafts", False))
        output, cache = asked.pop("output", self.output), asked.pop("cache", None)
        assert isinstance(output, Path)
        assert cache is None or isinstance(cache, Path)
        request = Request(
            site=self.folder,
            time=BuildTime(now=now, drafts=drafts),
            cache=cache,
            **asked,  # type: ignore[arg-type]
        )
        sleep(2 * TICK_SECONDS)
        return build(request, Target(output=output), Silent())

    def assert_right(self, now: str = NOW, **asked: object) -> None:
        """The output is what a build without any cache gives, and so is what it reports."""
        place = self.folder.parent / "clean"
        shutil.rmtree(place, ignore_errors=True)
        report = self.publish(now, output=place / "output", cache=place / "cache", **asked)
        assert tree(self.output) == tree(place / "output")
        again = self.publish(now, **asked)
        assert again.diagnostics == report.diagnostics
        assert again.counts == report.counts
        assert str(again.next_change) == str(report.next_change)
        assert again.pages == report.pages


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    make_builds_cheap(monkeypatch)
    resolved: list[object] = []

    def record_resolving(*given: Any, **named: Any) -> Any:
        resolved.append(given)
        return resolve(*given, **named)

    monkeypatch.setattr("ssg.pipeline.planning.resolve", record_resolving)
    made = Kept(tmp_path, resolved)
    assert not made.keeps_plans()
    return made


def _edit(path: str, old: str, new: str) -> Change:
    return lambda site: site.edit(path, old, new)


def _touch(path: str) -> Change:
    return lambda site: os.utime(site.folder / path)


_KEEPING: dict[str, Change] = {
    "a question with a summary": _edit("content/threads/short.md", "What about", "How about"),
    "an answer": _edit("content/threads/q3.md", "This is answer 3", "Here is\n\n- answer 3"),
    "how many found it helpful": _edit("content/threads/q3.md", "by: Ann\n", "helpful: 7\nby: B\n"),
    "a thread's note": _edit("content/threads/q3.md", "guides:", "editor_note: Look.\nguides:"),
    "a guide's paragraph with a link below": _edit(
        "content/guides/moving.md", "It helps.", "It helps.\n\nMuch."
    ),
    "a guide's codes": _edit("content/guides/moving.md", "topics:", "codes: {mesh: D1}\ntopics:"),
    "a reviewed guide's order of fields": _edit(
        "content/guides/read.md",
        "title: Read\nsummary: Read through.\n",
        "summary: Read through.\ntitle: Read\n",
    ),
    "a draft's answer": _edit("content/threads/draft.md", "This is", "Here is"),
    "a scheduled answer": _edit("content/threads/soon.md", "This is", "Here is"),
    "a person's empty line": _edit("content/people/sam.yaml", "id: sam", "\nid: sam"),
    "a file's time": _touch("content/threads/q3.md"),
    "a style": lambda site: site.write("templates/assets/css/more.css", "p { color: red }\n"),
    "a template": lambda site: site.write(
        "templates/components/moment.html", "{% macro moment(_) %}x{% endmacro %}\n"
    ),
    "a drawing": lambda site: site.write("content/media/drawing.svg", drawing("other")),
    "a page of the output": lambda site: (site.output / "index.html").unlink(),
    "the whole output": lambda site: shutil.rmtree(site.output),
}
_CHANGING: dict[str, Change] = {
    "a question without a summary": _edit("content/threads/q3.md", "What about", "How about"),
    "a title": _edit("content/threads/q3.md", "title: Question 3", "title: Quite another"),
    "a summary": _edit("content/threads/short.md", "In short.", "Shorter."),
    "a reviewed text": _edit("content/guides/read.md", "A text.", "Another text."),
    "a duplicate": _edit("content/threads/q3.md", "guides:", "duplicate_of: q2\nguides:"),
    "a link": _edit("content/guides/moving.md", "resting.md", "../threads/q1.md"),
    "an image": _edit("content/threads/q3.md", "This is", "![x](../media/drawing.svg) is"),
    "a removed post": _edit(
        "content/threads/q3.md", "```\n\nThis is answer 3.\n", f"{_REMOVED}```\n{_ANSWER}"
    ),
    "a post more": _edit(
        "content/threads/q3.md",
        "This is answer 3.\n",
        f"This is answer 3.\n{_ANSWER}",
    ),
    "a withdrawn thread": lambda site: site.write(
        "content/threads/q3.md",
        "---\ntitle: Question 3\nasked: 2026-01-03\ntopics: [back]\nstatus: withdrawn\n---\n",
    ),
    "a draft's title": _edit("content/threads/draft.md", "title: Question", "title: Query"),
    "a draft published": _edit("content/threads/draft.md", "status: draft\n", ""),
    "a thread less": lambda site: (site.folder / "content/threads/q1.md").unlink(),
    "a thread more": lambda site: site.write("content/threads/q10.md", thread(10)),
    "a thread renamed": lambda site: (site.folder / "content/threads/q1.md").rename(
        site.folder / "content/threads/q0.md"
    ),
    "a picture more": lambda site: site.write("content/media/other.svg", drawing("x")),
    "a dead link": lambda site: site.write("links.jsonl", ledger(LinkState.DEAD)),
    "a setting": _edit("site.yaml", "title: Small", "title: Smaller"),
    # What was found has another place in it now.
    "a warned file's text": _edit("content/topics/lonely.md", "Alone.", "Alone, now."),
}


@pytest.mark.parametrize("name", _KEEPING)
def test_an_edit_that_no_other_page_knows_of_keeps_the_plans(site: Kept, name: str) -> None:
    before = tree(site.output)
    _KEEPING[name](site)
    assert site.keeps_plans()
    site.assert_right()
    # The same once more, with what the last build has kept.
    site.edit("content/threads/q5.md", "This is answer 5", "Here is answer 5")
    assert site.keeps_plans()
    site.assert_right()
    assert tree(site.output) != before


@pytest.mark.parametrize("name", _CHANGING)
def test_all_other_edits_do_not(site: Kept, name: str) -> None:
    _CHANGING[name](site)
    assert not site.keeps_plans()
    site.assert_right()
    site.edit("content/threads/q5.md", "This is answer 5", "Here is answer 5")
    assert site.keeps_plans()
    site.assert_right()


@pytest.mark.parametrize(
    ("now", "is_kept"),
    [
        ("2026-05-31T12:00:00+00:00", False),
        ("2026-06-30T23:59:59+00:00", True),
        ("2026-07-01T00:00:00+00:00", False),
    ],
)
def test_plans_are_kept_until_the_site_changes_by_itself(
    site: Kept, now: str, is_kept: bool
) -> None:
    site.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    assert site.keeps_plans(now) is is_kept
    site.assert_right(now)


def test_what_is_asked_otherwise_is_planned_anew(site: Kept) -> None:
    assert not site.keeps_plans(drafts=True)
    site.assert_right(drafts=True)
    assert not site.keeps_plans(url="https://other.example.org/x/")
    site.assert_right(url="https://other.example.org/x/")


def test_a_site_with_errors_has_no_plans(site: Kept) -> None:
    site.edit("content/threads/q3.md", "title: Question 3", "titel: Question 3")
    assert site.publish().failed
    assert not site.plans.exists()
    site.edit("content/threads/q3.md", "titel: Question 3", "title: Question 3")
    assert not site.keeps_plans()
    site.assert_right()


def test_plans_are_not_kept_where_a_warning_may_quote_hidden_words(site: Kept) -> None:
    site.write("content/threads/gone.md", thread(10, extra="status: withdrawn\n"))
    assert "W07" in {one.code for one in site.publish().diagnostics}
    site.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    assert not site.keeps_plans()
    site.assert_right()


def test_a_strict_build_that_keeps_its_plans_still_refuses_warnings(site: Kept) -> None:
    site.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    before = tree(site.output)
    report = site.publish(strict=True)
    assert {one.code for one in report.diagnostics} == {"W05"}
    assert report.published is None
    assert tree(site.output) == before


def _truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size - 1)


def _put_folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


def _put_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _put_link(file: Path) -> None:
    other = file.with_name("elsewhere")
    file.rename(other)
    file.symlink_to(other)


_DAMAGE: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "other text": lambda file: file.write_text("a shopping list, which is long enough to be read"),
    "truncated": _truncate,
    "only its end": lambda file: file.write_bytes(file.read_bytes()[-40:]),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b"x"),
    "a size beyond the file": lambda file: file.write_bytes(file.read_bytes()[:-8] + b"\xff" * 8),
    "a folder": _put_folder,
    "a pipe": _put_pipe,
    "a link": _put_link,
}


@pytest.mark.parametrize("damage", _DAMAGE.values(), ids=_DAMAGE.keys())
def test_a_damaged_file_of_plans_is_ignored_and_replaced(
    site: Kept, damage: Callable[[Path], object]
) -> None:
    damage(site.plans)
    site.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    assert not site.keeps_plans()
    assert site.plans.is_file()
    assert not site.plans.is_symlink()
    site.assert_right()
    site.edit("content/threads/q3.md", "Here is answer 3", "There is answer 3")
    assert site.keeps_plans()


def test_a_changed_byte_of_the_plans_is_never_taken_for_a_plan(site: Kept) -> None:
    for place in range(0, site.plans.stat().st_size, 1499):
        data = bytearray(site.plans.read_bytes())
        data[place] ^= 1
        site.plans.write_bytes(data)
        # All plans are read.
        site.write("templates/assets/css/more.css", f"p {{ width: {place}px }}\n")
        site.publish()
        site.assert_right()
