"""The white space around fields: after colons and hyphens, at the ends of lines, between fields."""

from collections.abc import Iterator

from ssg.editing.nodes import Collection, Entry, Node
from ssg.editing.nodes import is_blank as is_empty
from ssg.formatting.layout import Layout, entries_in, is_blank, value_lines

_INDENT = 2


def space_fields(layout: Layout, root: Collection) -> str:
    """The text with one space after each colon and hyphen, and none at the ends of lines."""
    text = layout.text
    for start, end, new in sorted(_splices(layout, root), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _splices(layout: Layout, root: Collection) -> Iterator[tuple[int, int, str]]:
    inside = value_lines(layout, root)
    for entry in entries_in(root):
        yield from _around(layout, entry)
    for number, line in enumerate(layout.lines):
        if number not in inside and (spaces := _trailing(line)):
            end = layout.start_of(number) + len(line.rstrip("\r\n"))
            yield end - spaces, end, ""


def _around(layout: Layout, entry: Entry) -> Iterator[tuple[int, int, str]]:
    text, node = layout.text, entry.node
    after = entry.colon if entry.colon >= 0 else entry.start + 1
    is_inline = layout.line_of(node.start) == layout.line_of(entry.start)
    is_block = isinstance(node, Collection) and not node.is_flow
    if is_inline and not is_block and not is_empty(node):
        gap = text[after : node.start]
        if not gap.strip() and gap != " " and entry.start + 1 <= after:
            yield after, node.start, " "
    if not is_block:
        end = layout.end_of_line(max(node.end - 1, entry.start))
        last = max(node.end, after)
        if last < end and not text[last:end].strip():
            yield last, end, ""
    elif not is_inline:
        end = layout.end_of_line(entry.start)
        if after < end and not text[after:end].strip():
            yield after, end, ""


def _trailing(line: str) -> int:
    body = line.rstrip("\r\n")
    return len(body) - len(body.rstrip(" \t"))


def indent_fields(layout: Layout, root: Collection) -> str:
    """The text with fields in fields indented by two spaces; a list may stand below its name."""
    shifts: dict[int, int] = {}
    _find_shifts(layout, root, len(layout.lines), shifts)
    return "".join(_shift(line, shifts.get(number, 0)) for number, line in enumerate(layout.lines))


def _find_shifts(layout: Layout, node: Node, end: int, shifts: dict[int, int]) -> None:
    """Notes how far to move each line of a block collection, up to the line `end`."""
    if not isinstance(node, Collection) or node.is_flow:
        return
    owns = [layout.line_of(one.start) for one in node.entries]
    for entry, own, last in zip(node.entries, owns, [*owns[1:], end], strict=True):
        inner = entry.node
        if not isinstance(inner, Collection) or inner.is_flow or not inner.entries:
            continue
        first = layout.line_of(inner.entries[0].start)
        if first > own and node.is_map:
            outer = layout.column_of(entry.start)
            column = layout.column_of(inner.entries[0].start)
            allowed = (outer + _INDENT,) if inner.is_map else (outer, outer + _INDENT)
            if column not in allowed:
                move = outer + _INDENT - column
                for number in range(own + 1, last):
                    if _indent_of(layout.lines[number]) >= column:
                        shifts[number] = shifts.get(number, 0) + move
        _find_shifts(layout, inner, last, shifts)


def _indent_of(line: str) -> int:
    return -1 if is_blank(line) else len(line) - len(line.lstrip(" "))


def _shift(line: str, columns: int) -> str:
    return " " * columns + line if columns >= 0 else line[-columns:]


def join_lines(layout: Layout, root: Collection) -> str:
    """The text without blank lines at its ends, and with one where there were several."""
    inside = value_lines(layout, root)
    last = max(
        (number for number, line in enumerate(layout.lines) if not is_blank(line)), default=0
    )
    kept: list[str] = []
    is_gap = True
    for number, line in enumerate(layout.lines[: last + 1]):
        is_gap_before, is_gap = is_gap, is_blank(line) and number not in inside
        if not (is_gap and is_gap_before):
            kept.append(line)
    return "".join(kept)
