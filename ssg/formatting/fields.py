"""Formats a text of fields. Each step is proven: a text that would read otherwise is not taken."""

from collections.abc import Callable

from ssg.editing.blocks import whole_file
from ssg.editing.lines import line_end_of
from ssg.editing.nodes import Collection, read_nodes
from ssg.formatting.layout import Layout
from ssg.formatting.order import is_ordered, order_fields, order_plain
from ssg.formatting.style import indent_fields, join_lines, space_fields
from ssg.model.frontmatter import Fields
from ssg.text import normalize_line_ends
from ssg.yamlplain import PlainMapping, read_plain_mapping
from ssg.yamltext import Value, read_mapping

Step = Callable[[Layout, Collection], str]


def format_fields(text: str, kind: type[Fields]) -> str:
    """`text`, which are fields of a `kind` without a mistake, in canonical order and style.

    What is read from it stays the same, and so do its line ends.
    """
    plain = read_plain_mapping(text)
    if plain is not None and _has_no_style(text, plain):
        # As most fields are: only their order can be another one.
        return text if is_ordered(plain.value, kind) else order_plain(text, plain, kind)
    value = _read(text)
    if not value:
        return text
    if text.rstrip(" \t").endswith(("\n", "\r")):
        return _format(text, value, kind)
    # Whatever is the last line then has no line end, as the last one had none.
    end = line_end_of(text)
    ended = text + end
    changed = _format(ended, _read(ended), kind).removesuffix(end)
    return changed if _read(changed) == value else text


def _has_no_style(text: str, plain: PlainMapping) -> bool:
    """Whether it has neither comments nor blank lines, and only lists and fields of plain texts."""
    is_tight = "#" not in text and "\n\n" not in text and not text.startswith("\n")
    return is_tight and all(len(where) <= 2 for where in plain.values)


def _format(text: str, value: Value | None, kind: type[Fields]) -> str:
    """The result of all steps that keep the `value` of the text."""
    steps: tuple[Step, ...] = (
        space_fields,
        indent_fields,
        lambda layout, root: order_fields(layout, root, kind),
        join_lines,
    )
    for step in steps:
        changed = step(Layout(text), read_nodes(text, whole_file(text)))
        if changed != text and _read(changed) == value:
            text = changed
    return text


def _read(text: str) -> Value | None:
    mapping, _ = read_mapping(normalize_line_ends(text), path="")
    return mapping.value if mapping else None
