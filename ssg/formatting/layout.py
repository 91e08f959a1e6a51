"""The lines of a text, and which of them hold values."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from ssg.editing.lines import Lines
from ssg.editing.nodes import Collection, Entry, Node


class Layout(Struct, frozen=True, dict=True):
    """A text with its lines, each with its line end. Lines and columns count from 0."""

    text: str

    @cached_property
    def _index(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def lines(self) -> list[str]:
        starts = [self._index.start_of(number + 1) for number in range(self._count)]
        return [
            self.text[start:end]
            for start, end in zip(starts, [*starts[1:], len(self.text)], strict=True)
        ]

    @property
    def _count(self) -> int:
        return self._index.number_of(len(self.text) - 1) if self.text else 0

    def line_of(self, offset: int) -> int:
        return self._index.number_of(min(offset, len(self.text) - 1)) - 1

    def start_of(self, line: int) -> int:
        return self._index.start_of(line + 1)

    def column_of(self, offset: int) -> int:
        return offset - self._index.begin(offset)

    def end_of_line(self, offset: int) -> int:
        """Where the line with `offset` ends, without its line end."""
        start = self._index.begin(offset)
        return start + len(self.lines[self.line_of(offset)].rstrip("\r\n"))


def is_blank(line: str) -> bool:
    return not line.strip()


def is_comment(line: str, *, at_most: int) -> bool:
    """Whether the line is a comment that is indented by `at_most` columns."""
    rest = line.lstrip(" ")
    return rest.startswith("#") and len(line) - len(rest) <= at_most


def entries_in(node: Node) -> Iterator[Entry]:
    """All entries of a collection, and of those in it, that are on lines of their own."""
    if isinstance(node, Collection) and not node.is_flow:
        for entry in node.entries:
            yield entry
            yield from entries_in(entry.node)


def value_lines(layout: Layout, root: Collection) -> set[int]:
    """The lines in which a value or a name is; all others are comments and blank lines."""
    found: set[int] = set()
    for entry in entries_in(root):
        found.add(layout.line_of(entry.start))
        node = entry.node
        if not isinstance(node, Collection) or node.is_flow:
            last = layout.line_of(max(node.end - 1, entry.start))
            found.update(range(layout.line_of(entry.start), last + 1))
    return found
