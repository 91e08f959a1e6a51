"""Edits of fields, each shown with the whole text."""

import pytest

from ssg.editing.fields import (
    EditError,
    append_item,
    front_matter,
    post_block,
    remove_field,
    set_field,
    whole_file,
)
from ssg.yamltext import Path, Value


def in_front(fields: str) -> str:
    return f"---\n{fields}---\n\nText: with --- and title: x\n"


@pytest.mark.parametrize(
    ("before", "where", "value", "after"),
    [
        ("a: b # why\n", ("a",), "c", "a: c # why\n"),
        ("a: 'b'\n", ("a",), "it's", "a: 'it''s'\n"),
        ('a: "b"\n', ("a",), 'say "x"', 'a: "say \\"x\\""\n'),
        ("a: b\n", ("a",), "x: y", 'a: "x: y"\n'),
        ("a: b\n", ("a",), "two\nlines", 'a: "two\\nlines"\n'),
        ("a: b\n  c\nd: e\n", ("a",), "x", "a: x\nd: e\n"),
        ("a: >\n  b\n\n  c\nd: e\n", ("a",), "x", "a: x\nd: e\n"),
        ("a:\nd: e\n", ("a",), "x", "a: x\nd: e\n"),
        ("a: [b, 'c']\n", ("a", 1), "x", "a: [b, 'x']\n"),
        ("a:\n- b\n-   c # why\n", ("a", 1), "x", "a:\n- b\n-   x # why\n"),
        ("a: {b: c}\n", ("a", "d"), "x", "a: {b: c, d: x}\n"),
        ("a:\n    b: c\n# why\ne: f\n", ("a", "d"), "x", "a:\n    b: c\n    d: x\n# why\ne: f\n"),
        ("a: b\n", ("c", "d"), "x", "a: b\nc:\n  d: x\n"),
        ("a: b\n", ("c",), ["x", "y"], "a: b\nc: [x, y]\n"),
        ("", ("a",), "x", "a: x\n"),
        ("a:\n  # why\n  - b\nc: d\n", ("a",), "x", "a: x\n  # why\nc: d\n"),
    ],
)
def test_a_value_is_set_where_it_is(before: str, where: Path, value: Value, after: str) -> None:
    text = in_front(before)
    assert set_field(text, where, value, block=front_matter(text)) == in_front(after)


def test_a_new_field_comes_after_those_before_it() -> None:
    text, order = in_front("title: a\nlang: es # why\nextra: {}\n"), ("title", "lang", "x", "extra")
    changed = set_field(text, ("x",), "y", block=front_matter(text), order=order)
    assert changed == in_front("title: a\nlang: es # why\nx: y\nextra: {}\n")
    text = in_front("# above\nextra: {}\n")
    changed = set_field(text, ("x",), "y", block=front_matter(text), order=order)
    assert changed == in_front("# above\nx: y\nextra: {}\n")


@pytest.mark.parametrize(
    ("before", "where", "after"),
    [
        ("a: b # why\nc: d\n", ("a",), "c: d\n"),
        ("a:\n  - b\n  - c\nd: e\n", ("a",), "d: e\n"),
        ("a: [b, c, d]\n", ("a", 0), "a: [c, d]\n"),
        ("a: [b, c, d]\n", ("a", 2), "a: [b, c]\n"),
        ("a: [b]\nc: d\n", ("a", 0), "c: d\n"),
        ("a:\n- b: c\n  d: e\n", ("a", 0, "b"), "a:\n- d: e\n"),
        ("a:\n- b: c\n", ("a", 0, "b"), ""),
        ("a: b\n", ("c",), "a: b\n"),
    ],
)
def test_a_field_is_removed(before: str, where: Path, after: str) -> None:
    text = in_front(before)
    assert remove_field(text, where, block=front_matter(text)) == in_front(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: [b]\n", "a: [b, x]\n"),
        ("a: [b,]\n", "a: [b, x,]\n"),
        ("a: []\n", "a: [x]\n"),
        ("a:\n- b # why\n\nc: d\n", "a:\n- b # why\n- x\n\nc: d\n"),
        ("a:\n    -   b\n", "a:\n    -   b\n    - x\n"),
        ("a:\n", "a: [x]\n"),
        ("c: d\n", "c: d\na: [x]\n"),
    ],
)
def test_an_item_is_added_as_the_list_is_written(before: str, after: str) -> None:
    text = in_front(before)
    assert append_item(text, ("a",), "x", block=front_matter(text)) == in_front(after)


def test_a_post_has_fields_of_its_own() -> None:
    text = "---\ntitle: a\n---\n\n## Answer\n\n````yaml\nby: a\n````\n\nby: b\n"
    text = text.replace("\n", "\r\n")
    changed = set_field(text, ("by",), "c", block=post_block(text, 5))
    assert changed == text.replace("by: a", "by: c")
    changed = set_field(text, ("id",), "c", block=post_block(text, 5))
    assert changed == text.replace("by: a\r\n", "by: a\r\nid: c\r\n")


def test_a_file_without_a_line_end_keeps_it_so() -> None:
    text = "\ufeffa: b"
    assert set_field(text, ("c",), "d", block=whole_file(text)) == "\ufeffa: b\nc: d"


@pytest.mark.parametrize(
    "text",
    ["", "a: b\n", "---\na: b\n", "\n---\na: b\n---\n", "---\na: [\n---\n", "---\na: &b c\n---\n"],
)
def test_fields_with_errors_are_not_edited(text: str) -> None:
    with pytest.raises(EditError):
        set_field(text, ("a",), "x", block=front_matter(text))


def test_what_is_no_list_gets_no_item() -> None:
    text = in_front("a: b\nc: {d: e}\n")
    for name in ("a", "c"):
        with pytest.raises(EditError, match="is not a list"):
            append_item(text, (name,), "x", block=front_matter(text))


def test_a_way_to_write_that_cannot_be_edited_is_refused() -> None:
    text = in_front("? a\n: b\nc: d\n")
    with pytest.raises(EditError, match="cannot be changed as it is written here"):
        remove_field(text, ("a",), block=front_matter(text))
