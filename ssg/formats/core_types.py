"""What parsers of YAML 1.2 make of texts that ssg reads as they are written.

https://yaml.org/spec/1.2.2/#103-core-schema
"""

import re
from math import isfinite

from ssg.yamltext import Value

Typed = str | int | float | bool | None | list["Typed"] | dict[str, "Typed"]

_LONGEST = 300
"""A longer number is none that an editor meant, and JSON's readers may give up on it."""
_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+", re.ASCII)
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)


def core_scalar(text: str) -> str | int | float | bool | None:
    """The value of an unquoted scalar. Infinity and `.nan` stay text: JSON has neither."""
    if _NULL.fullmatch(text):
        return None
    if len(text) > _LONGEST:
        return text
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text[0] in "tT"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    if _FLOAT.fullmatch(text) and isfinite(number := float(text)):
        return number
    return text


def core_value(value: Value) -> Typed:
    """The value as if none of its scalars were in quotes."""
    if isinstance(value, str):
        return core_scalar(value)
    if isinstance(value, list):
        return [core_value(one) for one in value]
    return {key: core_value(one) for key, one in value.items()}
