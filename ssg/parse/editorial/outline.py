"""Reads HTML into an outline: its blocks in order, with the texts that they show.

Two renderings of one text show the same where their outlines are equal. A tight list
and a loose one look alike, and so do straight and typographic quotation marks.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from msgspec import Struct, field

from ssg.parse.editorial.preview import AT, FOOTNOTE, TO_FOOTNOTE
from ssg.parse.html.trees import parse_fragment
from ssg.patterns import rare

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTAINERS = frozenset({
    "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "header", "li", "main", "nav", "ol", "section", "summary", "table", "td",
    "th", "tr", "ul",
})  # fmt: skip
_LEAVES = frozenset({"p", *_HEADINGS})
# Their content counts as that of the element around them.
_TRANSPARENT = frozenset({"body", "colgroup", "html", "tbody", "tfoot", "thead"})
_RAW_CONTAINERS = frozenset({
    "article", "aside", "details", "div", "figure", "footer", "header", "main", "nav", "section",
    "summary",
})  # fmt: skip
_GENERATED = ("codehilite", "highlight")
_KEPT_ATTRIBUTES = ("class", "id", "lang", "dir", "start", "title")
_TYPOGRAPHY = str.maketrans({
    "‘": "'", "’": "'", "“": '"', "”": '"', "′": "'", "″": '"', "…": "...", "–": "--", "—": "---",
})  # fmt: skip
_SPACES = rare(r"[ \t\r\n]+")
_NOT_WORDS = rare(r"[\W_]+")
_MARKER = rare(r"\s*(?:\d{1,9}[.)]\s+)?(?:\[[ xX]\]\s)?")
_MAX_LEVEL = 100
"""How deep elements are read; what is deeper in raw HTML counts as text."""
MARK = "\0"
"""What an inline piece that is markup starts with."""


class Block(NamedTuple):
    """A block and its own text: pieces of text, and between them markup that starts with `MARK`."""

    depth: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    pieces: tuple[str, ...] = ()
    at: int | None = None
    """The offset of the block, where the HTML tells it."""
    is_in_html: bool = False
    """Whether it is in an element that only raw HTML or an extension can make."""

    @property
    def text(self) -> str:
        return "".join(piece for piece in self.pieces if not piece.startswith(MARK))

    @property
    def words(self) -> str:
        """Its letters and digits, which no markup changes, without the marker of an item."""
        return _NOT_WORDS.sub("", _MARKER.sub("", self.text, count=1))


class Outline(Struct, frozen=True, kw_only=True):
    blocks: tuple[Block, ...]
    footnotes: Mapping[str, tuple[Block, ...]]
    """The blocks of each footnote, by its label."""


def read_outline(html: str) -> Outline:
    """The outline of `html`, from either dialect."""
    reader = _Reader()
    root = parse_fragment(html).root
    if root is not None:
        reader.read(root)
    return Outline(blocks=tuple(reader.blocks), footnotes=reader.footnotes)


class _Reader(Struct):
    """The blocks so far, and the text of the block that is open."""

    blocks: list[Block] = field(default_factory=list)
    footnotes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _depth: int = 0
    _in_html: int = 0
    _inner_at: int | None = None
    _level: int = 0

    def read(self, node: "LexborNode") -> None:
        """Adds the children of `node`; text between blocks counts as a paragraph."""
        self._level += 1
        for child in node.iter(include_text=True):
            if self._level > _MAX_LEVEL:
                self._pieces.append(child.text().translate(_TYPOGRAPHY))
            else:
                self._read_node(child)
        self._level -= 1
        self._end_text()

    def _read_node(self, node: "LexborNode") -> None:
        tag = node.tag or ""
        attributes = node.attributes
        if tag in _TRANSPARENT or attributes.get("class") in _GENERATED:
            self.read(node)
        elif tag == "div" and attributes.get("class") == "footnote":
            self._read_footnotes(node)
        elif FOOTNOTE in attributes:
            self._add_footnote(attributes[FOOTNOTE] or "", node)
        elif tag in _CONTAINERS:
            self._read_container(tag, node)
        elif tag in ("hr", "pre") or tag in _LEAVES:
            self._read_leaf(tag, node)
        else:
            self._read_inline(tag, node)

    def _read_container(self, tag: str, node: "LexborNode") -> None:
        self._end_text()
        tag = "td" if tag == "th" else tag
        self.blocks.append(self._block(tag, node))
        self._depth += 1
        self._in_html += tag in _RAW_CONTAINERS
        self._inner_at = _offset(node.attributes)
        self.read(node)
        self._in_html -= tag in _RAW_CONTAINERS
        self._depth -= 1

    def _read_leaf(self, tag: str, node: "LexborNode") -> None:
        self._end_text()
        if tag == "pre":
            code = node.text().translate(_TYPOGRAPHY).strip("\n")
            block = self._block(tag, node)
            self.blocks.append(block._replace(pieces=(code,)))
            return
        self._read_inline_children(node)
        pieces = self._take_text()
        if tag != "p" or pieces:
            self.blocks.append(self._block(tag, node)._replace(pieces=pieces))

    def _read_footnotes(self, node: "LexborNode") -> None:
        for item in node.css("li"):
            anchor = item.id or ""
            if anchor.startswith(TO_FOOTNOTE[1:]):
                self._add_footnote(anchor.removeprefix(TO_FOOTNOTE[1:]), item)

    def _add_footnote(self, label: str, node: "LexborNode") -> None:
        self._end_text()
        reader = _Reader(_inner_at=_offset(node.attributes), footnotes=self.footnotes)
        reader.read(node)
        self.footnotes[label] = tuple(reader.blocks)

    def _read_inline(self, tag: str, node: "LexborNode") -> None:
        if tag == "-text":
            self._pieces.append((node.text() or "").translate(_TYPOGRAPHY))
        elif tag.startswith("-"):
            return
        elif "footnote-backref" in (node.attributes.get("class") or ""):
            self._remove_space_before()
        elif tag == "sup" and (label := _footnote_label(node)) is not None:
            self._pieces.append(f"{MARK}footnote {label}")
        elif tag in _CONTAINERS or tag in _LEAVES:
            # A parser of HTML nests a block in an inline element that is not closed.
            self._read_node(node)
        else:
            self._pieces.append(MARK + " ".join([tag, *_inline_attributes(node)]))
            self._read_inline_children(node)
            if tag not in ("br", "img", "input"):
                self._pieces.append(f"{MARK}/{tag}")

    def _read_inline_children(self, node: "LexborNode") -> None:
        self._level += 1
        for child in node.iter(include_text=True):
            if self._level > _MAX_LEVEL:
                self._pieces.append(child.text().translate(_TYPOGRAPHY))
            else:
                self._read_inline(child.tag or "", child)
        self._level -= 1

    def _remove_space_before(self) -> None:
        """Removes the no-break space that Python-Markdown puts before a link back."""
        if self._pieces:
            self._pieces[-1] = self._pieces[-1].removesuffix("\N{NO-BREAK SPACE}")

    def _end_text(self) -> None:
        if pieces := self._take_text():
            self.blocks.append(
                Block(self._depth, "p", (), pieces, self._inner_at, self._in_html > 0)
            )

    def _take_text(self) -> tuple[str, ...]:
        if not self._pieces:
            return ()
        pieces = tuple(_join_spaces(self._pieces))
        self._pieces = []
        return pieces

    def _block(self, tag: str, node: "LexborNode") -> Block:
        # The parser of HTML collects them each time.
        attributes = node.attributes
        kept = (
            (name, value)
            for name in (_KEPT_ATTRIBUTES if attributes else ())
            if (value := attributes.get(name)) and (name, value) != ("start", "1")
        )
        return Block(self._depth, tag, tuple(kept), (), _offset(attributes), self._in_html > 0)


def _offset(attributes: Mapping[str, str | None]) -> int | None:
    value = attributes.get(AT)
    return int(value) if value and value.isdecimal() else None


def _footnote_label(node: "LexborNode") -> str | None:
    link = node.css_first("a")
    href = (link.attributes.get("href") or "") if link is not None else ""
    return href.removeprefix(TO_FOOTNOTE) if href.startswith(TO_FOOTNOTE) else None


def _inline_attributes(node: "LexborNode") -> Iterator[str]:
    for name, value in sorted(node.attributes.items()):
        if name in ("href", "src"):
            yield f"{name}={unquote(value or '')}"
        elif name in ("alt", "checked", "class", "id", "title", "lang", "dir"):
            yield f"{name}={(value or '').translate(_TYPOGRAPHY)}"


def _join_spaces(pieces: list[str]) -> Iterator[str]:
    """Pieces with single spaces, none of them at an end or beside a line break."""
    if len(pieces) == 1 and not pieces[0].startswith(MARK):
        # As most are: a paragraph without markup, or the space between two blocks.
        text = _collapse_spaces(pieces[0]).strip()
        return iter([text] if text else [])
    texts: list[str] = []
    for piece in pieces:
        if piece.startswith(MARK) or not texts or texts[-1].startswith(MARK):
            texts.append(piece if piece.startswith(MARK) else _collapse_spaces(piece))
        else:
            texts[-1] = _collapse_spaces(texts[-1] + piece)
    after_space = True
    result: list[str] = []
    for piece in texts:
        if piece.startswith(MARK):
            after_space = after_space or piece == f"{MARK}br" or piece.startswith(f"{MARK}input")
            if piece == f"{MARK}br":
                _strip_end(result)
            result.append(piece)
            continue
        # Python-Markdown also removes other spaces at the start of a text.
        kept = piece if result and not after_space else piece.lstrip(" " if result else None)
        if kept:
            result.append(kept)
            after_space = kept.endswith(" ")
    _strip_end(result)
    return iter(result)


def _collapse_spaces(text: str) -> str:
    # Most texts are one line, with a space between two words.
    has_others = "  " in text or "\n" in text or "\t" in text or "\r" in text
    return _SPACES.sub(" ", text) if has_others else text


def _strip_end(pieces: list[str]) -> None:
    """Removes the space at the end of the last text, even if markup follows it."""
    for index in range(len(pieces) - 1, -1, -1):
        if not pieces[index].startswith(MARK):
            pieces[index] = pieces[index].rstrip()
            if not pieces[index]:
                del pieces[index]
            return
