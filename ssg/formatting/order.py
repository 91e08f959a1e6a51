"""Puts fields in the order of the class that defines them, with their comments.

A comment directly above a field moves with it, and so does one that is indented below it. Any other
comment stays below the field that it follows, and what is above the first field stays at the top.
"""

from functools import cache
from itertools import chain
from typing import Any, get_args, get_type_hints

from msgspec import Struct

from ssg.editing.nodes import Collection, Entry, Node
from ssg.formatting.layout import Layout, is_comment
from ssg.model.frontmatter import Fields
from ssg.yamlplain import PlainMapping
from ssg.yamltext import Path, Value

Order = dict[str, type[Fields] | None]


@cache
def order_of(kind: type[Fields]) -> Order:
    """The names of the fields of a class in order, each with the class of the fields in it."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: _class_in(hints[name]) for name in kind.__struct_fields__}


def _class_in(annotation: Any) -> type[Fields] | None:
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Fields) else None
    return next(filter(None, map(_class_in, get_args(annotation))), None)


def is_ordered(value: Value, kind: type[Fields]) -> bool:
    """Whether all fields in `value` are in the order of their classes."""
    if isinstance(value, list):
        return all(is_ordered(one, kind) for one in value)
    if isinstance(value, str):
        return True
    order = order_of(kind)
    if not _are_known(value, order):
        return all(is_ordered(one, kind) for one in value.values())
    if sorted(value, key=list(order).index) != list(value):
        return False
    return all(is_ordered(one, inner) for name, one in value.items() if (inner := order[name]))


def _are_known(names: Any, order: Order) -> bool:
    """False where the names are the site's own, such as languages, and fields are in each."""
    return all(name in order for name in names)


def order_plain(text: str, plain: PlainMapping, kind: type[Fields]) -> str:
    """The same text in order: there are neither comments nor blank lines in it."""
    lines = text.splitlines(keepends=True)
    return "".join(_order_plain(lines, plain, (), kind, len(lines)))


def _order_plain(
    lines: list[str], plain: PlainMapping, where: Path, kind: type[Fields], end: int
) -> list[str]:
    """The lines of the fields below `where`, up to `end`."""
    order = order_of(kind)
    names = [key for key in plain.keys if key[:-1] == where]
    starts = [plain.keys[name].line for name in names]
    parts: dict[str, list[str]] = {}
    for name, first, last in zip(names, starts, [*starts[1:], end], strict=True):
        field = str(name[-1])
        inner = order.get(field)
        has_fields = any(key[:-1] == name for key in plain.keys)
        if inner and has_fields:
            rest = _order_plain(lines, plain, name, inner, last)
        else:
            rest = lines[first + 1 : last]
        parts[field] = [lines[first], *rest]
    if _are_known(parts, order):
        parts = {name: parts[name] for name in order if name in parts}
    return list(chain.from_iterable(parts.values()))


class _Segment(Struct, frozen=True, kw_only=True):
    """The lines `[start, end)` that move with a field; its own begin at `own`."""

    entry: Entry
    start: int
    own: int
    end: int


def order_fields(layout: Layout, root: Collection, kind: type[Fields]) -> str:
    """The text with its fields in order."""
    return "".join(_order(layout, root, kind, 0, len(layout.lines)))


def _order(layout: Layout, node: Node, kind: type[Fields], start: int, end: int) -> list[str]:
    """The lines `[start, end)`, in which the block collection `node` is."""
    unchanged = list(layout.lines[start:end])
    if not isinstance(node, Collection) or node.is_flow or not node.entries:
        return unchanged
    segments = _divide(layout, node, start, end)
    if segments is None:
        return unchanged
    order = order_of(kind)
    if node.is_map and not _are_known((one.key for one in node.entries), order):
        inner = {one.key: kind for one in node.entries}
        segments_in_order = segments
    else:
        inner = {name: found for name, found in order.items() if found}
        names = list(order)
        by_name = (lambda one: names.index(one.entry.key)) if node.is_map else (lambda _: 0)
        segments_in_order = sorted(segments, key=by_name)
    lines = list(layout.lines[start : segments[0].start])
    for one in segments_in_order:
        inner_kind = inner.get(one.entry.key) if node.is_map else kind
        lines += _write_segment(layout, one, inner_kind, is_item=not node.is_map)
    return lines


def _divide(layout: Layout, node: Collection, start: int, end: int) -> list[_Segment] | None:
    """The segments of a collection, which fill the lines up to `end`; None if fields share one."""
    owns = [layout.line_of(one.start) for one in node.entries]
    if len(set(owns)) < len(owns):
        return None
    column = layout.column_of(node.entries[0].start)
    starts: list[int] = []
    above = start
    for entry, own in zip(node.entries, owns, strict=True):
        first = own
        while first > above and is_comment(layout.lines[first - 1], at_most=column):
            first -= 1
        starts.append(first)
        above = layout.line_of(max(entry.node.end - 1, entry.start)) + 1
    ends = [*starts[1:], end]
    return [
        _Segment(entry=entry, start=first, own=own, end=last)
        for entry, first, own, last in zip(node.entries, starts, owns, ends, strict=True)
    ]


def _write_segment(
    layout: Layout, one: _Segment, kind: type[Fields] | None, *, is_item: bool
) -> list[str]:
    above, own = list(layout.lines[one.start : one.own]), list(layout.lines[one.own : one.end])
    node = one.entry.node
    if kind is None or not isinstance(node, Collection) or node.is_flow or not node.entries:
        return above + own
    if not is_item:
        first = layout.line_of(node.entries[0].start)
        if first == one.own:
            return above + own
        end = _end_of(layout, node, one.end)
        inner = _order(layout, node, kind, one.own + 1, end)
        return [*above, own[0], *inner, *layout.lines[end : one.end]]
    return above + _write_item(layout, node, kind, one)


def _end_of(layout: Layout, node: Collection, end: int) -> int:
    """Where the lines of a collection end, with the comments that are indented as it is."""
    column = layout.column_of(node.entries[0].start)
    last = layout.line_of(max(node.end - 1, node.start))
    for number in range(last + 1, end):
        line = layout.lines[number]
        if line.lstrip(" ").startswith("#"):
            if is_comment(line, at_most=column - 1):
                break
            last = number
    return last + 1


def _write_item(layout: Layout, node: Collection, kind: type[Fields], one: _Segment) -> list[str]:
    """An item of a list, whose first field is on the line of its hyphen."""
    hyphen = layout.column_of(one.entry.start)
    end = _end_of(layout, node, one.end)
    lines = [*_order(layout, node, kind, one.own, end), *layout.lines[end : one.end]]
    own = list(layout.lines[one.own : one.end])
    if lines == own or layout.line_of(node.entries[0].start) != one.own:
        return own
    column = layout.column_of(node.entries[0].start)
    prefix = own[0][:column]
    moved = [" " * column + line[column:] if line is own[0] else line for line in lines]
    if moved[0][:column].strip():
        return own
    if is_comment(moved[0], at_most=len(moved[0])):
        # A comment beside the hyphen would be read as one about the list.
        return own
    assert prefix[hyphen] == "-", "an item begins with its hyphen"
    return [prefix + moved[0][column:], *moved[1:]]
