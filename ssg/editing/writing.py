"""Writes values as YAML that ssg.yamltext reads as the same values."""

import re

from ssg.yamltext import Value, read_mapping

_WIDTH = 100
"""A list that is longer than this gets a line for each item."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


def write_scalar(text: str, *, quote: str = "") -> str:
    """`text` in quotes if it needs them, or if it had the quotation mark `quote` before.

    It can be anywhere: as the value of a field, in a list, and between brackets or braces.
    """
    if quote == "'" and not _ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return "'" + text.replace("'", "''") + "'"
    if quote != '"' and _is_plain(text):
        return text
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _is_plain(text: str) -> bool:
    """Whether `text` without quotes is read as it is, everywhere and without a warning."""
    if not text or "\n" in text or text != text.strip():
        return False
    mapping, diagnostics = read_mapping(f"a: {text}\nb:\n- {text}\nc: [{text}]\n", path="")
    expected = {"a": text, "b": [text], "c": [text]}
    return mapping is not None and not diagnostics and mapping.value == expected


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"


def write_flow(value: Value) -> str:
    """`value` on one line: `a`, `[a, b]`, `{a: b}`."""
    if isinstance(value, str):
        return write_scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(map(write_flow, value))}]"
    fields = (f"{write_scalar(key)}: {write_flow(one)}" for key, one in value.items())
    return f"{{{', '.join(fields)}}}"


def write_field(key: str, value: Value) -> list[str]:
    """The lines of a field: its value after the colon, or indented below it."""
    name = write_scalar(key)
    if isinstance(value, str) or not value:
        return [f"{name}: {write_flow(value)}"]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        line = f"{name}: {write_flow(value)}"
        if len(line) <= _WIDTH:
            return [line]
    return [f"{name}:", *(f"  {line}" for line in write_lines(value))]


def write_lines(value: Value) -> list[str]:
    """The lines of a value that is not on the line of its field."""
    if isinstance(value, str) or not value:
        return [write_flow(value)]
    if isinstance(value, dict):
        return [line for key, one in value.items() for line in write_field(key, one)]
    return [line for item in value for line in write_item(item)]


def write_item(value: Value) -> list[str]:
    """The lines of an item of a list: `- a`."""
    lines = write_lines(value)
    return [f"{'  ' if index else '- '}{line}" for index, line in enumerate(lines)]
