"""What a page shows of a text, in both dialects, in a form that can be compared."""

import re
from collections.abc import Iterator, Sequence

from ssg.parse.editorial.abbreviations import split_abbreviations
from ssg.parse.editorial.additions import escape_false_additions
from ssg.parse.editorial.outline import MARK, Block, Outline, read_outline
from ssg.parse.editorial.preview import render_preview
from ssg.parse.editorial.python_markdown import convert
from ssg.parse.html.events import EDITORS_OPTIONS, scan_events
from ssg.parse.html.slugs import Slugs
from ssg.parse.html.source import Source

_DEFINITION = re.compile(r"^ {0,3}(?:\[(?!\^)[^\]\n]+\]|\*\[[^\]\n]+\]):[^\n]*", re.MULTILINE)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)
_ABBREVIATIONS = (f"{MARK}abbr", f"{MARK}/abbr")
_TITLE = ("class", "admonition-title")
_CARD = "[!NOTE]"
NOTE = (("class", "admonition note"),)
"""The attributes of the admonition that is a care card of the same meaning."""

Shown = tuple[tuple[Block, ...], tuple[tuple[str, tuple[Block, ...]], ...]]
"""The blocks of a page and of its footnotes by label, without anything but what they show."""


class Readings:
    """Reads parts of one document, with the definitions of all of it."""

    def __init__(self, text: str, extensions: Sequence[str]) -> None:
        self.extensions = tuple(extensions)
        self._definitions = "\n".join(found[0].strip() for found in _DEFINITION.finditer(text))
        self._labels = tuple(dict.fromkeys(_FOOTNOTE.findall(text)))

    def in_python_markdown(self, part: str) -> Shown:
        html = convert(self._with_definitions(part), self.extensions)
        return _normalize(read_outline(html))

    def in_commonmark(self, part: str) -> Shown:
        source = Source(path="", text=self._with_definitions(part), first_line=1)
        scan = scan_events(source, EDITORS_OPTIONS)
        source, explanations = split_abbreviations(source, scan.code_blocks, scan.html)
        scan = scan_events(source, EDITORS_OPTIONS) if explanations else scan
        escaped = escape_false_additions(source, scan)
        return _normalize(read_outline(render_preview(escaped.text, EDITORS_OPTIONS)))

    def _with_definitions(self, part: str) -> str:
        """`part` with what it may refer to, and a reference to each footnote it defines."""
        own = set(_FOOTNOTE.findall(part))
        references = "".join(f" [^{label}]" for label in self._labels if label in own)
        notes = "".join(f"\n\n[^{label}]: x" for label in self._labels if label not in own)
        return f"{part}\n\n.{references}\n\n{self._definitions}{notes}\n"


def _normalize(outline: Outline) -> Shown:
    footnotes = sorted(outline.footnotes.items())
    return (
        tuple(_normalize_blocks(outline.blocks)),
        tuple((label, tuple(_normalize_blocks(blocks))) for label, blocks in footnotes),
    )


def _normalize_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.attributes == NOTE and block.tag == "div":
            yield Block(block.depth, "blockquote")
            continue
        attributes = tuple(pair for pair in block.attributes if not _is_generated(block, pair))
        pieces = tuple(_join_texts(block.pieces))
        if _TITLE in attributes:
            attributes = ()
            pieces = (_CARD,) if pieces == ("Note",) else pieces
        elif pieces and pieces[0].startswith(f"{_CARD} "):
            # The marker of a care card stands for the title of an admonition.
            yield Block(block.depth, "p", (), (_CARD,))
            pieces = (pieces[0].removeprefix(f"{_CARD} "), *pieces[1:])
        yield Block(block.depth, block.tag, attributes, pieces)


def _is_generated(block: Block, pair: tuple[str, str]) -> bool:
    """Whether an attribute is the id that a heading gets anyway."""
    return pair[0] == "id" and pair[1] == Slugs(()).generate(block.text)


def _join_texts(pieces: Sequence[str]) -> Iterator[str]:
    """`pieces` without the marks of abbreviations, which both dialects add."""
    text = ""
    for piece in pieces:
        if piece.partition(" ")[0] in _ABBREVIATIONS:
            continue
        if piece.startswith(MARK):
            if text:
                yield text
            text = ""
            yield piece
        else:
            text += piece
    if text:
        yield text
