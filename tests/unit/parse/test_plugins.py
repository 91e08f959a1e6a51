"""What the checks of plugins see of a document, and what they never see."""

from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from ssg.diagnostics import Rule, Severity
from ssg.model.kinds import Kind
from ssg.parse.plugins import check_with_plugins
from ssg.parse.result import Parsed, SourceText
from ssg.parse.threads.file import parse_thread
from ssg.plugins.api import Check, Document, Finding, Link, Place
from ssg.plugins.loading import LoadedPlugin
from tests.unit.parse.samples import GUIDE, SETTINGS, THREAD, format_all, parse, post

NAMED = replace(SETTINGS, plugins=("own",))


class Plugin:
    """A plugin with one check, which remembers what it saw."""

    def __init__(self) -> None:
        self.seen: list[Document] = []
        self.findings: Iterable[Finding] = ()
        self.severity = Severity.WARNING

    def load(self, _name: str) -> LoadedPlugin:
        found = Check(name="check", title="T", why="W.", how="H.", find=self.find)
        rule = Rule(code="own/check", severity=self.severity, title="T", why="W.", how="H.")
        return LoadedPlugin(
            object=self,
            package="own",
            checks=(found,),
            rules=(rule,),
            filters={},
            tests={},
        )

    def find(self, document: Document) -> Iterable[Finding]:
        self.seen.append(document)
        return self.findings


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Plugin:
    own = Plugin()
    monkeypatch.setattr("ssg.plugins.checking.load_plugin", own.load)
    return own


def check(text: str, kind: Kind) -> Parsed[Any]:
    ending = "yaml" if kind.is_data else "md"
    path = f"content/{kind.value}/x.{ending}"
    file = SourceText(path=path, kind=kind, text=text)
    return check_with_plugins(file, parse(text, kind), NAMED)


def see(plugin: Plugin, text: str, kind: Kind) -> Document:
    """What the plugin sees of a valid document."""
    check(text, kind)
    (seen,) = plugin.seen
    return seen


def test_a_guide_is_its_fields_and_its_text(plugin: Plugin) -> None:
    text = GUIDE.replace("---\n", "---\nsources: [{title: A, url: https://a.org/b}]\n", 1)
    seen = see(plugin, f"{text}\nOne *two*\n[é](y.md) [z](https://z.org/)\n", Kind.GUIDE)
    assert (seen.kind, seen.path, seen.id) == ("guide", "content/guides/x.md", "x")
    assert seen.fields["title"] == "T"
    assert seen.fields["topics"] == ("t",)
    assert seen.fields["sources"][0]["url"] == "https://a.org/b"
    assert seen.fields.find("sources", 0, "url") == Place(2, 27)
    assert seen.fields.find("review", "by") == Place(2, 1)
    (body,) = seen.texts
    assert (body.role, dict(body.fields)) == ("body", {})
    assert body.find(body.markdown.index("é")) == Place(8, 2)
    assert seen.links == (
        Link(target="guides/y.md", place=Place(8, 1)),
        Link(target="https://a.org/b", place=Place(2, 27)),
        Link(target="https://z.org/", place=Place(8, 11)),
    )


def test_a_thread_is_its_question_and_its_posts(plugin: Plugin) -> None:
    answer, reply = post("Yes."), post("No.", heading="### Reply", by="Bo", id="b")
    seen = see(plugin, f"{THREAD}\nWhy?\n{answer}{reply}", Kind.THREAD)
    assert [text.role for text in seen.texts] == ["question", "answer", "reply"]
    assert [text.markdown.strip() for text in seen.texts] == ["Why?", "Yes.", "No."]
    assert [text.fields.get("by") for text in seen.texts] == [None, "Ann", "Bo"]
    assert [text.find(text.markdown.index(".")).line for text in seen.texts[1:]] == [16, 26]
    assert seen.texts[2].fields.find("by") == Place(21, 5)


def test_a_thread_is_the_same_on_both_paths(plugin: Plugin) -> None:
    text = f"{THREAD}\nWhy *not*, [a](b.md)?\n{post('Yes, https://a.org/b.')}"
    file = SourceText(path="content/threads/x.md", kind=Kind.THREAD, text=text)
    plain, general = parse(text, Kind.THREAD), parse_thread(file, SETTINGS)
    plugin.findings = [Finding(message="M", place=Place(7, 2))]
    assert check_with_plugins(file, plain, NAMED) == check_with_plugins(file, general, NAMED)
    first, second = plugin.seen
    assert [text.markdown for text in first.texts] == [text.markdown for text in second.texts]
    assert first.links == second.links


def test_a_yaml_file_has_fields_alone(plugin: Plugin) -> None:
    seen = see(plugin, "id: x\nname: Max\n", Kind.PERSON)
    assert (seen.kind, dict(seen.fields), seen.texts) == ("person", {"id": "x", "name": "Max"}, ())


@pytest.mark.parametrize("kind", [Kind.THREAD, Kind.GUIDE, Kind.PAGE])
def test_what_is_withdrawn_is_not_seen(plugin: Plugin, kind: Kind) -> None:
    topics = "" if kind is Kind.PAGE else "topics: [t]\n"
    asked = "asked: 2020-01-01\n" if kind is Kind.THREAD else ""
    parsed = check(f"---\ntitle: T\n{topics}{asked}status: withdrawn\n---\n\nWords.\n", kind)
    assert parsed.document
    assert plugin.seen == []


def test_a_removed_post_is_not_seen(plugin: Plugin) -> None:
    removed = post("Secret.", fields="removed: {date: 2020-02-01, reason: spam}\n", id="one")
    seen = see(plugin, f"{THREAD}\nWhy?\n{removed}{post('Yes.', id='two')}", Kind.THREAD)
    question, answer = seen.texts
    assert answer.fields["id"] == "two"
    assert "ecret" not in question.markdown + answer.markdown


def test_a_comment_is_not_seen_and_moves_no_place(plugin: Plugin) -> None:
    text = f"{GUIDE}\nWhy? <!-- secret\nmore --> So?\n\n<!-- secret\n\nmore -->\n"
    (body,) = see(plugin, text, Kind.GUIDE).texts
    assert body.markdown.split() == ["Why?", "So?"]
    assert body.find(body.markdown.index("So?")) == Place(7, 10)


def test_a_document_with_an_error_is_not_seen(plugin: Plugin) -> None:
    assert check(f"{GUIDE}\n<script>\n", Kind.GUIDE).document is None
    assert plugin.seen == []


def test_an_error_of_a_plugin_leaves_no_document_and_what_it_refers_to(plugin: Plugin) -> None:
    plugin.findings, plugin.severity = [Finding(message="M")], Severity.ERROR
    parsed = check(f"{GUIDE}\n[a](b.md)\n", Kind.GUIDE)
    assert parsed.document is None
    assert parsed.partial
    assert [one.id for one in parsed.partial.references] == ["t"]
    assert [one.target for one in parsed.partial.links] == ["guides/b.md"]
    assert format_all(parsed.diagnostics) == ["0:0 own/check M"]
