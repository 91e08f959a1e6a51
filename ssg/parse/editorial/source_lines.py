"""Lines of a text as an editor sees them, for reports that quote them."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from ssg.parse.html.source import Source

_QUOTED = 40
"""How many characters of a line are quoted."""
_PREFIX = re.compile(r"(?:[ ]{0,3}>[ ]?)*")
_NOT_WORDS = re.compile(r"[\W_]+")
_MARKER = re.compile(r"\s*(?:[-+*:]|\d{1,9}[.)])\s+")


class Line(Struct, frozen=True, kw_only=True):
    """A line, with its text after the marks of a quotation."""

    start: int
    """The offset of the line in bytes."""
    quotation: str
    content: str
    above: str
    """The content of the line above it."""

    @property
    def text(self) -> str:
        return self.content.strip()

    @property
    def indent(self) -> int:
        content = self.content.expandtabs(4)
        return len(content) - len(content.lstrip(" "))

    @property
    def text_start(self) -> int:
        """The offset of its text."""
        spaces = self.content[: len(self.content) - len(self.content.lstrip())]
        return self.start + len((self.quotation + spaces).encode())

    @property
    def quote(self) -> str:
        """Its text, shortened, in quotation marks."""
        text = self.text
        return f"'{text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + '…'}'"


class SourceLines(Struct, frozen=True, dict=True):
    source: Source

    @cached_property
    def _starts(self) -> list[int]:
        """The offsets of all lines, and of the end."""
        data = self.source.data
        return [0, *(found.end() for found in re.finditer(rb"\n", data)), len(data) + 1]

    @cached_property
    def _lines(self) -> list[Line]:
        lines: list[Line] = []
        above = ""
        for start, end in pairwise(self._starts):
            text = self.source.slice(start, end).removesuffix("\n")
            prefix = _PREFIX.match(text)
            quotation = prefix[0] if prefix else ""
            content = text[len(quotation) :]
            lines.append(Line(start=start, quotation=quotation, content=content, above=above))
            above = content
        return lines

    def at(self, offset: int) -> Line:
        return self._lines[self.source.line_at(offset) - self.source.first_line]

    def between(self, start: int, end: int) -> Iterator[Line]:
        """The lines from the one at `start` to the last one that starts before `end`."""
        first = self.source.line_at(start) - self.source.first_line
        for index in range(first, len(self._lines)):
            if index > first and self._lines[index].start >= end:
                return
            yield self._lines[index]

    def find(self, words: str, start: int) -> Line | None:
        """The first line at `start` or after it whose letters and digits begin `words`."""
        for line in self.between(start, len(self.source.data) + 1):
            for text in (line.content, _MARKER.sub("", line.content, count=1)):
                own = _NOT_WORDS.sub("", text)
                if own and (words.startswith(own) or (words and own.startswith(words))):
                    return line
        return None
