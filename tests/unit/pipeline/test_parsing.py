from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

import ssg.parse.dispatch
from ssg.cache.fingerprints import parser_fingerprint
from ssg.cache.store import Store, StoreReader
from ssg.config import Limits, MarkdownSettings, Settings
from ssg.discover import SourceFile, discover
from ssg.model.codec import decode_fragments
from ssg.model.documents import AnyDocument, Link, WrittenAddress, may_hide_words
from ssg.model.frontmatter import Dialect, Status
from ssg.model.states import BuildTime
from ssg.parse.result import ParsedFile, ParseTask
from ssg.pipeline.parsing import Content, is_secretive, load_documents, parse_content
from ssg.pipeline.request import Request
from ssg.pipeline.session import RunSettings, open_session
from ssg.resolve.clock import Clock
from ssg.workers import Workers
from tests.unit.samples import answer, guide, page, person, removal, resources, thread, topic

SETTINGS = Settings(title="A site", url="https://example.org/")
PAGE = "---\ntitle: {}\n---\nText of {}.\n"


class Quiet:
    """Nobody, to whom a run is told."""

    def say(self, sentence: str) -> None: ...
    def begin(self, stage: str, steps: int) -> None: ...
    def step(self) -> None: ...
    def end(self) -> None: ...


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("a", "b", "c"):
        write(tmp_path, name, PAGE.format(name, name))
    return tmp_path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were parsed, not taken from the store."""
    paths: list[str] = []
    parse_files = ssg.parse.dispatch.parse_files

    def counted(
        tasks: list[ParseTask], settings: Settings, *, workers: Workers
    ) -> Iterator[ParsedFile]:
        paths.extend(task.path for task in tasks)
        return parse_files(tasks, settings, workers=workers)

    monkeypatch.setattr("ssg.pipeline.parsing.parse_files", counted)
    return paths


class Read(NamedTuple):
    documents: list[AnyDocument]
    content: Content


def write(site: Path, name: str, text: str) -> None:
    file = site / path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def path(name: str) -> str:
    return f"content/pages/{name}.md"


def paths(names: Iterable[str]) -> list[str]:
    return [path(name) for name in names]


@contextmanager
def opened(site: Path, settings: Settings = SETTINGS) -> Iterator[Store]:
    store, _ = Store.open(site / ".ssg/store.sqlite", version=parser_fingerprint(settings, ()))
    with store:
        yield store


def read(
    site: Path,
    settings: Settings = SETTINGS,
    jobs: int = 1,
    sources: Sequence[SourceFile] | None = None,
) -> Read:
    request = Request(site=site, time=BuildTime(now="2026-01-01T00:00:00+00:00"), jobs=jobs)
    with open_session(request, RunSettings(settings=settings), Quiet()) as session:
        found = discover(site).sources if sources is None else sources
        content = parse_content(found, session)
        return Read(load_documents(found, content, session), content)


def titles(site: Read) -> list[str]:
    return [document.meta.title for document in site.documents]  # type: ignore[union-attr]


def stored(site: Path) -> dict[str, str]:
    """The HTML of each file in the store."""
    with opened(site) as store:
        reader = StoreReader(store.path)
        found = {
            one: "".join(decode_fragments(reader.fragments(one))[0].html)
            for one in [summary.path for summary in store.summaries()]
        }
        reader.close()
        return found


def test_all_files_are_read_in_the_order_of_their_paths(site: Path, parsed: list[str]) -> None:
    documents, content = read(site)
    assert [one.path for one in documents] == paths("abc")
    assert (content.failed, content.diagnostics) == ({}, [])
    assert parsed == paths("abc")
    assert stored(site) == {path(name): f"<p>Text of {name}.</p>\n" for name in "abc"}


def test_unchanged_files_are_not_parsed_again(site: Path, parsed: list[str]) -> None:
    first = read(site)
    parsed.clear()
    (site / path("a")).touch()
    again = read(site)
    assert parsed == []
    assert again.documents == first.documents
    assert again.content.digests == first.content.digests
    assert again.content.outlines == first.content.outlines


def test_a_changed_file_is_parsed_again(site: Path, parsed: list[str]) -> None:
    read(site)
    parsed.clear()
    write(site, "b", PAGE.format("new", "new"))
    assert titles(read(site)) == ["a", "new", "c"]
    assert parsed == paths("b")
    assert stored(site)[path("b")] == "<p>Text of new.</p>\n"


def test_a_change_that_keeps_size_and_time_is_seen(site: Path, parsed: list[str]) -> None:
    import os

    read(site)
    parsed.clear()
    file = site / path("b")
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    write(site, "b", PAGE.format("z", "z"))
    os.utime(file, ns=times)
    assert titles(read(site)) == ["a", "z", "c"]
    assert parsed == paths("b")


def test_a_new_file_is_parsed_and_a_removed_one_forgotten(site: Path, parsed: list[str]) -> None:
    read(site)
    parsed.clear()
    (site / path("b")).unlink()
    write(site, "d", PAGE.format("d", "d"))
    assert titles(read(site)) == ["a", "c", "d"]
    assert parsed == paths("d")
    assert list(stored(site)) == paths("acd")
    assert b"Text of b" not in (site / ".ssg/store.sqlite").read_bytes()


def test_a_renamed_file_is_another_file(site: Path, parsed: list[str]) -> None:
    read(site)
    parsed.clear()
    (site / path("b")).rename(site / path("z"))
    assert titles(read(site)) == ["a", "c", "b"]
    assert parsed == paths("z")


def test_a_file_that_became_unsound_is_forgotten_and_tried_again(
    site: Path, parsed: list[str]
) -> None:
    read(site)
    write(site, "b", "Broken.\n")
    for _ in range(2):
        parsed.clear()
        documents, content = read(site)
        assert [one.path for one in documents] == paths("ac")
        assert list(content.failed) == [path("b")]
        assert [(one.code, one.at.path) for one in content.diagnostics] == [("F01", path("b"))]
        assert parsed == paths("b")
    assert list(stored(site)) == paths("ac")


def test_what_an_unsound_file_says_of_others_is_known(site: Path) -> None:
    write(site, "b", "---\ntitel: b\n---\n[a](a.md)\n")
    assert read(site).content.failed[path("b")].links == (
        Link(target="pages/a.md", line=4, column=1, address=WrittenAddress(5, 4, 0)),
    )


def test_the_warnings_of_a_remembered_file_are_told_again(site: Path, parsed: list[str]) -> None:
    write(site, "b", "---\ntitle: b\n---\nText.\n{: .note}\n")
    first = read(site)
    parsed.clear()
    assert [one.code for one in first.content.diagnostics] == ["W20"]
    assert read(site).content.diagnostics == first.content.diagnostics
    assert parsed == []


@pytest.mark.parametrize(
    "settings",
    [
        replace(SETTINGS, markdown=MarkdownSettings(dialect=Dialect.PYTHON_MARKDOWN)),
        replace(SETTINGS, limits=Limits(file_bytes=1000)),
        replace(SETTINGS, url="https://example.org/prefix/"),
    ],
)
def test_a_setting_that_matters_to_the_parser_empties_the_store(
    site: Path, parsed: list[str], settings: Settings
) -> None:
    read(site)
    parsed.clear()
    read(site, settings)
    assert parsed == paths("abc")


def test_another_setting_does_not(site: Path, parsed: list[str]) -> None:
    read(site)
    parsed.clear()
    read(site, replace(SETTINGS, title="Another", page_size=5, language="es"))
    assert parsed == []


def test_a_file_that_grew_over_the_limit_is_forgotten(site: Path) -> None:
    limited = replace(SETTINGS, limits=Limits(file_bytes=100))
    read(site, limited)
    write(site, "b", PAGE.format("b", "b" * 100))
    documents, content = read(site, limited)
    assert [one.path for one in documents] == paths("ac")
    assert [one.code for one in content.diagnostics] == ["T07"]


def test_a_file_that_vanished_after_it_was_found_is_an_error(site: Path) -> None:
    read(site)
    sources = discover(site).sources
    (site / path("b")).unlink()
    documents, content = read(site, sources=sources)
    assert [one.path for one in documents] == paths("ac")
    assert [one.code for one in content.diagnostics] == ["T09"]


def test_the_number_of_processes_changes_nothing(site: Path) -> None:
    for number in range(30):
        write(site, f"p{number}", PAGE.format(number, number))
    one = read(site, jobs=1)
    for file in (site / ".ssg").iterdir():
        file.unlink()
    assert read(site, jobs=2).documents == one.documents


@pytest.mark.parametrize("time", ["2026-01-01", "2026-03-01", "2026-05-01"])
@pytest.mark.parametrize(("drafts", "preview"), [(False, False), (True, False), (True, True)])
def test_what_may_hide_no_words_is_shown_whole_at_any_time(
    time: str, drafts: bool, preview: bool
) -> None:
    now = BuildTime(now=f"{time}T00:00:00+00:00", drafts=drafts, preview=preview)
    clock = Clock.of(now, SETTINGS.zone)
    moments = (None, "2026-02-01", "2026-04-01")
    removed = answer(removed=removal())
    for status, publish_on, expires_on in product(Status, moments, moments):
        dated: dict[str, Any] = {
            "status": status,
            "publish_on": publish_on,
            "expires_on": expires_on,
        }
        for document in (
            thread(**dated),
            thread(posts=(answer(), removed), **dated),
            guide(**dated),
            page(status=status),
        ):
            assert may_hide_words(document) or not is_secretive(document, clock)


def test_what_is_published_with_all_its_posts_may_hide_no_words() -> None:
    for document in (thread(posts=(answer(),)), guide(), page(), topic(), resources(), person()):
        assert not may_hide_words(document)
