"""Whatever is edited, in whatever order, the output is what a clean build gives."""

import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from ssg.cache.stat_cache import TICK_SECONDS
from ssg.model.states import BuildTime
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from ssg.pipeline.unchanged import find_report, start_check
from ssg.resolve import resolve
from tests.command import tree
from tests.effort import EFFORT
from tests.incremental.cheap import make_builds_cheap
from tests.incremental.samples import Silent, SmallSite, drawing, thread

# Of each part, which tries others than the other parts.
_SERIES = 25 * EFFORT
_PARTS = 4

_NUMBERS = st.integers(1, 6)
_ALL_NUMBERS = st.integers(1, 9)
_DAYS = st.integers(1, 28)
_TOPICS = st.sampled_from(["back", "sleep", "body"])
_STATES = st.sampled_from([
    "", "status: draft\n", "status: withdrawn\n", "publish_on: 2026-06-10\n",
    "expires_on: 2026-06-15\n", "lang: es\n", "editor_note: Look.\n", "helpful: 3\n",
    "summary: In short.\n", "duplicate_of: q7\n", "duplicate_of: q8\n",
    "review: {by: sam, date: 2026-03-01, digest: 0000000000000000}\n",
])  # fmt: skip
# The text of the guide with the word `one` was reviewed.
_REVIEW = "review: {by: sam, date: 2026-02-01, digest: 8b1578f0c1ed1bfa}\n"
_WORDS = st.sampled_from([
    "one", "two *three*", "[a link](https://a.example.org)", "x\n\n- y",
    "![a drawing](../media/drawing.svg)",
])  # fmt: skip
_PUBLISHED = ["index.html", "feed.xml", "CNAME", "threads/q1/index.html", ".ssg/stat-cache"]
_KEPT = ["store.sqlite", "store.plans", "up-to-date", "stat-cache", "clock"]

_EDITS = st.one_of(
    st.tuples(st.just("thread"), _NUMBERS, _TOPICS, _STATES),
    st.tuples(st.just("words"), _NUMBERS, _WORDS),
    st.tuples(st.just("answer"), _ALL_NUMBERS, _WORDS),
    st.tuples(st.just("question"), _ALL_NUMBERS, _WORDS),
    st.tuples(st.just("helpful"), _ALL_NUMBERS, _DAYS),
    st.tuples(st.just("moved"), _ALL_NUMBERS),
    st.tuples(st.just("removed post"), _ALL_NUMBERS),
    st.tuples(st.just("linking guide"), _WORDS, st.sampled_from(["moving.md#why", "moving.md"])),
    st.tuples(st.just("remove"), _NUMBERS),
    st.tuples(st.just("topic"), _TOPICS, st.sampled_from(["A", "B"])),
    st.tuples(st.just("parent"), st.sampled_from(["body", "sleep", ""])),
    st.tuples(st.just("guide"), _WORDS),
    st.tuples(st.just("resource"), st.sampled_from(["walking", "strolling"])),
    st.tuples(st.just("person"), st.sampled_from(["Sam", "Max"])),
    st.tuples(st.just("setting"), st.sampled_from(["2", "3"])),
    st.tuples(st.just("style"), st.sampled_from(["red", "blue"])),
    st.tuples(st.just("template"), st.sampled_from(["x", "y"])),
    st.tuples(st.just("drawing"), st.sampled_from(["x", "y"])),
    st.tuples(st.just("day"), _DAYS),
    st.tuples(st.just("day and back"), _DAYS),
    st.tuples(st.just("drafts")),
    st.tuples(st.just("spoil"), st.sampled_from(_PUBLISHED), st.booleans()),
    st.tuples(st.just("damage"), st.sampled_from(_KEPT), st.booleans()),
    st.tuples(st.just("forget")),
)
_PARTS_OF_THREADS = {
    "answer": (r"(?<=```\n\n).+", "{} answer.\n"),
    "question": (r"(?<=\n---\n\n).+(?=\n## Answer)", "{} question?\n"),
    "helpful": (r"(helpful: \d+\n)?by: Ann\n", "helpful: {}\nby: Ann\n"),
    "moved": (r"\n## Answer", "\n\n## Answer"),
    "removed post": (
        r"(?<=02-0\d\n)```\n\n.+",
        "removed: {{date: 2026-03-01, reason: spam}}\n```\n",
    ),
}
"""Edits of a thread as it is: a pattern, and what comes in its place."""
_SHOWN_AT_TIMES = {
    7: "publish_on: 2026-06-08\n",
    8: "expires_on: 2026-06-18\n",
    9: "status: draft\n",
}
# A build that follows an edit at once remembers little of how files look, since one may be saved
# twice within a tick of the disk's clock.
_NEXT = ["build", "build", "build at once", "build twice", "fail", "go on"]
_STEPS = st.lists(
    st.tuples(_EDITS, st.sampled_from(_NEXT)),
    min_size=2,
    max_size=4,
)


class _Series:
    """One series of edits on a site in `folder`, which was built once."""

    def __init__(self, folder: Path, seen: Counter[str]) -> None:
        self.site = SmallSite(folder / "site", folder / "output")
        # Whatever the day is, and whether drafts are shown, makes a difference.
        for number, extra in _SHOWN_AT_TIMES.items():
            self.site.write(f"content/threads/q{number}.md", thread(number, extra=extra))
        self.folder = folder
        self.day = 1
        self.drafts = False
        self.seen = seen
        sleep(2 * TICK_SECONDS)
        self.build()

    def build(self, output: Path | None = None, memory: Path | None = None) -> Report:
        """What a build tells that published the site."""
        before = self.seen["resolved"]
        report = build(self._request(memory), self._target(output), Silent())
        assert report.published is not None, report.diagnostics
        self.seen["kept plans"] += report.rendered > 0 and self.seen["resolved"] == before
        self.seen["kept pages"] += 0 < report.rendered < report.pages
        return report

    def build_twice(self) -> None:
        """Two builds with nothing between them: the second of them has nothing to do."""
        self.build()
        request, target = self._request(), self._target()
        found = find_report(start_check(request, target), request, target)
        self.seen["up to date"] += found is not None
        again = self.build()
        assert again.published
        assert (again.rendered, again.published.written, again.published.removed) == (0, 0, 0)

    def fail(self) -> None:
        """A build that finds a mistake, which is mended right after it."""
        file = self.site.folder / "content/threads/q4.md"
        before = file.read_bytes() if file.exists() else None
        published = tree(self.site.output)
        file.write_text(thread(4).replace("[moving]", "[nowhere]"))
        report = build(self._request(), self._target(), Silent())
        assert report.failed
        assert tree(self.site.output) == published
        self.seen["failures"] += 1
        file.unlink()
        if before is not None:
            file.write_bytes(before)

    def clean(self) -> dict[str, bytes]:
        self.build(self.folder / "clean", self.folder / "clean-memory")
        return tree(self.folder / "clean")

    def rewrite(self, number: int, part: str, value: object = "") -> None:
        """Changes a part of a thread, if there is one; the rest of it stays as it is."""
        pattern, new = _PARTS_OF_THREADS[part]
        file = self.site.folder / f"content/threads/q{number}.md"
        if file.exists():
            text = new.format(value)
            file.write_text(re.sub(pattern, lambda _: text, file.read_text(), flags=re.DOTALL))

    def apply(self, edit: tuple[object, ...]) -> None:  # noqa: PLR0912, PLR0915 (a table of edits)
        site = self.site
        match edit:
            case ("thread", int(number), str(topic), str(state)):
                site.write(f"content/threads/q{number}.md", thread(number, topic, state))
            case ("words", int(number), str(words)):
                text = thread(number).replace("This is answer", f"{words} answer")
                site.write(f"content/threads/q{number}.md", text)
            case (str(part), int(number), *rest) if part in _PARTS_OF_THREADS:
                self.rewrite(number, part, *rest)
            case ("linking guide", str(words), str(target)):
                front = "title: Resting\ntopics: [sleep]\nresources: [resting]\n"
                text = f"{words}\n\nSee [moving]({target}).\n"
                site.write("content/guides/resting.md", f"---\n{front}---\n\n{text}")
            case ("remove", int(number)):
                (site.folder / f"content/threads/q{number}.md").unlink(missing_ok=True)
            case ("topic", str(topic), str(title)):
                parent = "parent: body\n" if topic == "back" else ""
                site.write(f"content/topics/{topic}.md", f"---\ntitle: {title}\n{parent}---\n")
            case ("parent", str(parent)):
                site.write("content/topics/back.md", f"---\ntitle: Back\nparent: {parent}\n---\n")
            case ("guide", str(words)):
                front = f"title: Resting\ntopics: [sleep]\nresources: [resting]\n{_REVIEW}"
                site.write("content/guides/resting.md", f"---\n{front}---\n\n## H\n\n{words}\n")
            case ("resource", str(name)):
                path = site.folder / "content/resources/public.yaml"
                text = path.read_text().replace("/strolling'", "/walking'")
                path.write_text(text.replace("/walking'", f"/{name}'"))
            case ("person", str(name)):
                site.write("content/people/sam.yaml", f"id: sam\nname: {name}\n")
            case ("setting", str(size)):
                url = "https://small.example.org"
                site.write("site.yaml", f"title: Small\nurl: {url}\npage_size: {size}\n")
            case ("style", str(color)):
                site.write("templates/assets/css/more.css", f"p {{ color: {color} }}\n")
            case ("template", str(word)):
                macro = f"{{% macro moment(_) %}}{word}{{% endmacro %}}\n"
                site.write("templates/components/moment.html", macro)
            case ("drawing", str(name)):
                site.write("content/media/drawing.svg", drawing(name))
            case ("day", int(day)):
                self.day = day
            case ("day and back", int(day)):
                self.day, before = day, self.day
                sleep(2 * TICK_SECONDS)
                self.build()
                self.day = before
            case ("drafts",):
                self.drafts = not self.drafts
            case ("spoil", str(path), bool(is_removed)):
                _spoil(site.output / path, is_removed=is_removed)
            case ("damage", str(name), bool(is_removed)):
                _spoil(site.folder / ".ssg" / name, is_removed=is_removed)
            case _:
                shutil.rmtree(site.folder / ".ssg", ignore_errors=True)

    def _request(self, memory: Path | None = None) -> Request:
        now = f"2026-06-{self.day:02}T00:00:00+00:00"
        time = BuildTime(now=now, drafts=self.drafts)
        return Request(site=self.site.folder, time=time, jobs=1, cache=memory)

    def _target(self, output: Path | None = None) -> Target:
        return Target(output=output or self.site.output)


def _spoil(file: Path, *, is_removed: bool) -> None:
    if is_removed:
        file.unlink(missing_ok=True)
    elif file.exists():
        file.write_text("spoilt")


@pytest.mark.parametrize("part", range(_PARTS))
def test_any_series_of_edits_ends_as_a_clean_build(
    tmp_path: Path, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_builds_cheap(monkeypatch)
    seen: Counter[str] = Counter()

    def count_resolving(*given: Any, **named: Any) -> Any:
        seen["resolved"] += 1
        return resolve(*given, **named)

    monkeypatch.setattr("ssg.pipeline.planning.resolve", count_resolving)

    @seed(part)
    @settings(max_examples=_SERIES, deadline=None, database=None)
    @given(steps=_STEPS)
    def end_clean(steps: list[tuple[tuple[object, ...], str]]) -> None:
        seen["series"] += 1
        with tempfile.TemporaryDirectory(dir=tmp_path) as place:
            series = _Series(Path(place), seen)
            for edit, then in steps:
                series.apply(edit)
                match then:
                    case "build":
                        sleep(2 * TICK_SECONDS)
                        series.build()
                    case "build at once":
                        series.build()
                    case "build twice":
                        sleep(2 * TICK_SECONDS)
                        series.build_twice()
                    case "fail":
                        series.fail()
            series.build()
            assert tree(series.site.output) == series.clean()

    end_clean()
    assert seen["series"] >= _SERIES
    assert seen["up to date"]
    assert seen["kept pages"]
    assert seen["kept plans"] > _SERIES / 10
    assert seen["failures"]
