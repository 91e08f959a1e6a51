"""The JSON Schemas of all fields, against their own rules and against real mistakes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ssg.formats.core_types import core_scalar, core_value
from ssg.formats.json_schema import KnownId, schema_of
from ssg.formats.kinds import FORMATS, Format
from ssg.model.kinds import Kind
from ssg.parse.frontmatter import split_front_matter
from ssg.parse.html.events import scan_events
from ssg.parse.html.source import Source
from ssg.parse.threads.split import split_posts
from ssg.yamltext import YamlMapping, read_mapping

BROKEN = Path(__file__).parents[2] / "fixtures" / "broken"
_ERROR = re.compile(r"^(\S+?\.(?:md|yaml)):\d+:\d+: error\[(F06|F07|F08|F09|F12)\]", re.MULTILINE)
_FORMATS = {one.kind: one for one in FORMATS.values()}

# What shows only between fields, between a field and its file, or from lists that no schema has.
BEYOND_SCHEMAS = {
    "F08-menu-without-title",
    "F12-order-and-repetition",
    "F12-person-id-not-the-file-name",
    "F12-rating",
    "F12-time-zone",
    "F12-translated-without-original",
    "R06-list-that-would-be-empty",
}
# The same for one file among others of a fixture.
FILES_BEYOND_SCHEMAS = {
    ("F09-not-a-date", "content/threads/impossible-day.md"),
    # What is in a text.
    ("R07-old-anchors", "content/guides/rests.md"),
}


def mistakes() -> Iterator[tuple[str, str]]:
    """The files with an error in a field, by the fixture that they are in."""
    for expected in sorted(BROKEN.glob("*/expected.txt")):
        for path in dict.fromkeys(found[0] for found in _ERROR.findall(expected.read_text())):
            yield expected.parent.name, path


def format_of(path: str) -> Format:
    if path == "site.yaml":
        return FORMATS["site"]
    return _FORMATS[Kind(path.split("/")[1])]


def fields_in(path: str, text: str) -> Iterator[tuple[Format, YamlMapping | None]]:
    """The fields in a file, and those of its posts."""
    form = format_of(path)
    if path.endswith(".yaml"):
        yield form, read_mapping(text, path=path)[0]
        return
    split, _ = split_front_matter(text, path=path)
    assert split
    yield form, split.fields
    if form.kind is Kind.THREAD:
        source = Source(path=path, text=split.body, first_line=split.body_line)
        posts, _ = split_posts(source, scan_events(source))
        yield from ((FORMATS["post"], post.fields) for post in posts.posts)


def is_refused(folder: Path, path: str) -> bool:
    text = (folder / path).read_text(encoding="utf-8-sig")
    return any(
        not Draft202012Validator(schema_of(form)).is_valid(core_value(fields.value))
        for form, fields in fields_in(path, text)
        if fields
    )


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_a_schema_is_one_of_its_draft(form: Format) -> None:
    Draft202012Validator.check_schema(schema_of(form))


@pytest.mark.parametrize(("fixture", "path"), list(mistakes()))
def test_a_mistake_in_a_field_is_refused(fixture: str, path: str) -> None:
    is_beyond = fixture in BEYOND_SCHEMAS or (fixture, path) in FILES_BEYOND_SCHEMAS
    assert is_refused(BROKEN / fixture, path) != is_beyond


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_every_field_is_described_with_an_example_that_it_accepts(form: Format) -> None:
    schema = schema_of(form)
    for name, field in schema["properties"].items():
        assert field["description"], name
        [example] = field["examples"]
        alone = Draft202012Validator({**field, "$defs": schema["$defs"]})
        assert [one.message for one in alone.iter_errors(example)] == []


def test_no_schema_takes_a_field_that_it_does_not_know() -> None:
    for form in FORMATS.values():
        for one in objects_in(schema_of(form)):
            is_open = "additionalProperties" not in one
            # `extra` takes anything, and has no fields of its own.
            assert is_open == ("properties" not in one and "propertyNames" not in one)


def objects_in(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for one in schema.values():
            yield from objects_in(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from objects_in(one)


def test_ids_are_enumerated_with_their_titles() -> None:
    ids = {Kind.TOPIC: [KnownId(id="sleep", title="Sleep"), KnownId(id="112", title="Calls")]}
    schema = schema_of(FORMATS["thread"], ids=ids)
    items = schema["properties"]["topics"]["items"]
    known = items["anyOf"][0]
    assert known["enum"] == ["sleep", "112", 112]
    assert known["enumDescriptions"] == ["Sleep", "Calls", "Calls"]
    check = Draft202012Validator(schema)
    front = {"title": "A", "asked": "2026-01-01"}
    assert check.is_valid({**front, "topics": ["sleep", 112]})
    assert not check.is_valid({**front, "topics": ["slep"]})


IDS = {
    "guide": "urn:uuid:b40db0f6-2832-5a4c-91b8-c0a03e647131",
    "page": "urn:uuid:12c1d67d-88a6-551c-8072-07b44de9bf01",
    "person": "urn:uuid:57f94401-4f7a-5ea1-8fd9-ecce6f017945",
    "post": "urn:uuid:6353373d-b40b-54da-ba7c-7fb99eb56c35",
    "resource": "urn:uuid:f7f38c30-afaa-548e-9657-c12c1bdc717d",
    "site": "urn:uuid:d6f63dfa-66df-5c51-994f-26e048022f14",
    "thread": "urn:uuid:fe1de1be-7464-5cda-85d6-44ac14cf1355",
    "topic": "urn:uuid:f1d276c5-17cc-5c35-bcc4-fe1384de4e32",
}


def test_the_ids_of_the_schemas_never_change() -> None:
    assert {name: form.id for name, form in FORMATS.items()} == IDS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("true", True), ("False", False), ("No", "No"),
        ("3", 3), ("007", 7), ("0o17", 15), ("0x1F", 31), ("4.5", 4.5), ("1e3", 1000.0),
        (".inf", ".inf"), ("1:30", "1:30"), ("2008-12-06", "2008-12-06"),
    ],
)  # fmt: skip
def test_unquoted_scalars_have_the_types_of_yaml_1_2(text: str, value: object) -> None:
    assert core_scalar(text) == value
    assert type(core_scalar(text)) is type(value)


def test_a_number_of_many_digits_takes_no_time() -> None:
    assert core_scalar("9" * 100_000) == "9" * 100_000
