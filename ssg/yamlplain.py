"""Reads the plainest YAML, as most front matter is, at a fraction of the parser's cost.

A field has its whole value on its line, or below it a list of values or fields with values. A test
compares the result with the parser's, places included. Nothing is explained here: whatever else a
text contains, the parser reads it.
"""

import re
from typing import Any, NamedTuple

from msgspec import Struct

_Where = tuple[str | int, ...]


class PlainMark(Struct, frozen=True, gc=False):
    """A line and a column, both from 0, as the parser counts them."""

    line: int
    column: int


class PlainMapping(NamedTuple):
    """A mapping, with the marks of its values and keys."""

    value: dict[str, Any]
    values: dict[_Where, PlainMark]
    keys: dict[_Where, PlainMark]


# Neither a letter nor a digit is an indicator, and no comment ends a scalar: no text with a '#'
# gets here (https://yaml.org/spec/1.1/#id907281). Blank text in quotes is no value.
_PLAIN = r"[^\W_][^:\n]*+(?::[^ \n][^:\n]*+)*+(?<! )"
_SCALAR = rf"(?:{_PLAIN}|' *+[^' \n][^'\n]*+'|\" *+[^\"\\ \n][^\"\\\n]*+\")"
_NAME = r"[a-z][a-z0-9_]{0,60}"
_FLOW_ITEM = re.compile(r"[^\W_][\w-]*+")
_FIELD = re.compile(
    rf"(?P<name>{_NAME}):(?:"
    rf" (?:(?P<scalar>{_SCALAR})|\[(?P<flow>{_FLOW_ITEM.pattern}(?:, {_FLOW_ITEM.pattern})*+)\])\n"
    rf"|\n(?:(?P<items>(?:- {_SCALAR}\n)++|(?:  - {_SCALAR}\n)++)"
    rf"|(?P<fields>(?:  {_NAME}: {_SCALAR}\n)++)))"
)
_LINE = re.compile(r"(?P<indent> *)(?:- |(?P<name>\w+): )(?P<scalar>[^\n]+)\n")


def read_plain_mapping(text: str) -> PlainMapping | None:
    """`text` as the mapping that it is, or None if it is not plain."""
    # Controls, tabs, joiners and all spaces but one are not printable; a '#' may begin a comment.
    if "#" in text or not text.replace("\n", "").isprintable():
        return None
    position = line = len(text) - len(text.lstrip("\n"))
    mapping = PlainMapping({}, {(): PlainMark(line, 0)}, {})
    value, values, keys = mapping
    for field in _FIELD.finditer(text, position):
        name, scalar = field.group("name", "scalar")
        path = (name,)
        if field.start() != position or path in keys:
            return None
        position = field.end()
        keys[path] = PlainMark(line, 0)
        # Nearly all fields are a line.
        if scalar is not None:
            value[name] = _unquote(scalar)
            values[path] = PlainMark(line, len(name) + 2)
            line += 1
        elif not _add_list_or_fields(mapping, field, line):
            return None
        else:
            line += field[0].count("\n")
    return mapping if value and position == len(text) else None


def _add_list_or_fields(mapping: PlainMapping, field: re.Match[str], line: int) -> bool:
    """Add `field`, which begins on `line`; False if a field below it is given twice."""
    name, _, flow, items, fields = field.groups()
    if flow is not None:
        mapping.value[name] = flow.split(", ")
        mapping.values[name,] = PlainMark(line, len(name) + 2)
        for index, item in enumerate(_FLOW_ITEM.finditer(flow)):
            mapping.values[name, index] = PlainMark(line, len(name) + 3 + item.start())
    elif items is not None:
        mapping.value[name] = _read_items(mapping, name, items, line + 1)
    else:
        mapping.value[name] = read = _read_fields(mapping, name, fields, line + 1)
        return len(read) == fields.count("\n")
    return True


def _read_items(mapping: PlainMapping, name: str, text: str, first_line: int) -> list[str]:
    items: list[str] = []
    for index, found in enumerate(_LINE.finditer(text)):
        line = first_line + index
        mapping.values.setdefault((name,), PlainMark(line, len(found["indent"])))
        mapping.values[name, index] = PlainMark(line, found.start("scalar") - found.start())
        items.append(_unquote(found["scalar"]))
    return items


def _read_fields(mapping: PlainMapping, outer: str, text: str, first_line: int) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line, found in enumerate(_LINE.finditer(text), first_line):
        path = (outer, found["name"])
        mapping.keys[path] = mark = PlainMark(line, len(found["indent"]))
        mapping.values.setdefault((outer,), mark)
        mapping.values[path] = PlainMark(line, found.start("scalar") - found.start())
        fields[found["name"]] = _unquote(found["scalar"])
    return fields


def _unquote(scalar: str) -> str:
    return scalar[1:-1] if scalar[0] in "'\"" else scalar
