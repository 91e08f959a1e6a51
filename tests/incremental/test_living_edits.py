"""Whatever is edited while a preview runs, its pages are after each step those of a clean build."""

import errno
import os
import shutil
from collections import Counter
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

import pytest

from ssg.cache.stat_cache import TICK_SECONDS
from ssg.diagnostics import has_errors
from ssg.model.states import BuildTime
from ssg.pipeline.living import content, pages, plans
from ssg.pipeline.living.site import LiveSite
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from tests.command import tree
from tests.effort import EFFORT
from tests.incremental.cheap import make_builds_cheap
from tests.incremental.samples import Silent, SmallSite, drawing, thread

_PARTS = 3
_STEPS = 25 * EFFORT

_STATES = (
    "", "status: draft\n", "status: withdrawn\n", "publish_on: 2026-06-10\n",
    "expires_on: 2026-06-15\n", "lang: es\n", "editor_note: Look.\n", "helpful: 3\n",
    "summary: In short.\n", "related: [q2]\n", "aliases: [/old]\n",
    "review: {by: sam, date: 2026-03-01, due: 2026-06-12}\n",
    "review: {by: sam, date: 2026-03-01, digest: 0000000000000000}\n", "duplicate_of: q2\n",
)  # fmt: skip
_WORDS = (
    "one", "two *three*", "[a link](https://a.example.org)", "x\n\n- y", "x\n\n\ny",
    "![a drawing](../media/drawing.svg)", "[see](../guides/moving.md#why)",
)  # fmt: skip
_MISTAKES = ("rating: never\n", "nonsense: 1\n", "related: [nowhere]\n", "publish_on: [\n")
_SETTINGS = "title: Small\nurl: https://small.example.org\nlimits: {file_seconds: 10000}\n"


class _Series:
    """A site that is edited at random, and that lives in this process meanwhile."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.site = SmallSite(folder / "site", folder / "output")
        self.day = 1
        self.seen: Counter[str] = Counter()
        self.good: dict[str, str] = {}
        self.faulty: dict[str, str | None] = {}
        self.live = self.open()

    def open(self) -> LiveSite:
        cache = self.site.folder / ".ssg/preview"
        request = Request(site=self.site.folder, time=self.time, jobs=1, cache=cache)
        live = LiveSite(request, lambda: self.time.now, Silent())
        live.open()
        return live

    @property
    def time(self) -> BuildTime:
        return BuildTime(now=f"2026-06-{self.day:02}T00:00:00+00:00", preview=True)

    def edit(self) -> str:
        """Edits a file, and returns its path; lets time pass, and returns nothing."""
        if self.faulty and self.random.random() < 0.7:
            return self.mend()
        path = f"content/threads/q{self.random.randint(1, 8)}.md"
        match self.random.randint(1, 40):
            case 1 | 2:
                self.day = self.random.randint(1, 28)
                return ""
            case 3 | 4:
                (self.site.folder / path).unlink(missing_ok=True)
                return path
            case 5:
                self.live.close()
                self.live = self.open()
                return ""
            case kind if kind < 25:
                self.site.write(path, self._thread(int(path[-4])))
                return path
            case _:
                path, text = self.random.choice(self._others())
                self.site.write(path, text)
                return path

    def mend(self) -> str:
        """Brings back the last good text of a file that an edit has spoilt."""
        path, text = self.faulty.popitem()
        if text is None:
            (self.site.folder / path).unlink(missing_ok=True)
        else:
            self.site.write(path, text)
        return path

    def restore(self) -> None:
        """Brings back the site as it was at first."""
        for folder in ("content", "static", "templates"):
            shutil.rmtree(self.site.folder / folder, ignore_errors=True)
        self.site = SmallSite(self.site.folder, self.site.output)
        self.live.update(None)
        while not self.live.is_complete:
            self.live.make_stale([], 60)

    def _thread(self, number: int) -> str:
        choose = self.random.choice
        extra = choose(_MISTAKES) if self.random.random() < 0.1 else choose(_STATES)
        text = thread(number, choose(("back", "back", "sleep")), extra)
        for words in ("This is answer", "What about", "Question"):
            if self.random.random() < 0.3:
                # A title is one line.
                new = "Query" if words == "Question" else f"{choose(_WORDS)} {words}"
                text = text.replace(words, new)
        return text

    def _others(self) -> list[tuple[str, str]]:
        choose = self.random.choice
        guide = f"title: Resting\ntopics: [sleep]\n{choose(('', 'specialty: GP'))}\n"
        about = f"title: {choose('AB')}\nnav: {choose('12')}\n"
        setting = choose(("page_size: 2", "page_size: 3", "page_size: x", "footer: F"))
        component = choose(("x", "y", "{{ lang_attr('en') }}", "{{ none.x }}", "{{"))
        macro = f"{{% macro moment(_) %}}{component}{{% endmacro %}}"
        parent = choose(("body", "sleep"))
        return [
            ("content/guides/resting.md", f"---\n{guide}---\n\n## H\n\n{choose(_WORDS)}\n"),
            ("content/topics/sleep.md", f"---\ntitle: {choose('AB')}\n---\n\n{choose(_WORDS)}\n"),
            ("content/topics/back.md", f"---\ntitle: B\nparent: {parent}\n---\n"),
            ("content/people/sam.yaml", f"id: sam\nname: {choose(('Sam', 'Max'))}\n"),
            ("content/pages/about.md", f"---\n{about}---\n\nWords.\n"),
            ("site.yaml", f"{_SETTINGS}{setting}\n"),
            ("templates/assets/css/more.css", f"p {{ color: {choose(('red', 'blue'))} }}\n"),
            ("templates/components/moment.html", macro),
            ("content/media/drawing.svg", drawing(choose("xyz"))),
            ("static/CNAME", choose("xyz")),
        ]

    def follow(self, path: str) -> None:
        # What a watcher does not tell is found by a look at everything.
        is_told = self.random.random() < 0.8
        if not is_told:
            sleep(2 * TICK_SECONDS)
        self.live.update(({path} if path else set()) if is_told else None)
        while not self.live.is_complete:
            self.live.make_stale([], 60)
        if self.random.random() < 0.3:
            self.live.save()

    def compare(self, path: str, name: str = "built") -> None:
        """Compares the pages and diagnostics with those of a build, after the file was edited."""
        output, memory = self.folder / name, self.folder / f"{name}-memory"
        request = Request(site=self.site.folder, time=self.time, jobs=1, cache=memory)
        report = build(request, Target(output=output), Silent())
        if report.failed:
            self.seen["faulty"] += 1
            if path:
                self.faulty.setdefault(path, self.good.get(path))
            assert has_errors(self.live.diagnostics())
            return
        self.seen["good"] += 1
        self.faulty.clear()
        if path and (self.site.folder / path).exists():
            self.good[path] = (self.site.folder / path).read_text()
        assert self.live.diagnostics() == list(report.diagnostics)
        published = tree(output)
        # No browser asks for them: they are for hosts.
        del published["_headers"]
        published.pop("_redirects", None)
        assert tree(self.live.files) == published


@pytest.mark.parametrize("part", range(_PARTS))
def test_a_living_site_is_always_what_a_clean_build_gives(
    tmp_path: Path, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_builds_cheap(monkeypatch)
    resolved: list[int] = []
    make_plan = plans.make_plan

    def count(*given: Any, **named: Any) -> plans.LivePlan:
        resolved.append(1)
        return make_plan(*given, **named)

    monkeypatch.setattr(plans, "make_plan", count)
    series = _Series(tmp_path, part)
    try:
        for _ in range(_STEPS):
            resolved.clear()
            path = series.edit()
            series.follow(path)
            series.seen["resolved" if resolved else "not resolved"] += 1
            series.compare(path)
        series.restore()
        good = series.seen["good"]
        series.compare("", "clean")
        assert series.seen["good"] > good
    finally:
        series.live.close()
    assert series.seen["not resolved"] > _STEPS / 10
    assert series.seen["resolved"]
    assert series.seen["faulty"]
    assert series.seen["good"] > _STEPS / 4


def test_a_place_in_another_file_that_a_message_names_is_never_out_of_date(tmp_path: Path) -> None:
    series = _Series(tmp_path, 0)
    more = (
        "publisher: Other\nresources:\n- {id: walking, title: W, url: 'https://o.example.org/'}\n"
    )
    series.site.write("content/resources/z.yaml", more)
    series.live.update({"content/resources/z.yaml"})
    first = "content/resources/public.yaml"
    series.site.edit(first, "resources:", "\n# a comment\nresources:")
    series.live.update({first})
    (found,) = [one for one in series.live.diagnostics() if one.code == "R11"]
    series.live.close()
    assert f"{first}, line 5" in found.message


def test_a_mistake_in_a_template_is_told_until_it_is_corrected(tmp_path: Path) -> None:
    series = _Series(tmp_path, 0)
    try:
        series.site.write("templates/pages/thread.html", "{% if %}")
        series.live.update({"templates/pages/thread.html"})
        series.site.write("content/threads/q1.md", thread(1, "back", "helpful: 3\n"))
        series.live.update({"content/threads/q1.md"})
        assert [one.code for one in series.live.general_problems] == ["S03"]
        (series.site.folder / "templates/pages/thread.html").unlink()
        series.live.update({"templates/pages/thread.html"})
        assert not series.live.general_problems
    finally:
        series.live.close()


_TITLE = "{{ page.title }}\n"


@pytest.mark.parametrize("before", [None, _TITLE], ids=["the theme's", "the site's"])
@pytest.mark.parametrize(
    "mistake",
    [
        "{% if %}",
        '{% include "nowhere.html" %}',
        "{% if false %}{% include page.title %}{% endif %}",
    ],
)
def test_nothing_that_was_made_with_a_wrong_template_is_left_once_it_is_corrected(
    tmp_path: Path, before: str | None, mistake: str
) -> None:
    series = _Series(tmp_path, 0)
    page, path = "threads/q1/index.html", "templates/pages/thread.html"
    try:
        if before:
            series.site.write(path, before)
            series.live.update({path})
        series.site.write(path, f"Wrong: {_TITLE}{mistake}")
        series.live.update({path})
        series.site.write("content/threads/q1.md", thread(1, "back", "helpful: 3\n"))
        series.live.update({"content/threads/q1.md"})
        wrong = series.live.page(page)
        assert wrong
        assert series.live.general_problems
        if before:
            series.site.write(path, before)
        else:
            (series.site.folder / path).unlink()
        series.live.update({path})
        corrected = series.live.page(page)
    finally:
        series.live.close()
    assert corrected
    assert not corrected.problem
    assert b"Question 1" in corrected.data
    assert b"Wrong" not in corrected.data


def test_a_save_that_could_not_be_read_is_read_by_the_next_look_at_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    series = _Series(tmp_path, 0)
    try:
        series.site.edit("content/threads/q1.md", "Question 1", "Another question")
        with monkeypatch.context() as patched:
            patched.setattr(content, "parse_sources", fail)
            series.live.update({"content/threads/q1.md"})
        series.live.update(None)
        page = series.live.page("threads/q1/index.html")
    finally:
        series.live.close()
    assert page
    assert b"Another question" in page.data


def test_time_reveals_and_hides_threads_without_reading_all_files_again(
    tmp_path: Path,
) -> None:
    site = SmallSite(tmp_path / "site", tmp_path / "output")
    site.write("content/threads/q6.md", thread(6, extra="publish_on: 2026-06-02\n"))
    site.edit("content/threads/q5.md", "topics:", "expires_on: 2026-06-02\ntopics:")
    cache, now = site.folder / ".ssg/preview", "2026-06-01T00:00:00+00:00"
    request = Request(site=site.folder, time=BuildTime(now=now), jobs=1, cache=cache)
    told = _Told()
    live = LiveSite(request, lambda: now, told)
    try:
        live.open()
        live.save()
        assert live.page("threads/q6/index.html") is None
        now = "2026-06-03T00:00:00+00:00"
        live.update(())
        revealed = live.page("threads/q6/index.html")
        live.save()
        assert not [file for file in cache.rglob("*") if b"answer 5" in _read(file)]
    finally:
        live.close()
    assert revealed
    assert b"This is answer 6." in revealed.data
    assert not told.sentences


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


class _Told(Silent):
    def __init__(self) -> None:
        self.sentences: list[str] = []

    def say(self, sentence: str) -> None:
        self.sentences.append(sentence)


def test_a_static_file_may_have_any_name_that_the_disk_allows(tmp_path: Path) -> None:
    series = _Series(tmp_path, 0)
    names = (f"{'n' * 251}.txt", "a.txt", "a.txt.new")
    try:
        for name in names:
            series.site.write(f"static/{name}", name)
        series.live.update(None)
        shown = [series.live.file(name) for name in names]
    finally:
        series.live.close()
    assert [file and file.read_text() for file in shown] == list(names)


def test_a_page_that_could_not_be_written_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    series, path = _Series(tmp_path, 0), "content/threads/q1.md"
    page = series.live.files / "threads/q1/index.html"
    try:
        series.live.page("threads/q1/index.html")
        assert page.exists()
        series.site.edit(path, "This is answer", "Here is answer")
        with monkeypatch.context() as patched:
            patched.setattr(pages, "replace_file", fail)
            series.live.update({path})
            shown = series.live.page("threads/q1/index.html")
        (series.site.folder / path).unlink()
        series.live.update({path})
        assert not page.exists()
    finally:
        series.live.close()
    assert shown
    assert b"Here is answer" in shown.data
