"""A text by lines, with places as ssg and as the protocol count them.

Both start a line after `\\n`, `\\r\\n` and `\\r` alone. ssg counts lines from 1 and columns in
characters from 1. The protocol counts both from 0, and columns in the units that editor and server
have agreed on: by default, those of UTF-16.
https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#position
"""

import re
from typing import NamedTuple

from lsprotocol.types import Position, PositionEncodingKind, Range

from ssg.text import normalize_line_ends

_BOM = "\ufeff"
# What a mistake most likely is about, from where it starts.
_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s,\[\]{}()\"']+")


class Spot(NamedTuple):
    """A place between two characters: line and character, both from 0."""

    line: int
    character: int


class Lines:
    """The lines of `text`, for an editor that counts in `encoding`."""

    def __init__(self, text: str, encoding: str = PositionEncodingKind.Utf16) -> None:
        # ssg reads a file without its byte order mark.
        self._mark = len(_BOM) if text.startswith(_BOM) else 0
        self.texts = normalize_line_ends(text[self._mark :]).split("\n")
        self.encoding = encoding

    def spot(self, position: Position) -> Spot:
        """What the editor's `position` is; one that is past an end is at that end."""
        if position.line >= len(self.texts):
            return Spot(len(self.texts) - 1, len(self.texts[-1]))
        text, left, character = self.texts[position.line], position.character, 0
        left -= self._mark if position.line == 0 else 0
        for one in text:
            left -= self._units(one)
            if left < 0:
                break
            character += 1
        return Spot(position.line, character)

    def position(self, line: int, character: int) -> Position:
        """The editor's position of a place; one that is past an end is at that end."""
        line = min(max(line, 0), len(self.texts) - 1)
        units = self._units(self.texts[line][: max(character, 0)])
        return Position(line=line, character=units + (self._mark if line == 0 else 0))

    def span(self, line: int, start: int, end: int) -> Range:
        return Range(start=self.position(line, start), end=self.position(line, end))

    def range_at(self, line: int, column: int) -> Range:
        """What to mark for a diagnostic at a line and column of ssg: the word there.

        A whole file (line 0) is marked at its first line.
        """
        index = min(max(line, 1), len(self.texts)) - 1
        text = self.texts[index]
        if not line or not column:
            return self.span(index, len(text) - len(text.lstrip()), len(text.rstrip()))
        start = min(column - 1, len(text))
        word = _WORD.match(text, start)
        if word:
            return self.span(index, start, word.end())
        # A mark without a length is not shown.
        end = min(start + 1, len(text))
        return self.span(index, min(start, max(end - 1, 0)), end)

    def whole(self) -> Range:
        last = len(self.texts) - 1
        return Range(
            start=Position(line=0, character=0), end=self.position(last, len(self.texts[-1]))
        )

    def _units(self, text: str) -> int:
        if self.encoding == PositionEncodingKind.Utf32 or text.isascii():
            return len(text)
        encoding, size = (
            ("utf-8", 1) if self.encoding == PositionEncodingKind.Utf8 else ("utf-16-le", 2)
        )
        return len(text.encode(encoding, "surrogatepass")) // size
