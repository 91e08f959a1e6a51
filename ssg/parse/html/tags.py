"""Finds the tags of raw HTML in a text, each with its place."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ssg.parse.html.events import Scan
from ssg.parse.html.source import Source
from ssg.patterns import rare

_TAG = rare(
    rb"<!--.*?(?:-->|\Z)|<[!?][^>]*>?|</?(?P<name>[a-z][a-z0-9-]*)[^<>]*>?",
    re.IGNORECASE | re.DOTALL,
)

TAG_START = re.compile(rb"<(?!https?://)")
"""Wherever a tag, a comment or a declaration may start. A web address in '<' and '>' is none."""


class TagNode(NamedTuple):
    """A tag, a comment or a declaration; `name` is in lower case, empty for the last two."""

    start: int
    name: str
    text: str
    """What is written, up to the end of its first line."""


def find_tags(source: Source, scan: Scan) -> Iterator[TagNode]:
    """All tags, comments and declarations in raw HTML, in the order of the text."""
    for node in scan.html:
        for found in _TAG.finditer(source.data, node.start, node.end):
            name = (found["name"] or b"").decode().lower()
            text = found[0].partition(b"\n")[0].decode()
            yield TagNode(found.start(), name, text)
