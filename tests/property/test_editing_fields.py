"""Edits of fields: what is read afterwards is what was asked for, and nothing else has changed."""

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ssg.editing.blocks import Block, front_matter, post_block, whole_file
from ssg.editing.errors import EditError
from ssg.editing.fields import append_item, remove_field, set_field
from ssg.editing.writing import write_scalar
from ssg.text import normalize_line_ends
from ssg.yamltext import Value, read_mapping
from tests.command import ROOT
from tests.effort import EFFORT

FILES = sorted(
    file
    for pattern in ("*.md", "*.yaml")
    for folder in ("content", "tests/site/content", "ssg/starter/content")
    for file in (ROOT / folder).rglob(pattern)
)
MUTATIONS = [
    "# a comment", "empty:", "extra: {a: [b, c], d: {e: f}}", "aliases: [/a/, '/b/',]",
    "aliases:\n- /a/ # why\n\n- /b/\n", "notes: |\n  several\n\n  lines\n", "list:\n    -   a\n",
    "long: >-\n  folded\n  text", 'quoted: "a: \\"b\\""', "single: 'it''s'", "flow: [\n  a, # x\n]",
    "deep:\n  a:\n    b: c\n    # d\n  e: f", "of_maps:\n  - a: b\n    # why\n    c: d\n  - {a: e}",
    "plain: several\n  lines", "own:\n  value", "\n\n", "nothing: []", "none: {}", "? key\n: value",
    "flow_map: {a, b: , c: d}", "séparé: x\u2028y", "- a", "a: b: c", "list:\n  -\n  - a",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(
        ["a", "draft", "a: b", "# no", "it's", '"', "[", "{a}", "a, b", "- x", "@", "x #y"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(str.strip),
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["a", "b", "date", "reason"]), inner, max_size=3),
    ),
    max_leaves=4,
)
KEYS = [
    "title", "topics", "aliases", "review", "extra", "new", "list", "deep", "of_maps", "own", "id",
    "empty", "flow", "notes", "by", "posted", "flow_map", "resources", "publisher",
]  # fmt: skip
WHERES = st.tuples(
    st.sampled_from(KEYS),
    st.lists(st.one_of(st.integers(0, 2), st.sampled_from(["a", "b", "by", "title"])), max_size=2),
).map(lambda parts: (parts[0], *parts[1]))


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, Block]:
    """A real file with other fields among its own, and where its fields are."""
    file = draw(st.sampled_from(FILES))
    text = file.read_text()
    is_yaml = file.suffix == ".yaml"
    lines = text.split("\n")
    first, last = (0, len(lines) - 1) if is_yaml else (1, lines.index("---", 1))
    starts = [n for n in range(first, last + 1) if n == last or not lines[n].startswith((" ", "-"))]
    for _ in range(draw(st.integers(0, 3))):
        lines.insert(draw(st.sampled_from(starts)), draw(st.sampled_from(MUTATIONS)))
    text = draw(st.sampled_from(["", "\ufeff"])) + "\n".join(lines)
    is_split = draw(st.booleans())
    if is_yaml and is_split:
        text = text.rstrip("\n")
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    if is_yaml:
        return text, whole_file(text)
    headings = [
        n
        for n, line in enumerate(normalize_line_ends(text).split("\n"), 1)
        if line in ("## Answer", "### Reply")
    ]
    if headings and is_split:
        return text, post_block(text, draw(st.sampled_from(headings)))
    return text, front_matter(text)


def read(text: str, block: Block) -> dict[str, Value]:
    mapping, _ = read_mapping(normalize_line_ends(text[block.start : block.end]), path="")
    assert mapping is not None
    return mapping.value


def outside(text: str, block: Block) -> tuple[str, str]:
    return text[: block.start], text[block.end :]


def comments(text: str) -> list[str]:
    return [part.strip() for line in text.splitlines() if (part := line.partition(" #")[2])]


def kept_lines(before: str, after: str) -> int:
    """How many lines of `before` are no longer in `after`, or are new in it."""
    old, new = normalize_line_ends(before).split("\n"), normalize_line_ends(after).split("\n")
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return len(old)


def at(value: Any, where: tuple[str | int, ...]) -> Any:
    for part in where:
        value = value[part]
    return value


@settings(max_examples=100 * EFFORT)
@given(texts(), WHERES, VALUES)
def test_a_field_that_is_set_reads_as_it_was_asked_for(
    given: tuple[str, Block], where: tuple[str | int, ...], value: Value
) -> None:
    text, block = given
    try:
        changed = set_field(text, where, value, block=block)
    except EditError:
        assume(False)
    found = block.find(changed)
    assert outside(changed, found) == outside(text, block)
    before, after = read(text, block), read(changed, found)
    assert at(after, where) == value
    first = where[0]
    assert {k: v for k, v in after.items() if k != first} == {
        k: v for k, v in before.items() if k != first
    }
    # A value that was on one line costs no other line.
    if first not in before:
        assert kept_lines(text, changed) <= 1
    assert set_field(changed, where, value, block=found) == changed


@settings(max_examples=100 * EFFORT)
@given(texts(), WHERES)
def test_a_field_that_is_removed_is_gone_and_no_other_is(
    given: tuple[str, Block], where: tuple[str | int, ...]
) -> None:
    text, block = given
    try:
        changed = remove_field(text, where, block=block)
    except EditError:
        assume(False)
    found = block.find(changed)
    assert outside(changed, found) == outside(text, block)
    before, after = read(text, block), read(changed, found)
    first = where[0]
    assert {k: v for k, v in after.items() if k != first} == {
        k: v for k, v in before.items() if k != first
    }
    if len(where) == 1:
        assert first not in after


@settings(max_examples=100 * EFFORT)
@given(
    texts(),
    st.sampled_from(["aliases", "topics", "new", "empty", "list", "flow", "of_maps"]),
    VALUES,
)
def test_an_item_is_added_at_the_end_of_its_list(
    given: tuple[str, Block], name: str, item: Value
) -> None:
    text, block = given
    try:
        changed = append_item(text, (name,), item, block=block)
    except EditError:
        assume(False)
    found = block.find(changed)
    assert outside(changed, found) == outside(text, block)
    before, after = read(text, block), read(changed, found)
    assert after == {**before, name: [*before.get(name, []), item]}
    # Its list, on a line of its own or on several, stays as it is written.
    assert kept_lines(text, changed) <= 1
    assert comments(changed)[: len(comments(text))] == comments(text) or "#" in str(item)


@settings(max_examples=100 * EFFORT)
@given(
    st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip),
    st.sampled_from(["", "'", '"']),
)
def test_every_text_can_be_written_as_a_scalar(text: str, quote: str) -> None:
    written = write_scalar(text, quote=quote)
    mapping, diagnostics = read_mapping(f"a: {written}\nb: [{written}]\n", path="")
    assert diagnostics == []
    assert mapping is not None
    assert mapping.value == {"a": text, "b": [text]}
    assert "\n" not in written
