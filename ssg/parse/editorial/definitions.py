"""Definition lists: a term, and on a line below it a colon, a space and what it means."""

from ssg.parse.html.events import Scan
from ssg.parse.html.source import Source


def escape_colons(source: Source, scan: Scan) -> Source:
    """`source` with a backslash before colons that only pyromark reads as definitions.

    A space belongs to the sign of a definition, which `:warning: Text` lacks.
    """
    pieces: list[bytes] = []
    position = 0
    for _, tag, start in scan.block_tuples:
        colon = source.data.find(b":", start) if tag == "dd" else -1
        if colon >= 0 and source.data[colon + 1 : colon + 2].strip():
            pieces += [source.data[position:colon], b"\\"]
            position = colon
    if not pieces:
        return source
    text = b"".join([*pieces, source.data[position:]]).decode()
    return Source(path=source.path, text=text, first_line=source.first_line)
