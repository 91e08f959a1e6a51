"""What survives of a withdrawn document or a removed post: only the fields listed here.

The files are generated from the structs: each field, also one that is added later,
gets a value of its own, which is then looked for in everything that the parser returns.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
from msgspec.structs import fields

from ssg.model.frontmatter import Fields, GuideMeta, PageMeta, PostMeta, ThreadMeta
from ssg.model.kinds import Kind
from ssg.model.scalars import Choice, Scalar, ScalarError, Shorthand
from ssg.schema import check_fields
from ssg.yamltext import read_mapping
from tests.unit.parse.samples import THREAD, document_of, format_all, parse

_DOCUMENT = {"status", "lang", "translation_of"}
KEPT_FIELDS = {
    ThreadMeta: _DOCUMENT | {"asked", "topics"},
    GuideMeta: _DOCUMENT | {"topics"},
    PageMeta: _DOCUMENT,
    PostMeta: {"posted", "id", "anchor_aliases", "to", "removed.date", "removed.reason"},
}
# Ids and addresses of others, which are still checked. They are not kept as fields.
KEPT_REFERENCES = {
    ThreadMeta: {"guides", "resources", "related", "review.by", "duplicate_of", "aliases"},
    GuideMeta: {"resources", "related", "review.by", "aliases"},
    PageMeta: {"aliases"},
    PostMeta: set[str](),
}
KINDS: dict[type[Fields], Kind] = {
    ThreadMeta: Kind.THREAD,
    GuideMeta: Kind.GUIDE,
    PageMeta: Kind.PAGE,
}
BODY = "\nThe bodysecret [bodysecret](../guides/bodysecret.md) <i>bodysecret</i>.\n"


def _values(struct: type[Fields], numbers: Iterator[int]) -> dict[str, Any]:
    """A recognisable value for every field of `struct`, as front matter has it."""
    hints = get_type_hints(struct, include_extras=True)
    return {one.name: _value(one.name, hints[one.name], numbers) for one in fields(struct)}


def _value(name: str, hint: Any, numbers: Iterator[int]) -> Any:
    if name == "aliases":
        return [f"/secret-{next(numbers):04}/"]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        mark = arguments[1]
        if isinstance(mark, Shorthand):
            return _value(name, arguments[0], numbers)
        return _scalar(mark, next(numbers))
    if origin in (UnionType, Union):
        return _value(name, arguments[0], numbers)
    if origin is tuple:
        return [_value(name, arguments[0], numbers)]
    if origin is dict:
        return {f"secret-{next(numbers):04}": f"secret-{next(numbers):04}"}
    return _values(hint, numbers)


def _scalar(mark: Any, number: int) -> str:
    """The first of a few texts that the field accepts."""
    if isinstance(mark, Choice):
        return list(mark.words)[-1].value
    assert isinstance(mark, Scalar)
    candidates = (
        f"secret-{number:04}",
        f"https://secret-{number:04}.example/",
        str(date(2021, 1, 1) + timedelta(days=number)),
        f"qx{chr(ord('a') + number % 26)}",
        "true",
        f"1.{number:06}",
        f"7{number:06}",
        "W23",
        f"{number:016x}",
    )
    for text in candidates:
        try:
            mark.parse(text)
        except ScalarError:
            continue
        return text
    raise AssertionError(f"no sample is a value for {mark}")


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The scalars of a struct or of front matter, by their paths without indexes."""
    if isinstance(value, Fields):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner, path)
    else:
        yield path, value


def _check_survivors(struct: type[Fields], values: dict[str, Any], meta: Any, parsed: Any) -> None:
    mapping, _ = read_mapping(json.dumps(values), path="x")
    assert mapping is not None
    given, diagnostics = check_fields(struct, mapping)
    assert format_all(diagnostics) == []
    written = dict(_leaves(values))
    before, after = dict(_leaves(given)), dict(_leaves(meta))
    survivors = {path for path in written if after.get(path) == before[path]}
    assert survivors == KEPT_FIELDS[struct] & written.keys()

    everything = repr((parsed.document, parsed.fragments, parsed.partial))
    # Words such as `true` may stand anywhere; all other values have a number of their own.
    numbered = {path for path, value in written.items() if any(map(str.isdigit, value))}
    found = {path for path in numbered if written[path] in everything}
    assert KEPT_REFERENCES[struct] <= found <= KEPT_FIELDS[struct] | KEPT_REFERENCES[struct]
    keys = [key for value in values.values() if isinstance(value, dict) for key in value]
    assert not [key for key in keys if key.startswith("secret") and key in everything]
    assert "bodysecret" not in everything


@pytest.mark.parametrize("struct", KINDS)
def test_only_the_listed_fields_of_a_withdrawn_document_survive(struct: type[Fields]) -> None:
    values = _values(struct, count())
    assert values["status"] == "withdrawn"
    parsed = parse(f"---\n{json.dumps(values)}\n---\n{BODY}", KINDS[struct])
    # What it clears, only a check of all files can tell.
    assert [one.code for one in parsed.diagnostics] == ["W40"]
    _check_survivors(struct, values, document_of(parsed).meta, parsed)


# Only a reply has `to`, and only an answer can be accepted.
@pytest.mark.parametrize(("heading", "left_out"), [("## Answer", "to"), ("### Reply", "accepted")])
def test_only_the_listed_fields_of_a_removed_post_survive(heading: str, left_out: str) -> None:
    values = {key: one for key, one in _values(PostMeta, count()).items() if key != left_out}
    parent = values.get("to", "first")
    first = f"## Answer\n```yaml\nposted: 2020-01-01\nid: {parent}\n```\nFirst.\n"
    removed = f"{heading}\n```yaml\n{json.dumps(values)}\n```\n{BODY.replace('<i>', '*')}"
    parsed = parse(f"{THREAD}Q.\n{first}{removed.replace('</i>', '*')}", Kind.THREAD)
    assert [one.code for one in parsed.diagnostics] == ["W07"]
    _check_survivors(PostMeta, values, document_of(parsed).posts[1].meta, parsed)


@pytest.mark.parametrize("struct", [ThreadMeta, GuideMeta, PageMeta, PostMeta])
def test_every_field_that_is_listed_exists(struct: type[Fields]) -> None:
    paths = {path for path, _ in _leaves(_values(struct, count()))}
    assert KEPT_FIELDS[struct] | KEPT_REFERENCES[struct] <= paths
