"""Keeps the additions to CommonMark to what authors write for them.

pyromark reads a line that starts with `:warning:` as a definition, and leaves out the unit of
`## Dose {mg}`, because braces could hold the attributes of a heading.
"""

import re
from collections.abc import Iterator

from ssg.parse.html.events import Scan
from ssg.parse.html.source import Source
from ssg.patterns import rare

_BRACES = rare(rb"(?P<escape>\\?)\{(?P<attributes>[^{}\n]*)\}(?=[ \t]*$)", re.MULTILINE)
_ATTRIBUTES = rare(rb":|(?:.*\s)?(?:#\S|\.[^\W\d])")

_Change = tuple[int, int, bytes]


def escape_false_additions(source: Source, scan: Scan) -> Source:
    """`source` with escapes for what only pyromark reads as an addition; lines stay the same."""
    pieces: list[bytes] = []
    position = 0
    for start, end, escaped in sorted([*_find_colons(source, scan), *_find_braces(source, scan)]):
        pieces += [source.data[position:start], escaped]
        position = end
    if not pieces:
        return source
    text = b"".join([*pieces, source.data[position:]]).decode()
    return Source(path=source.path, text=text, first_line=source.first_line)


def _find_colons(source: Source, scan: Scan) -> Iterator[_Change]:
    """Colons without the space that belongs to the sign of a definition."""
    for _, tag, start in scan.block_tuples:
        colon = source.data.find(b":", start) if tag == "dd" else -1
        if colon >= 0 and source.data[colon + 1 : colon + 2].strip():
            yield colon, colon + 1, rb"\:"


def _find_braces(source: Source, scan: Scan) -> Iterator[_Change]:
    """Braces at the end of a heading that hold neither an id nor a class."""
    # Few texts have any.
    for heading in scan.headings if b"{" in source.data else ():
        for found in _BRACES.finditer(source.data, heading.start, heading.end):
            if found["escape"] or not _ATTRIBUTES.match(found["attributes"].strip()):
                yield found.end() - 1, found.end(), b"&#125;"
