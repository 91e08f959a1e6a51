import subprocess
import sys
from typing import Any

import pytest

from ssg.diagnostics import Diagnostic
from ssg.model.frontmatter import (
    Codes,
    Fields,
    GuideMeta,
    PersonMeta,
    PostMeta,
    Publisher,
    Rating,
    ResourceFileMeta,
    Role,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.scalars import Text
from ssg.schema import check_fields
from ssg.yamltext import read_mapping

THREAD = "title: T\nasked: 2020-01-01\ntopics: [a]\n"


def checked(kind: type, text: str) -> tuple[Any, list[Diagnostic]]:
    mapping, diagnostics = read_mapping(text, path="p.yaml")
    assert mapping is not None, diagnostics
    return check_fields(kind, mapping)


def valid(kind: type, text: str) -> Any:
    value, diagnostics = checked(kind, text)
    assert diagnostics == []
    return value


def errors_of(kind: type, text: str) -> list[str]:
    value, diagnostics = checked(kind, text)
    assert value is None
    return [
        f"{found.at.line}:{found.at.column} {found.code} {found.message} | {found.hint}"
        for found in diagnostics
    ]


def test_valid_fields_become_an_instance() -> None:
    meta = valid(ThreadMeta, THREAD + "helpful: 3\nrating: {average: 4.5, votes: 2}\n")
    assert isinstance(meta, ThreadMeta)
    assert (meta.title, meta.asked, meta.topics) == ("T", "2020-01-01", ("a",))
    assert (meta.by, meta.helpful, meta.rating) == ("Guest", 3, Rating(average=4.5, votes=2))


def test_an_empty_value_is_the_default() -> None:
    meta = valid(ThreadMeta, THREAD + "by:\nguides:\nstatus: ''\n")
    assert (meta.by, meta.guides, meta.status) == ("Guest", (), "published")


def test_a_choice_is_an_enumeration() -> None:
    assert valid(PostMeta, "posted: 2020-01-01\nrole: clinician\n").role is Role.CLINICIAN


def test_a_single_value_may_be_shorthand_for_a_longer_form() -> None:
    meta = valid(GuideMeta, "title: T\ntopics: [a]\ncodes: {mesh: D1, umls: [C1, C2]}\n")
    assert meta.codes == Codes(mesh=("D1",), umls=("C1", "C2"))
    assert valid(ResourceFileMeta, "publisher: WHO\nresources: []\n").publisher == Publisher(
        name="WHO"
    )


def test_the_sites_own_fields_are_kept_as_they_are() -> None:
    assert valid(TopicMeta, "title: T\nextra: {a: [1, {b: No}]}\n").extra == {
        "a": ["1", {"b": "No"}]
    }


def test_all_errors_are_found_at_once_with_their_places() -> None:
    text = (
        "titel: x\nasked: 2020\ntopics: a\nreview:\n  by: x\n  date: never\n  on: x\nlang: xx-y\n"
    )
    assert errors_of(ThreadMeta, text) == [
        "1:1 F08 required field 'title' is missing | add 'title: …'",
        "2:8 F09 asked: '2020' is not a date: write 2026-03-01 or 2026-03-01T09:30 | ",
        "3:9 F07 'topics' expects a list | write topics: [a]",
        "6:9 F09 review.date: 'never' is not a date: write 2026-03-01 or 2026-03-01T09:30 | ",
        "7:3 F06 unknown field 'review.on' | known fields: by, date, due, digest, minor, covers",
        "8:7 F12 lang: expects a language code such as en, es or pt-BR, not 'xx-y' | ",
        "1:1 F06 unknown field 'titel' | did you mean 'title'?",
    ]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (PostMeta, "posted:\n", "1:1 F08 required field 'posted' is empty | add 'posted: …'"),
        (
            PostMeta,
            "posted: [2020-01-01]\n",
            "1:9 F07 posted: expects a single value, not a list | ",
        ),
        (PostMeta, "posted: {a: b}\n", "1:9 F07 posted: expects a single value, not a mapping | "),
        (
            PostMeta,
            "posted: 2020-01-01\nrole: doctor\n",
            "2:7 F12 role: 'doctor' is not one of: member, clinician, editor | ",
        ),
        (
            PostMeta,
            "posted: 2020-01-01\nremoved: true\n",
            "2:10 F07 'removed' expects fields, not a single value | its fields: date, reason",
        ),
        (
            TopicMeta,
            "title: T\nextra: x\n",
            "2:8 F07 'extra' expects fields, not a single value | indent 'name: value' lines",
        ),
        (
            GuideMeta,
            "title: T\ntopics: [a]\nsources:\n- title: S\n- url: ftp://x\n  title: U\n",
            "5:8 F12 sources[2].url: expects a web address that starts with https:// or http://,"
            " not 'ftp://x' | ",
        ),
        (
            GuideMeta,
            "title: T\ntopics: [a]\nsources:\n- titel: S\n  title: x\n",
            "4:3 F06 unknown field 'sources[1].titel' | did you mean 'title'?",
        ),
        (
            GuideMeta,
            "title: T\ntopics: [a]\ncodes: {mesh: {a: b}}\n",
            "3:15 F07 'codes.mesh' expects a list | write mesh: [one, two]",
        ),
        (
            ThreadMeta,
            "title: T\nasked: 2020-01-01\ntopics: sore back, knees\n",
            "3:9 F07 'topics' expects a list | write topics: [sore back, knees]",
        ),
        (
            ThreadMeta,
            "title: T\nasked: 2020-01-01\ntopics: back] [x\n",
            "3:9 F07 'topics' expects a list | write topics: [one, two]",
        ),
        (
            GuideMeta,
            "title: T\ntopics: [a]\nsources: S\n",
            "3:10 F07 'sources' expects a list | start each entry with '- '",
        ),
        (
            ResourceFileMeta,
            "publisher: {url: https://x.example}\nresources: []\n",
            "1:12 F08 required field 'publisher.name' is missing | add 'name: …'",
        ),
        (
            PersonMeta,
            "id: A B\nname: N\n",
            "1:5 F12 id: 'A B' is not an id: use lowercase letters,",
        ),
        (PersonMeta, "id: a\nname: '{x} {text}'\nlay: yes\n", "3:6 F07 lay: expects true or false"),
        (PersonMeta, 'id: a\nname: "\\a"\n', "2:7 T02 name: contains a control character"),
    ],
)
def test_each_error_has_a_message_and_a_hint(kind: type, text: str, expected: str) -> None:
    (found,) = errors_of(kind, text)
    assert found.startswith(expected)


def test_braces_in_a_value_are_shown_as_they_are() -> None:
    (found,) = errors_of(PostMeta, "posted: '{error} %s'\n")
    assert "'{error} %s' is not a date" in found


def test_a_class_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Note(Fields, frozen=True):
        title: Text

    assert errors_of(Note, "titel: a\n")
    monkeypatch.setattr("ssg.schema.explanation.TypeAdapter", None)
    assert errors_of(Note, "titel: b\n")


def test_a_type_that_only_pydantic_knows_is_left_to_it() -> None:
    class Note(Fields, frozen=True):
        size: int
        tags: set[str]

    assert valid(Note, "size: 3\ntags: [a]\n") == Note(size=3, tags={"a"})


def test_pydantic_is_loaded_only_to_explain_a_mistake() -> None:
    """It takes longer to load than a small site takes to check."""
    code = """
import sys
from ssg.model.frontmatter import PersonMeta
from ssg.model.scalars import Text
from ssg.schema import check_fields
from ssg.yamltext import read_mapping
for text in ("{id: a, name: A}", "{id: a}"):
    mapping, _ = read_mapping(text, path="a.yaml")
    _, diagnostics = check_fields(PersonMeta, mapping)
    print(len(diagnostics), "pydantic" in sys.modules)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ended.stdout.decode().splitlines() == ["0 False", "1 True"]
