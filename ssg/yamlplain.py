"""Reads the plainest YAML, as most files have it, at a fraction of the parser's cost.

A field has its whole value on its line, or below it a list or fields of its own. Comments have
lines of their own. A test compares the result with the parser's, places included. Nothing is
explained here: whatever else a text contains, the parser reads it.
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


# Neither a letter nor a digit is an indicator, and no comment ends a scalar: no line with a '#' in
# it gets here (https://yaml.org/spec/1.1/#id907281). Blank text in quotes is no value.
_PLAIN = r"[^\W_][^:\n]*+(?::[^ \n][^:\n]*+)*+(?<! )"
_SCALAR = rf"(?:{_PLAIN}|' *+[^' \n][^'\n]*+'|\" *+[^\"\\ \n][^\"\\\n]*+\")"
_NAME = r"[a-z][a-z0-9_]{0,60}"
_FLOW_ITEM = re.compile(r"[^\W_][\w-]*+(?: [\w-]++)*+")
_FIELD = re.compile(
    rf"(?P<name>{_NAME}):(?:"
    rf" (?:(?P<scalar>{_SCALAR})|\[(?P<flow>{_FLOW_ITEM.pattern}(?:, {_FLOW_ITEM.pattern})*+)\])\n"
    rf"|\n(?P<block>(?:  [^\n]*+\n)++|(?:- [^\n]*+\n(?:  [^\n]*+\n)*+)++))"
)
_ITEM = re.compile(rf"- (?:(?P<scalar>{_SCALAR})\n|(?P<fields>[^\n]*+\n(?:  [^\n]*+\n)*+))")
_LEFT_OUT = re.compile(r" *+(?:#.*)?")
_MAX_DEPTH = 8
"""Lists and fields in each other: more than any setting has."""


def read_plain_mapping(text: str) -> PlainMapping | None:
    """`text` as the mapping that it is, or None if it is not plain."""
    # Controls, tabs, joiners and all spaces but one are not printable.
    if not text.replace("\n", "").isprintable():
        return None
    if "#" in text or "\n\n" in text:
        return _read_without_comments(text)
    first_line = int(text.startswith("\n"))
    return _Reader().read(text[first_line:], first_line)


def _read_without_comments(text: str) -> PlainMapping | None:
    """As `read_plain_mapping`, if all comments have lines of their own, which are left out."""
    lines = text.split("\n")
    numbers = [number for number, line in enumerate(lines) if not _LEFT_OUT.fullmatch(line)]
    rest = "".join([f"{lines[number]}\n" for number in numbers])
    mapping = None if "#" in rest else _Reader().read(rest, 0)
    if mapping:
        for marks in (mapping.values, mapping.keys):
            for path, mark in marks.items():
                marks[path] = PlainMark(numbers[mark.line], mark.column)
    return mapping


class _Reader:
    """Its methods give None for what is not plain. `line` and `column` are where a text starts."""

    def __init__(self) -> None:
        self._values: dict[_Where, PlainMark] = {}
        self._keys: dict[_Where, PlainMark] = {}

    def read(self, text: str, line: int) -> PlainMapping | None:
        fields = self._read_fields(text, (), line, 0)
        return PlainMapping(fields, self._values, self._keys) if fields else None

    def _read_fields(
        self, text: str, where: _Where, line: int, column: int
    ) -> dict[str, Any] | None:
        fields: dict[str, Any] = {}
        values, keys = self._values, self._keys
        values[where] = PlainMark(line, column)
        position = 0
        for field in _FIELD.finditer(text):
            name, scalar = field.group("name", "scalar")
            if field.start() != position or name in fields:
                return None
            position = field.end()
            path = (*where, name)
            keys[path] = PlainMark(line, column)
            # Nearly all fields are a line.
            if scalar is not None:
                fields[name] = _unquote(scalar)
                values[path] = PlainMark(line, column + len(name) + 2)
                line += 1
            elif value := self._read_list_or_fields(field, path, line, column):
                fields[name] = value
                line += field[0].count("\n")
            else:
                return None
        return fields if position == len(text) else None

    def _read_list_or_fields(
        self, field: re.Match[str], path: _Where, line: int, column: int
    ) -> list[Any] | dict[str, Any] | None:
        name, _, flow, block = field.groups()
        if flow is not None:
            return self._read_flow(flow, path, line, column + len(name) + 2)
        if len(path) > _MAX_DEPTH:
            return None
        if block.startswith("  "):
            block = _dedent(block[2:])
            column += 2
        if block.startswith("- "):
            return self._read_items(block, path, line + 1, column)
        return self._read_fields(block, path, line + 1, column)

    def _read_flow(self, text: str, path: _Where, line: int, column: int) -> list[Any]:
        self._values[path] = PlainMark(line, column)
        for index, item in enumerate(_FLOW_ITEM.finditer(text)):
            self._values[*path, index] = PlainMark(line, column + 1 + item.start())
        return text.split(", ")

    def _read_items(self, text: str, path: _Where, line: int, column: int) -> list[Any] | None:
        items: list[Any] = []
        self._values[path] = PlainMark(line, column)
        position = 0
        for item in _ITEM.finditer(text):
            if item.start() != position:
                return None
            position = item.end()
            where = (*path, len(items))
            scalar, fields = item.groups()
            if scalar is not None:
                items.append(_unquote(scalar))
                self._values[where] = PlainMark(line, column + 2)
            elif read := self._read_fields(_dedent(fields), where, line, column + 2):
                items.append(read)
            else:
                return None
            line += item[0].count("\n")
        return items if position == len(text) else None


def _dedent(text: str) -> str:
    """`text` with its lines but the first two spaces further to the left."""
    return text.replace("\n  ", "\n")


def _unquote(scalar: str) -> str:
    return scalar[1:-1] if scalar[0] in "'\"" else scalar
