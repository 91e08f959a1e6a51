"""Places in a text whose lines end as they do in the file: with `\\n`, `\\r\\n` or `\\r`."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Lines(Struct, frozen=True, dict=True):
    """The lines of `text`. Numbers of lines count from 1, offsets and columns from 0."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(map(len, _LINE.findall(self.text)), initial=0))

    def start_of(self, number: int) -> int:
        """The offset at which the line starts; the end of the text for a line after the last."""
        return self._starts[min(number, len(self._starts)) - 1]

    def number_of(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def offset(self, number: int, column: int) -> int:
        return self.start_of(number) + column

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column, both from 1, as diagnostics count them: without the mark."""
        number = self.number_of(offset)
        start = self.start_of(number)
        column = offset - start + 1
        return number, column - (number == 1 and self.text.startswith("\ufeff"))

    def column(self, offset: int) -> int:
        """How many characters of its line are before `offset`, without the mark."""
        return self.place(offset)[1] - 1

    def begin(self, offset: int) -> int:
        """Where the line with the character at `offset` begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def end(self, offset: int) -> int:
        """Where the line with the character at `offset` ends, with its line end."""
        found = _LINE_END.search(self.text, offset)
        return found.end() if found else len(self.text)


def line_end_of(text: str) -> str:
    """How the first line of `text` ends; `\\n` if it has only one."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"
