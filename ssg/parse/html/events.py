"""Scans the CommonMark events of a text, once, for what the other modules need.

pyromark's events carry byte ranges. All offsets here are bytes of the encoded
body; `Source` turns them into lines and columns of the file.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pyromark
from msgspec import Struct, field
from pyromark import Options

from ssg.diagnostics import Diagnostic
from ssg.parse.html.source import Source
from ssg.text import remove_control, shorten_text

if TYPE_CHECKING:
    from pyromark.event import BrokenLink

MAX_DEPTH = 32
EXCERPT = 200
_PROSE_LIMIT = 2 * EXCERPT
"""Characters of running text to collect: an excerpt fits in them even with many spaces."""

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
)
EDITORS_OPTIONS = OPTIONS | Options.ENABLE_DEFINITION_LIST | Options.ENABLE_HEADING_ATTRIBUTES
"""What editors' text has in addition to what a git host's preview shows."""

_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
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
_ALERT_MARKER = re.compile(r"\[!\w+\]")
_DELIMITERS = "*_~[]"
_INLINE_TAGS = ("Emphasis", "Strong", "Strikethrough")
_REFERENCE_LINKS = frozenset({"Reference", "Collapsed", "Shortcut"})


# The first field of every node is its start, so lists of nodes sort and bisect as tuples.


class HeadingNode(NamedTuple):
    start: int
    end: int
    level: int
    depth: int
    text: str


class CodeBlockNode(NamedTuple):
    start: int
    end: int
    depth: int
    info: str | None
    """The info string of a fenced block; None for an indented one."""
    text: str
    text_start: int


class LinkNode(NamedTuple):
    """A link or an image; `label` is set when a link reference definition has its address."""

    start: int
    href: str
    is_image: bool
    label: str | None


class HtmlNode(NamedTuple):
    """An HTML block, or an inline tag."""

    start: int
    end: int


class FootnoteNode(NamedTuple):
    """A footnote reference or a footnote definition.

    `inside` is the label of the footnote definition that contains it.
    """

    start: int
    end: int
    label: str
    inside: str | None = None


TextRun = tuple[int, int]
"""The start and end of a piece of text without markup, in no link and no code.

It is on one line.
"""

Span = tuple[int, int]
"""The start and end of a piece of the body."""


class Block(NamedTuple):
    """A block by its HTML tag; `depth` counts the containers around it."""

    depth: int
    tag: str
    start: int


class Scan(Struct, kw_only=True):
    """What a body contains, each kind in the order of the text."""

    headings: list[HeadingNode] = field(default_factory=list)
    code_blocks: list[CodeBlockNode] = field(default_factory=list)
    links: list[LinkNode] = field(default_factory=list)
    runs: list[TextRun] = field(default_factory=list)
    html: list[HtmlNode] = field(default_factory=list)
    cell_breaks: set[int] = field(default_factory=set)
    """Where `<br>` starts a new line in a cell of a table, for which Markdown has no sign."""
    text_blocks: list[int] = field(default_factory=list)
    """The index in `runs` of the first run of each paragraph, heading, item or table cell."""
    delimiters: list[int] = field(default_factory=list)
    """Where `*`, `_`, `~`, `[` or `]` could have been markup, and is text."""
    emphasis: list[Span] = field(default_factory=list)
    """Emphasis, strong emphasis and struck out text, with their delimiters."""
    undefined_references: list[Span] = field(default_factory=list)
    """Full and collapsed references to a link that is not defined: `[text][label]`, `[label][]`."""
    empty_links: list[LinkNode] = field(default_factory=list)
    """Links without any text, not even that of an image in them."""
    empty_images: list[LinkNode] = field(default_factory=list)
    """Images without any alternative text."""
    empty_headings: list[int] = field(default_factory=list)
    """Where a heading without any text starts."""
    footnote_references: list[FootnoteNode] = field(default_factory=list)
    footnote_definitions: list[FootnoteNode] = field(default_factory=list)
    block_tuples: list[tuple[int, str, int]] = field(default_factory=list)
    """The fields of `blocks`. Most texts never need the objects, which cost more."""
    prose: list[tuple[int, str]] = field(default_factory=list)
    """Pieces of running text with their offsets, only as many as an excerpt needs."""
    visible: list[int] = field(default_factory=list)
    """Where something starts that a reader can see: text, code, an image."""
    too_deep: int | None = None
    """Where nesting exceeded the limit; the scan ended there."""

    @property
    def blocks(self) -> list[Block]:
        """The block structure."""
        return [Block(*block) for block in self.block_tuples]

    def first_visible(self, start: int, end: int) -> int | None:
        """The offset of the first thing in `[start, end)` that a reader can see."""
        index = bisect_left(self.visible, start)
        found = index < len(self.visible) and self.visible[index] < end
        return self.visible[index] if found else None


def scan_events(source: Source, options: Options = OPTIONS) -> Scan:
    """Scan `source` in one pass, which ends early where nesting is too deep."""
    scanner = _Scanner()
    scan = scanner.scan
    # There are a hundred events in a short text; the most frequent kinds come first.
    event: Any
    for event, span in pyromark.events_with_range(
        source.text, options=options, broken_link_callback=scanner.add_undefined_reference
    ):
        start = span["start"]
        if isinstance(event, str):
            scanner.add_break(event, start)
            continue
        kind, value = event.popitem()
        if kind == "Text":
            scanner.add_text(value, start, span["end"])
        elif kind == "End":
            if value != "Paragraph":
                scanner.close(value, span["end"])
        elif kind == "Start":
            if value == "Paragraph":
                scanner.open_paragraph(start)
                continue
            scanner.open(value, start, span["end"])
            if scan.too_deep is not None:
                break
        elif kind == "Code":
            scanner.add_visible(value, start)
        elif kind == "InlineHtml":
            scanner.add_inline_html(value, start, span["end"])
        elif kind == "FootnoteReference":
            scanner.add_footnote_reference(value, start, span["end"])
    # The parser looks for the label of the outer of two nested references last.
    scan.undefined_references.sort()
    return scan


class _Scanner:
    """The state of a scan: the open tags, and the result so far."""

    def __init__(self) -> None:
        self.scan = Scan()
        self._runs = self.scan.runs
        self._visible = self.scan.visible
        self._depth = 0
        self._in_cell = False
        self._links: list[tuple[LinkNode, int]] = []
        self._footnotes: list[str] = []
        # Counts what can be the text of a link or a heading.
        self._words = 0
        self._heading_words = 0
        self._begins_block = False
        self._heading: tuple[int, int, int] | None = None
        self._heading_text: list[str] = []
        self._code: tuple[str | None, int, int] | None = None
        self._code_text: list[str] = []
        self._code_start = 0
        self._prose_length = 0

    def add_break(self, name: str, start: int) -> None:
        """Add a thematic break, or a break between lines of text."""
        if name == "Rule":
            self.scan.block_tuples.append((self._depth, "hr", start))
        else:
            self._add_prose(start, " ")

    def add_text(self, value: str, start: int, end: int) -> None:
        if not value:
            # The parser reports one before the closing sequence of some headings, as in `# a_ #`.
            return
        if self._code:
            if not self._code_text:
                self._code_start = start
            self._code_text.append(value)
            return
        self.add_visible(value, start)
        if self._links:
            return
        if value[0] in _DELIMITERS or "__" in value:
            self.scan.delimiters.append(start)
        runs = self._runs
        if self._begins_block:
            self.scan.text_blocks.append(len(runs))
            self._begins_block = False
        elif runs and runs[-1][1] == start:
            start = runs.pop()[0]
        runs.append((start, end))

    def add_visible(self, value: str, start: int) -> None:
        if not value.isspace():
            self._words += 1
        if not self._footnotes:
            self._visible.append(start)
        if self._heading:
            self._heading_text.append(value)
        elif self._prose_length <= _PROSE_LIMIT:
            self._add_prose(start, value)

    def add_inline_html(self, tag: str, start: int, end: int) -> None:
        self._words += 1
        self.scan.html.append(HtmlNode(start, end))
        if self._in_cell and _LINE_BREAK.fullmatch(tag):
            self.scan.cell_breaks.add(start)
            self._add_prose(start, " ")

    def add_footnote_reference(self, label: str, start: int, end: int) -> None:
        self._words += 1
        self.scan.visible.append(start)
        inside = self._footnotes[-1] if self._footnotes else None
        self.scan.footnote_references.append(FootnoteNode(start, end, label, inside))

    def add_undefined_reference(self, link: "BrokenLink") -> None:
        # A lone [label] is ordinary text.
        if link["link_type"] != "Shortcut":
            self.scan.undefined_references.append((link["span"]["start"], link["span"]["end"]))

    def _add_prose(self, start: int, text: str) -> None:
        if self._prose_length <= _PROSE_LIMIT and not self._footnotes:
            self.scan.prose.append((start, text))
            self._prose_length += len(text)

    def open_paragraph(self, start: int) -> None:
        self._begins_block = True
        self.scan.block_tuples.append((self._depth, "p", start))
        if self._prose_length <= _PROSE_LIMIT:
            self._add_prose(start, " ")

    def open(self, tag: Any, start: int, end: int) -> None:
        if tag in _INLINE_TAGS:
            self.scan.emphasis.append((start, end))
            return
        name: str
        value: Any
        name, value = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        if name in ("Link", "Image"):
            link = _make_link(value, start, is_image=name == "Image")
            self._links.append((link, self._words))
            self.scan.visible.append(start)
            self.scan.links.append(link)
            return
        self._begins_block = True
        if name in _TAGS:
            self._open_container(name, value, start, end)
        elif name == "Heading":
            self._heading_words = self._words
            self._heading = (int(value["level"][1]), start, self._depth)
            self._heading_text = []
            self.scan.block_tuples.append((self._depth, value["level"].lower(), start))
        elif name == "CodeBlock":
            info = value["Fenced"] if isinstance(value, dict) else None
            self._code = (info, start, self._depth)
            self._code_text = []
            self._code_start = end
            self.scan.visible.append(start)
            self.scan.block_tuples.append((self._depth, "pre", start))
        elif name == "TableCell":
            self._in_cell = True
            self._add_prose(start, " ")
        elif name == "HtmlBlock":
            self.scan.html.append(HtmlNode(start, end))

    def _open_container(self, name: str, value: Any, start: int, end: int) -> None:
        if name == "FootnoteDefinition":
            self.scan.footnote_definitions.append(FootnoteNode(start, end, value))
            self._footnotes.append(value)
        tag = "ol" if name == "List" and value is not None else _TAGS[name]
        self.scan.block_tuples.append((self._depth, tag, start))
        self._add_prose(start, " ")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self.scan.too_deep = start

    def close(self, tag: Any, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _TAGS:
            self._depth -= 1
            if name == "FootnoteDefinition":
                self._footnotes.pop()
        elif name in ("Link", "Image"):
            self._close_link()
        elif name == "TableCell":
            self._in_cell = False
        elif name == "Heading" and self._heading:
            level, start, depth = self._heading
            text = "".join(self._heading_text)
            self.scan.headings.append(HeadingNode(start, end, level, depth, text))
            if self._words == self._heading_words:
                self.scan.empty_headings.append(start)
            self._heading = None
        elif name == "CodeBlock" and self._code:
            info, start, depth = self._code
            text = "".join(self._code_text)
            block = CodeBlockNode(start, end, depth, info, text, self._code_start)
            self.scan.code_blocks.append(block)
            self._code = None

    def _close_link(self) -> None:
        link, words = self._links.pop()
        if self._words == words:
            found = self.scan.empty_images if link.is_image else self.scan.empty_links
            found.append(link)


def _make_link(value: Any, start: int, *, is_image: bool) -> LinkNode:
    href = value["dest_url"]
    if value["link_type"] == "Email":
        href = f"mailto:{href}"
    label = value["id"] if value["link_type"] in _REFERENCE_LINKS else None
    return LinkNode(start, href, is_image, label)


def normalize_label(label: str) -> str:
    """Equal for labels that match (https://spec.commonmark.org/0.31.2/#matches)."""
    return " ".join(label.split()).casefold()


def nesting_diagnostic(source: Source, offset: int) -> Diagnostic:
    """T05 for the block at `offset`, where a scan ended because nesting is too deep."""
    message = f"blocks are nested more than {MAX_DEPTH} levels deep"
    return source.diagnostic("T05", offset, message, "use fewer levels of lists and quotations")


N = TypeVar("N", HeadingNode, CodeBlockNode, LinkNode, TextRun, HtmlNode, FootnoteNode)


def select_range(nodes: Sequence[N], start: int, end: int) -> Sequence[N]:
    """Those of `nodes`, which are in the order of the text, that start in `[start, end)`."""
    first = find_index(nodes, start)
    return nodes[first : find_index(nodes, end)]


def find_index(nodes: Sequence[tuple[Any, ...]], start: int) -> int:
    """The index of the first of `nodes` that starts at `start` or after it."""
    # A tuple of one item sorts before all longer ones that begin with the same item.
    return bisect_left(nodes, (start,))


def make_excerpt(
    scan: Scan, *, until: int | None = None, ignore: re.Pattern[str] = _ALERT_MARKER
) -> str:
    """The start of the running text before `until`, without what `ignore` matches.

    That is something in brackets or braces. The excerpt has at most `EXCERPT` characters, as
    `shorten_text` counts them.
    """
    pieces = (text for start, text in scan.prose if until is None or start < until)
    start = " ".join(remove_control("".join(pieces)).split())[: 2 * _PROSE_LIMIT]
    if "[" in start or "{" in start:
        start = " ".join(ignore.sub("", start).split())
    return shorten_text(start, EXCERPT)
