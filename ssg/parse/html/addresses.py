"""Finds how the address of a link is written."""

import re
from collections.abc import Callable
from html import unescape

from ssg.model.documents import WrittenAddress
from ssg.parse.html.source import Source

_ADDRESS = re.compile(
    rb"\]\(\s*<?([^\s<>()]+)|(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`=]+))",
    re.IGNORECASE,
)
_MOST_BYTES = 2000
"""How far from the start of its link an address is looked for, so that the cost stays linear."""


def find_address(
    source: Source, start: int, is_meant: Callable[[str], bool]
) -> WrittenAddress | None:
    """How the address of the link at `start` is written, if it is on the same line as that.

    `is_meant` says whether a text is that address.
    """
    end = source.data.find(b"\n", start, start + _MOST_BYTES)
    end = end if end >= 0 else start + _MOST_BYTES
    for found in _ADDRESS.finditer(source.data, start, end):
        group = found.lastindex or 0
        text = found[group].decode(errors="replace")
        if is_meant(unescape(text)):
            return measure_address(source.locate(found.start(group)).column, text)
    return None


def measure_address(column: int, text: str) -> WrittenAddress:
    """The address that is written as `text`, and starts in `column`."""
    path, mark, anchor = text.partition("#")
    return WrittenAddress(column, len(path), len(anchor) if mark else 0)
