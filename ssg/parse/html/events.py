"""What a text says in CommonMark: one pass over its event stream.

pyromark's events carry byte ranges; everything here is in byte offsets of the
encoded body, and `Source` turns them into lines and columns of the file.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

import pyromark
from msgspec import Struct, field
from pyromark import Options

from ssg.diagnostics import Diagnostic, Location
from ssg.text import without_control

MAX_DEPTH = 32
EXCERPT = 200
_ENOUGH = 2 * EXCERPT
"""So many characters hold an excerpt, whatever spaces there are among them."""

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
)
SMART_OPTIONS = OPTIONS | Options.ENABLE_SMART_PUNCTUATION

_TAGS = {
    "BlockQuote": "blockquote",
    "DefinitionList": "dl",
    "DefinitionListDefinition": "dd",
    "DefinitionListTitle": "dt",
    "FootnoteDefinition": "footnote",
    "Item": "li",
    "List": "ul",
    "Table": "table",
}
_BY_LABEL = frozenset({"Reference", "Collapsed", "Shortcut"})


class Source(Struct, frozen=True, kw_only=True, dict=True):
    """A body and where it stands in its file."""

    path: str
    text: str
    first_line: int

    @cached_property
    def data(self) -> bytes:
        return self.text.encode()

    @cached_property
    def _line_starts(self) -> list[int]:
        lines = self.data.split(b"\n")
        return list(accumulate([len(line) + 1 for line in lines], initial=0))

    @cached_property
    def _continued(self) -> Sequence[int]:
        """Where UTF-8 continues a character, as byte offsets."""
        if self.text.isascii():
            return ()
        return array("I", (found.start() for found in re.finditer(rb"[\x80-\xbf]", self.data)))

    def line(self, offset: int) -> int:
        return self.first_line + bisect_right(self._line_starts, offset) - 1

    def at(self, offset: int) -> Location:
        row = bisect_right(self._line_starts, offset) - 1
        start = self._line_starts[row]
        # Bytes that begin no character, counted so that a long line with many links is read once.
        within = bisect_left(self._continued, offset) - bisect_left(self._continued, start)
        column = offset - start - within + 1
        return Location(path=self.path, line=self.first_line + row, column=column)

    def diagnostic(self, code: str, offset: int, message: str, hint: str = "") -> Diagnostic:
        return Diagnostic(code=code, at=self.at(offset), message=message, hint=hint)

    def too_deep(self, offset: int) -> Diagnostic:
        message = f"blocks are nested deeper than {MAX_DEPTH}"
        return self.diagnostic("T05", offset, message, "use fewer levels")

    def slice(self, start: int, end: int) -> str:
        return self.data[start:end].decode(errors="replace")


# What is seen starts with its `start`, so that a list of it is in order as it stands.


class HeadingSeen(NamedTuple):
    start: int
    end: int
    level: int
    depth: int
    text: str


class CodeSeen(NamedTuple):
    start: int
    end: int
    depth: int
    info: str | None
    """The info string of a fenced block; None for an indented one."""
    text: str
    text_start: int


class LinkSeen(NamedTuple):
    """A link or an image; `label` is set when its address is defined elsewhere."""

    start: int
    href: str
    is_image: bool
    label: str | None


class FootnoteSeen(NamedTuple):
    """A footnote's number in the text, or its definition."""

    start: int
    label: str


Run = tuple[int, int]
"""Where text that stands together, in no link and no code, starts and ends."""


class Block(NamedTuple):
    """A block as HTML names it, `depth` containers deep."""

    depth: int
    tag: str
    start: int


class Seen(Struct, kw_only=True):
    """What was found in a body, each kind in the order of the text."""

    headings: list[HeadingSeen] = field(default_factory=list)
    code: list[CodeSeen] = field(default_factory=list)
    links: list[LinkSeen] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    html: list[int] = field(default_factory=list)
    """Where raw HTML starts: each block of it, and each tag in running text."""
    footnotes_used: list[FootnoteSeen] = field(default_factory=list)
    footnotes_defined: list[FootnoteSeen] = field(default_factory=list)
    shape: list[tuple[int, str, int]] = field(default_factory=list)
    """The `blocks`, as plain tuples, since most texts are never asked for them."""
    prose: list[tuple[int, str]] = field(default_factory=list)
    """Pieces of running text with their offsets, no more of them than an excerpt needs."""
    words: list[int] = field(default_factory=list)
    """Where something starts that a reader would see: text, code, an image."""
    too_deep: int | None = None
    """Where nesting passed the bound; what comes after was not read."""

    @property
    def blocks(self) -> list[Block]:
        """The block structure."""
        return [Block(*block) for block in self.shape]

    def first_word(self, start: int, end: int) -> int | None:
        """Where the first thing that a reader would see starts in `[start, end)`."""
        index = bisect_left(self.words, start)
        found = index < len(self.words) and self.words[index] < end
        return self.words[index] if found else None


def observe(source: Source, options: Options = OPTIONS) -> Seen:
    """One pass over the events of `source`, which ends early where nesting is too deep."""
    observer = _Observer()
    seen = observer.seen
    # There are a hundred events in a short text; the most frequent kinds come first.
    event: Any
    for event, span in pyromark.events_with_range(source.text, options=options):
        start = span["start"]
        if isinstance(event, str):
            observer.mark(event, start)
            continue
        ((kind, value),) = event.items()
        if kind == "Text":
            observer.text(value, start, span["end"])
        elif kind == "End":
            if value != "Paragraph":
                observer.close(value, span["end"])
        elif kind == "Start":
            observer.open(value, start, span["end"])
            if seen.too_deep is not None:
                break
        elif kind == "Code":
            observer.word(value, start)
        elif kind == "InlineHtml":
            seen.html.append(start)
        elif kind == "FootnoteReference":
            seen.footnotes_used.append(FootnoteSeen(start, value))
    return seen


class _Observer:
    """What is open at an event, and what has been seen before it."""

    def __init__(self) -> None:
        self.seen = Seen()
        self._depth = 0
        self._links = 0
        self._heading: tuple[int, int, int] | None = None
        self._heading_text: list[str] = []
        self._code: tuple[str | None, int, int] | None = None
        self._code_text: list[str] = []
        self._code_start = 0
        self._prose_length = 0

    def mark(self, name: str, start: int) -> None:
        """A line between blocks, or the end of a line of text."""
        if name == "Rule":
            self.seen.shape.append((self._depth, "hr", start))
        else:
            self._prose(start, " ")

    def text(self, value: str, start: int, end: int) -> None:
        if self._code:
            if not self._code_text:
                self._code_start = start
            self._code_text.append(value)
            return
        self.word(value, start)
        if self._links:
            return
        runs = self.seen.runs
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))

    def word(self, value: str, start: int) -> None:
        self.seen.words.append(start)
        if self._heading:
            self._heading_text.append(value)
        elif self._prose_length <= _ENOUGH:
            self._prose(start, value)

    def _prose(self, start: int, text: str) -> None:
        if self._prose_length <= _ENOUGH:
            self.seen.prose.append((start, text))
            self._prose_length += len(text)

    def open(self, tag: Any, start: int, end: int) -> None:
        if tag == "Paragraph":
            self.seen.shape.append((self._depth, "p", start))
            self._prose(start, " ")
            return
        name: str
        value: Any
        name, value = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        if name in _TAGS:
            self._container(name, value, start)
        elif name == "Heading":
            self._heading = (int(value["level"][1]), start, self._depth)
            self._heading_text = []
            self.seen.shape.append((self._depth, value["level"].lower(), start))
        elif name == "CodeBlock":
            info = value["Fenced"] if isinstance(value, dict) else None
            self._code = (info, start, self._depth)
            self._code_text = []
            self._code_start = end
            self.seen.words.append(start)
            self.seen.shape.append((self._depth, "pre", start))
        elif name in ("Link", "Image"):
            self._links += 1
            self.seen.words.append(start)
            self.seen.links.append(_link(value, start, is_image=name == "Image"))
        elif name == "TableCell":
            self._prose(start, " ")
        elif name == "HtmlBlock":
            self.seen.html.append(start)

    def _container(self, name: str, value: Any, start: int) -> None:
        if name == "FootnoteDefinition":
            self.seen.footnotes_defined.append(FootnoteSeen(start, value))
        tag = "ol" if name == "List" and value is not None else _TAGS[name]
        self.seen.shape.append((self._depth, tag, start))
        self._prose(start, " ")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self.seen.too_deep = start

    def close(self, tag: Any, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _TAGS:
            self._depth -= 1
        elif name in ("Link", "Image"):
            self._links -= 1
        elif name == "Heading" and self._heading:
            level, start, depth = self._heading
            text = "".join(self._heading_text)
            self.seen.headings.append(HeadingSeen(start, end, level, depth, text))
            self._heading = None
        elif name == "CodeBlock" and self._code:
            info, start, depth = self._code
            text = "".join(self._code_text)
            self.seen.code.append(CodeSeen(start, end, depth, info, text, self._code_start))
            self._code = None


def _link(value: Any, start: int, *, is_image: bool) -> LinkSeen:
    href = value["dest_url"]
    if value["link_type"] == "Email":
        href = f"mailto:{href}"
    label = value["id"] if value["link_type"] in _BY_LABEL else None
    return LinkSeen(start, href, is_image, label)


S = TypeVar("S", HeadingSeen, CodeSeen, LinkSeen, Run, FootnoteSeen)


def within(found: Sequence[S], start: int, end: int) -> Sequence[S]:
    """Those of `found`, which is in the order of the text, that start in `[start, end)`."""
    first = first_from(found, start)
    return found[first : first_from(found, end)]


def first_from(found: Sequence[tuple[Any, ...]], start: int) -> int:
    """The index of the first of `found` that starts at `start` or after it."""
    # What has a start and no more is less than all that starts there.
    return bisect_left(found, (start,))


def excerpt(seen: Seen, *, until: int | None = None) -> str:
    """The first words of the text as people read it, at most `EXCERPT` characters."""
    pieces = (text for start, text in seen.prose if until is None or start < until)
    whole = " ".join(without_control("".join(pieces)).split())
    if len(whole) <= EXCERPT:
        return whole
    cut = whole[:EXCERPT].rpartition(" ")[0] or whole[:EXCERPT]
    return cut.rstrip(" ,;:.-–—") + "…"
