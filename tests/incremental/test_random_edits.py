"""Whatever is edited, in whatever order, the output is what a clean build gives."""

import itertools
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.model.states import BuildTime
from ssg.pipeline.build import build
from ssg.pipeline.request import Request, Target
from tests.command import tree
from tests.incremental.samples import Silent, SmallSite, thread

# More are tried with SSG_SERIES=2000, say.
_SERIES = int(os.environ.get("SSG_SERIES", "12"))


_NUMBERS = st.integers(1, 6)
_DAYS = st.integers(1, 28)
_TOPICS = st.sampled_from(["back", "sleep", "body"])
_STATES = st.sampled_from([
    "", "status: draft\n", "status: withdrawn\n", "publish_on: 2026-06-10\n",
    "expires_on: 2026-06-15\n", "lang: es\n", "editor_note: Look.\n", "helpful: 3\n",
])  # fmt: skip
_WORDS = st.sampled_from(["one", "two *three*", "[a link](https://a.example.org)", "x\n\n- y"])

_EDITS = st.one_of(
    st.tuples(st.just("thread"), _NUMBERS, _TOPICS, _STATES),
    st.tuples(st.just("words"), _NUMBERS, _WORDS),
    st.tuples(st.just("remove"), _NUMBERS),
    st.tuples(st.just("topic"), _TOPICS, st.sampled_from(["A", "B"])),
    st.tuples(st.just("parent"), st.sampled_from(["body", "sleep", ""])),
    st.tuples(st.just("guide"), _WORDS),
    st.tuples(st.just("resource"), st.sampled_from(["walking", "strolling"])),
    st.tuples(st.just("person"), st.sampled_from(["Sam", "Max"])),
    st.tuples(st.just("setting"), st.sampled_from(["2", "3"])),
    st.tuples(st.just("style"), st.sampled_from(["red", "blue"])),
    st.tuples(st.just("template"), st.sampled_from(["x", "y"])),
    st.tuples(st.just("day"), _DAYS),
    st.tuples(st.just("spoil"), st.sampled_from(["index.html", "feed.xml", "CNAME"])),
    st.tuples(st.just("forget")),
)


class _Series:
    """One series of edits on a site in `folder`, with a build after each."""

    def __init__(self, folder: Path) -> None:
        self.site = SmallSite(folder / "site", folder / "output")
        self.folder = folder
        self.day = 1
        self.build()

    def build(self, output: Path | None = None, memory: Path | None = None) -> None:
        request = Request(
            site=self.site.folder,
            time=BuildTime(now=f"2026-06-{self.day:02}T00:00:00+00:00"),
            jobs=2,
            memory=memory,
        )
        report = build(request, Target(output=output or self.site.output), Silent())
        assert report.published is not None, report.diagnostics

    def clean(self) -> dict[str, bytes]:
        self.build(self.folder / "clean", self.folder / "clean-memory")
        return tree(self.folder / "clean")

    def apply(self, edit: tuple[object, ...]) -> None:  # noqa: PLR0912 (a table of edits)
        site = self.site
        match edit:
            case ("thread", int(number), str(topic), str(state)):
                site.write(f"content/threads/q{number}.md", thread(number, topic, state))
            case ("words", int(number), str(words)):
                text = thread(number).replace("This is answer", f"{words} answer")
                site.write(f"content/threads/q{number}.md", text)
            case ("remove", int(number)):
                (site.folder / f"content/threads/q{number}.md").unlink(missing_ok=True)
            case ("topic", str(topic), str(title)):
                parent = "parent: body\n" if topic == "back" else ""
                site.write(f"content/topics/{topic}.md", f"---\ntitle: {title}\n{parent}---\n")
            case ("parent", str(parent)):
                site.write("content/topics/back.md", f"---\ntitle: Back\nparent: {parent}\n---\n")
            case ("guide", str(words)):
                front = "title: Resting\ntopics: [sleep]\nresources: [resting]\n"
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
                macro = f"{{% macro removed(_) %}}{word}{{% endmacro %}}\n"
                site.write("templates/components/removed.html", macro)
            case ("day", int(day)):
                self.day = day
            case ("spoil", str(path)):
                (site.output / path).write_text("spoilt")
            case _:
                shutil.rmtree(site.folder / ".ssg")


@settings(max_examples=_SERIES, deadline=None, derandomize=True, database=None)
@given(edits=st.lists(_EDITS, min_size=2, max_size=6))
def test_any_series_of_edits_ends_as_a_clean_build(edits: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        series = _Series(Path(folder))
        for edit, again in itertools.zip_longest(edits, edits[1:]):
            series.apply(edit)
            # Some edits come together, others one by one.
            if again is None or again[0] != "words":
                series.build()
        assert tree(series.site.output) == series.clean()
