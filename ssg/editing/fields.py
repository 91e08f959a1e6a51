"""Edits the fields of a file by their places: every other byte stays as it was.

Each edit is proven before it is returned: what ssg.yamltext reads afterwards is what was asked for,
and nothing outside the fields has changed. What cannot be edited so is refused.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from ssg.editing.blocks import Block, front_matter, post_block, whole_file
from ssg.editing.errors import EditError
from ssg.editing.lines import Lines, line_end_of
from ssg.editing.nodes import Collection, Entry, Node, Scalar, is_blank, read_nodes
from ssg.editing.writing import write_field, write_flow, write_item, write_lines, write_scalar
from ssg.text import normalize_line_ends
from ssg.yamltext import Path, Value, field_name, read_mapping

__all__ = [
    "Block",
    "EditError",
    "append_item",
    "front_matter",
    "post_block",
    "remove_field",
    "set_field",
    "whole_file",
]

_BY_HAND = "change it by hand, then run 'ssg check'"


def set_field(
    text: str, where: Path, value: Value, *, block: Block, order: Sequence[str] = ()
) -> str:
    """`text` with `value` at `where`, which may not exist yet.

    A text keeps the quotation marks that it has. A new field is the last one of those around it;
    with `order`, the names of all fields in their order, it comes after the nearest one before it.
    Raises EditError if the fields have errors, or cannot be edited by places.
    """
    fields = _read(text, block)
    chain, rest = _descend(fields.root, where)
    if not rest:
        splice = _replace_value(fields, chain, value)
    else:
        splice = _add(fields, chain, rest, value, order)
    return _finish(fields, splice, _put(fields.value, where, _prune(value)), where)


def remove_field(text: str, where: Path, *, block: Block) -> str:
    """`text` without what is at `where`, and without a field or list that it leaves empty.

    The same text if there is nothing. Raises EditError, as `set_field` does.
    """
    fields = _read(text, block)
    chain, rest = _descend(fields.root, where)
    if rest:
        return text
    # What has nothing else in it goes as a whole.
    while len(chain) > 2 and len(_collection(chain[-2].node).entries) == 1:
        chain, where = chain[:-1], where[:-1]
    splice = _remove_entry(fields, _collection(chain[-2].node), chain[-1])
    return _finish(fields, splice, _delete(fields.value, where), where)


def append_item(
    text: str, where: Path, item: Value, *, block: Block, order: Sequence[str] = ()
) -> str:
    """`text` with `item` at the end of the list at `where`, which is made if there is none.

    `order` says where, as for `set_field`. Raises EditError as that does, and if what is there is
    no list.
    """
    fields = _read(text, block)
    chain, rest = _descend(fields.root, where)
    node = chain[-1].node
    if rest or (is_blank(node)):
        return set_field(text, where, [item], block=block, order=order)
    if isinstance(node, Scalar) or node.is_map:
        raise EditError(f"'{field_name(where)}' is not a list", _BY_HAND)
    splice = _add_item(fields, node, item)
    expected = _put(fields.value, (*where, len(node.items)), _prune(item))
    return _finish(fields, splice, expected, where)


class _Fields(Struct, frozen=True, kw_only=True):
    """The fields in `block` of `text`, and where they are."""

    text: str
    block: Block
    lines: Lines
    value: dict[str, Value]
    root: Collection


class _Splice(Struct, frozen=True):
    start: int
    end: int
    text: str


def _read(text: str, block: Block) -> _Fields:
    value = _read_value(text, block)
    root = read_nodes(text, block)
    return _Fields(text=text, block=block, lines=Lines(text), value=value, root=root)


def _read_value(text: str, block: Block) -> dict[str, Value]:
    """Raises EditError if the fields have errors."""
    yaml = normalize_line_ends(text[block.start : block.end])
    mapping, diagnostics = read_mapping(yaml, path="", first_line=block.first_line)
    if mapping is None:
        first = diagnostics[0]
        raise EditError(f"line {first.at.line}: {first.message}", first.hint)
    return mapping.value


def _descend(root: Collection, where: Path) -> tuple[list[Entry], Path]:
    """The entries that lead to `where`, from the root on, and what of `where` does not exist."""
    chain = [Entry(start=root.start, node=root)]
    for depth, part in enumerate(where):
        node = chain[-1].node
        entry = node.find(part) if isinstance(node, Collection) else None
        if entry is None:
            return chain, where[depth:]
        chain.append(entry)
    return chain, ()


def _collection(node: Node) -> Collection:
    assert isinstance(node, Collection), "only a collection has entries"
    return node


def _replace_value(fields: _Fields, chain: Sequence[Entry], value: Value) -> _Splice:
    entry = chain[-1]
    node = entry.node
    if is_blank(node):
        return _Splice(node.start, node.end, f" {write_flow(value)}")
    if isinstance(node, Scalar) and isinstance(value, str):
        return _Splice(node.start, node.end, write_scalar(value, quote=node.quote))
    is_inline = isinstance(node, Scalar) or node.is_flow
    if is_inline:
        return _Splice(node.start, node.end, write_flow(value))
    if isinstance(value, str):
        if entry.colon < 0:
            return _Splice(node.start, node.end, write_flow(value))
        # Comments below the name of the field stay there.
        start = fields.lines.begin(node.start)
        between = fields.text[entry.colon : start]
        end = fields.lines.end(node.end)
        return _Splice(entry.colon, end, f" {write_flow(value)}{between}")
    return _Splice(node.start, node.end, _join(fields, write_lines(value), node.start))


def _add(
    fields: _Fields, chain: Sequence[Entry], rest: Path, value: Value, order: Sequence[str]
) -> _Splice:
    """Adds what of a path does not exist, below the last of `chain`."""
    node = chain[-1].node
    part, inner = rest[0], _wrap(rest[1:], value)
    if isinstance(node, Scalar):
        if not node.is_blank:
            raise EditError("text cannot have fields", _BY_HAND)
        return _Splice(node.start, node.end, f" {write_flow(_wrap(rest, value))}")
    if not node.is_map:
        if part != len(node.items):
            raise EditError(f"the list has no item {part}", _BY_HAND)
        return _add_item(fields, node, inner)
    if not isinstance(part, str):
        raise EditError("fields have names, not numbers", _BY_HAND)
    is_flow = any(isinstance(one.node, Collection) and one.node.is_flow for one in chain)
    if is_flow:
        return _add_in_flow(node, f"{write_scalar(part)}: {write_flow(inner)}")
    return _add_field(fields, node, write_field(part, inner), _predecessor(node, part, order))


def _wrap(path: Path, value: Value) -> Value:
    """`value` in the fields and lists that lead to it."""
    if any(isinstance(part, int) and part for part in path):
        raise EditError("a new list begins with its first item", _BY_HAND)
    for part in reversed(path):
        value = {part: value} if isinstance(part, str) else [value]
    return value


def _predecessor(node: Collection, name: str, order: Sequence[str]) -> Entry | None:
    """The entry that a new field comes after; None if it is the first."""
    if name in order:
        before = set(order[: order.index(name)])
        known = [one for one in node.entries if one.key in before]
        return known[-1] if known else None
    return node.entries[-1] if node.entries else None


def _add_field(
    fields: _Fields, node: Collection, lines: Sequence[str], before: Entry | None
) -> _Splice:
    """Adds the `lines` of a field below the field `before`; with None, above all others."""
    if not node.entries:
        return _insert(fields, fields.block.end, lines)
    first = node.entries[0]
    column = fields.lines.column(first.start)
    indented = [f"{' ' * column}{line}" for line in lines]
    if before is not None:
        return _insert(fields, fields.lines.end(before.node.end), indented)
    # The first field may be on the line of a hyphen.
    text = "".join(f"{line}{_line_end(fields)}" for line in indented)
    return _Splice(first.start, first.start, text[column:] + " " * column)


def _add_in_flow(node: Collection, written: str) -> _Splice:
    at = node.entries[-1].node.end if node.entries else node.start + 1
    return _Splice(at, at, f", {written}" if node.entries else written)


def _add_item(fields: _Fields, node: Collection, item: Value) -> _Splice:
    if node.is_flow:
        return _add_in_flow(node, write_flow(item))
    last = node.entries[-1]
    column = fields.lines.column(last.start)
    lines = [f"{' ' * column}{line}" for line in write_item(item)]
    return _insert(fields, fields.lines.end(last.node.end), lines)


def _remove_entry(fields: _Fields, around: Collection, entry: Entry) -> _Splice:
    index = around.entries.index(entry)
    following = around.entries[index + 1 : index + 2]
    if around.is_flow:
        if following:
            return _Splice(entry.start, following[0].start, "")
        start = around.entries[index - 1].node.end if index else entry.start
        return _Splice(start, entry.node.end, "")
    begin = fields.lines.begin(entry.start)
    end = fields.lines.end(entry.node.end)
    if not fields.text[begin : entry.start].strip():
        return _Splice(begin, end, "")
    # It is on the line of a hyphen, where the next one takes its place.
    rest = fields.text[end : fields.block.end]
    return _Splice(entry.start, end + len(rest) - len(rest.lstrip()), "")


def _line_end(fields: _Fields) -> str:
    return line_end_of(fields.text)


def _join(fields: _Fields, lines: Sequence[str], at: int) -> str:
    """The `lines`, indented as what is `at` that offset."""
    indent = " " * fields.lines.column(at)
    return f"{_line_end(fields)}{indent}".join(lines)


def _insert(fields: _Fields, at: int, lines: Sequence[str]) -> _Splice:
    """Inserts whole lines; a file that ends without a line end still does."""
    end = _line_end(fields)
    if at and fields.text[at - 1] not in "\r\n\ufeff":
        return _Splice(at, at, "".join(f"{end}{line}" for line in lines))
    return _Splice(at, at, "".join(f"{line}{end}" for line in lines))


def _finish(fields: _Fields, splice: _Splice, expected: Value, where: Path) -> str:
    """The text after the change, if that is all that it does. Raises EditError otherwise."""
    text, block = fields.text, fields.block
    changed = text[: splice.start] + splice.text + text[splice.end :]
    found = block.find(changed)
    is_outside = splice.start < block.start or splice.end > block.end
    is_moved = changed[: found.start] != text[: block.start]
    is_moved = is_moved or changed[found.end :] != text[block.end :]
    try:
        is_right = _read_value(changed, found) == expected
    except EditError:
        is_right = False
    if is_outside or is_moved or not is_right:
        name = field_name(where)
        raise EditError(f"'{name}' cannot be changed as it is written here", _BY_HAND)
    return changed


def _prune(value: Value) -> Value:
    """`value` as it is read: what is blank counts as absent."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [_prune(one) for one in value if not _is_blank(one)]
    return {key: _prune(one) for key, one in value.items() if not _is_blank(one)}


def _is_blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()


def _put(value: Any, where: Path, new: Value) -> Value:
    """A copy of `value` with `new` at `where`."""
    if not where:
        return new
    part, rest = where[0], where[1:]
    if isinstance(part, int):
        items = list(value) if isinstance(value, list) else []
        inner = items[part] if part < len(items) else {}
        return [*items[:part], _put(inner, rest, new), *items[part + 1 :]]
    named = dict(value) if isinstance(value, dict) else {}
    return {**named, part: _put(named.get(part, {}), rest, new)}


def _delete(value: Any, where: Path) -> Value:
    """A copy of `value` without what is at `where`."""
    part, rest = where[0], where[1:]
    if isinstance(value, list):
        assert isinstance(part, int), "a list has indexes"
        inner = [_delete(value[part], rest)] if rest else []
        return [*value[:part], *inner, *value[part + 1 :]]
    if rest:
        return {**value, part: _delete(value[part], rest)}
    return {name: one for name, one in value.items() if name != part}
