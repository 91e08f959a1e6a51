"""The body of a file, from byte offsets to lines and columns."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from ssg.diagnostics import Diagnostic, Location


class Source(Struct, frozen=True, kw_only=True, dict=True):
    """The body of a file, and the line of the file on which it starts."""

    path: str
    text: str
    """With `\\n` at the end of each line."""
    first_line: int

    @cached_property
    def data(self) -> bytes:
        return self.text.encode()

    @cached_property
    def _line_starts(self) -> list[int]:
        # The last line has an end, too.
        lines = (self.data + b"\n").splitlines(keepends=True)
        return list(accumulate(map(len, lines), initial=0))

    @cached_property
    def _continuation_bytes(self) -> Sequence[int]:
        """The offsets of UTF-8's continuation bytes."""
        if self.text.isascii():
            return ()
        return array("I", (found.start() for found in re.finditer(rb"[\x80-\xbf]", self.data)))

    def line_at(self, offset: int) -> int:
        return self.first_line + bisect_right(self._line_starts, offset) - 1

    def locate(self, offset: int) -> Location:
        row = bisect_right(self._line_starts, offset) - 1
        start = self._line_starts[row]
        # Bisection keeps the cost of a long line with many links linear.
        inner = self._continuation_bytes
        column = offset - start - (bisect_left(inner, offset) - bisect_left(inner, start)) + 1
        return Location(path=self.path, line=self.first_line + row, column=column)

    def diagnostic(self, code: str, offset: int, message: str, hint: str = "") -> Diagnostic:
        return Diagnostic(code=code, at=self.locate(offset), message=message, hint=hint)

    def part(self, text: "ByteRange") -> "Source":
        """A part that begins a line, as a text of its own."""
        part = self.slice(text.start, text.end)
        return Source(path=self.path, text=part, first_line=self.line_at(text.start))

    def slice(self, start: int, end: int) -> str:
        return self.data[start:end].decode(errors="replace")


class ByteRange(Struct, frozen=True, kw_only=True):
    """A part of a body: the bytes in `[start, end)`."""

    start: int
    end: int
