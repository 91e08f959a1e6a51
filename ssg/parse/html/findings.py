"""What a check of a text finds, and helpers to look at its bytes."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from ssg.diagnostics import Diagnostic, Fix, Position
from ssg.parse.html.events import Scan, TextRun, find_index
from ssg.parse.html.source import Source

_QUOTED = 60


class BodyEdit(NamedTuple):
    """`text` in place of the bytes in `[start, end)` of the body; `title` says what it does."""

    start: int
    end: int
    text: str
    title: str


class Finding(NamedTuple):
    """A diagnostic to be, with its offset in the body.

    `literal` is what a reader sees on the page if the finding is right about it. `edit` does what
    the hint says, where nothing else can have been meant.
    """

    start: int
    code: str
    message: str
    hint: str
    literal: str = ""
    edit: BodyEdit | None = None

    def diagnostic(self, source: Source) -> Diagnostic:
        found = source.diagnostic(self.code, self.start, self.message, self.hint)
        if self.edit is None:
            return found
        start, end = source.locate(self.edit.start), source.locate(self.edit.end)
        fix = Fix(
            title=self.edit.title,
            start=Position(start.line, start.column),
            end=Position(end.line, end.column),
            text=self.edit.text,
            is_safe=True,
        )
        return replace(found, fixes=(fix,))


def iterate_suspect_blocks(scan: Scan) -> Iterator[Sequence[TextRun]]:
    """The blocks of text with a delimiter that is no markup. Most texts have none."""
    bounds = [*scan.text_blocks, len(scan.runs)]
    last = -1
    for offset in scan.delimiters:
        block = bisect_right(scan.text_blocks, find_index(scan.runs, offset + 1) - 1) - 1
        if block != last:
            yield scan.runs[bounds[block] : bounds[block + 1]]
        last = block


def iterate_text_blocks(scan: Scan) -> Iterator[Sequence[TextRun]]:
    """The runs of each paragraph, heading, list item or table cell."""
    for first, last in pairwise([*scan.text_blocks, len(scan.runs)]):
        yield scan.runs[first:last]


def find_offsets(data: bytes, sign: bytes) -> Iterator[int]:
    """Where `sign` is in `data`."""
    at = data.find(sign)
    while at >= 0:
        yield at
        at = data.find(sign, at + 1)


def is_escaped(data: bytes, run: TextRun, offset: int) -> bool:
    """Whether the character at `offset` in `run` is there because of a backslash."""
    # A run starts after the backslash that escapes its first character.
    return offset == run[0] and data[offset - 1 : offset] == b"\\"


def begins_line(data: bytes, run: TextRun) -> bool:
    """Whether `run` is the first on its line, but for the markers of quotations."""
    line = data.rfind(b"\n", 0, run[0]) + 1
    return not data[line : run[0]].strip(b" \t>")


def quote(source: Source, start: int, end: int) -> str:
    """The text in `[start, end)` on one line, cut short if it is long."""
    text = " ".join(source.slice(start, end).split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
