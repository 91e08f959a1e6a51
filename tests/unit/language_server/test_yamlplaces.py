"""What is being written is found in YAML that is not finished."""

import pytest

from ssg.language_server.yamlplaces import YamlPlace, find_place


def _find(text: str) -> YamlPlace | None:
    before, _, after = text.partition("|")
    line, character = before.count("\n"), len(before.rpartition("\n")[2])
    return find_place((before + after).split("\n"), 0, line, character)


@pytest.mark.parametrize(
    ("text", "path", "written"),
    [
        ("topics: [sle|ep, x]", ("topics",), "sleep"),
        ("topics: [a,\n  b|]", ("topics",), "b"),
        ("topics:\n  - sl|", ("topics",), "sl"),
        ("topics:\n- sl|eep\n", ("topics",), "sleep"),
        ("topics: ['a', 'b|']", ("topics",), "b"),
        ("review: {by: s|am, date: x}", ("review", "by"), "sam"),
        ("review:\n  by: s|", ("review", "by"), "s"),
        ('status: "dr|aft"', ("status",), "draft"),
        ("status: dr| # why", ("status",), "dr"),
        ("status: |", ("status",), ""),
        ("resources:\n- id: a\n  topics: [s|", ("resources", "topics"), "s"),
        ("a: {b: [c, {d: e|", ("a", "b", "d"), "e"),
    ],
)
def test_a_value_has_the_names_of_all_fields_around_it(
    text: str, path: tuple[str, ...], written: str
) -> None:
    found = _find(text)
    assert found
    assert (found.path, found.is_name, found.text) == (path, False, written)


@pytest.mark.parametrize(
    ("text", "path", "written"),
    [
        ("ti|tle: x", (), "title"),
        ("title: x\n|", (), ""),
        ("review: {by: x, |}", ("review",), ""),
        ("review:\n  |", ("review",), ""),
        ("review:\n  by: x\n  d|", ("review",), "d"),
        ("sources:\n  - title: x\n    u|", ("sources",), "u"),
        ("sources:\n  - {title: y, u|}", ("sources",), "u"),
        ("corrections:\n- date: x\n  wrong: y\nsta|", (), "sta"),
    ],
)
def test_a_name_has_those_of_the_fields_around_it(
    text: str, path: tuple[str, ...], written: str
) -> None:
    found = _find(text)
    assert found
    assert (found.path, found.is_name, found.text) == (path, True, written)


def test_nothing_is_found_in_a_comment_or_where_there_is_no_field() -> None:
    assert _find("related: [a, b]  # x|") is None
    assert _find("some words that are no field|") is None
