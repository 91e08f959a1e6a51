"""Where an editor asks for something, and what is known there."""

from collections.abc import Callable
from pathlib import Path

from lsprotocol.types import Location, Position, Range
from pygls import uris

from ssg.language_server.lines import Lines
from ssg.language_server.names import Names
from ssg.language_server.places import FieldPlace, LinkPlace, place_at
from ssg.language_server.snapshot import Snapshot


class Cursor:
    """A place in the file at `path` of a site.

    `read` gives the lines of a file of the site as the editor has them, or as they are on the disk.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        names: Names,
        path: str,
        *,
        read: Callable[[str], Lines],
        position: Position,
    ) -> None:
        self.snapshot = snapshot
        self.names = names
        self.path = path
        self.read = read
        self.lines = read(path)
        self.spot = self.lines.spot(position)
        self.place: FieldPlace | LinkPlace | None = place_at(path, self.lines.texts, self.spot)

    def range_of(self, start: int, end: int) -> Range:
        """Characters of the cursor's line."""
        return self.lines.span(self.spot.line, start, end)

    def location(self, path: str, line: int = 1) -> Location:
        """The start of a line, from 1, in a file of the site."""
        at = Position(line=max(line, 1) - 1, character=0)
        return Location(uri=uri_of(self.snapshot.folder, path), range=Range(start=at, end=at))


def uri_of(folder: Path, path: str) -> str:
    return uris.from_fs_path(str(folder / path)) or ""
