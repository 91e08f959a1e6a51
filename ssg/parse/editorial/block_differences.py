"""Reports where the page and a git host's preview of the same text show different blocks."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from ssg.diagnostics import Diagnostic
from ssg.parse.editorial.dialect_hints import Place, hint_for_block
from ssg.parse.editorial.inline_differences import Texts, explain_texts
from ssg.parse.editorial.outline import Block, Outline
from ssg.parse.editorial.source_lines import Line, SourceLines
from ssg.parse.html.source import Source

_NAMES = {
    "blockquote": "a quotation",
    "dd": "a definition",
    "dl": "a definition list",
    "dt": "a term",
    "hr": "a line across the page",
    "li": "a list item",
    "ol": "a numbered list",
    "p": "a paragraph",
    "pre": "a code block",
    "table": "a table",
    "td": "a cell of a table",
    "tr": "a row of a table",
    "ul": "a list",
}
_LISTS = ("ol", "ul")
_SHOWN = 30
"""How many characters of a text are shown."""


class Difference(NamedTuple):
    """Blocks that the page shows where a preview shows others.

    If it is inline, each is one block, and they differ in their text.
    """

    page: tuple[Block, ...]
    preview: tuple[Block, ...]
    is_inline: bool = False
    after: Block | None = None
    """The block of the preview before them."""
    is_in_html: bool = False
    """Whether raw HTML keeps Python-Markdown from reading them."""


class DifferenceReporter:
    """Makes W08 of differences, one for each cause in a block at the top level."""

    def __init__(self, source: Source, extensions: Sequence[str], preview: Outline) -> None:
        self._source = source
        self._lines = SourceLines(source)
        self._extensions = extensions
        blocks = [*preview.blocks, *chain.from_iterable(preview.footnotes.values())]
        placed = [block for block in blocks if block.at is not None]
        self._starts = sorted({block.at or 0 for block in placed})
        self._tops = sorted({block.at or 0 for block in placed if block.depth == 0})

    def report(self, differences: Iterable[Difference]) -> list[Diagnostic]:
        """A diagnostic for each place, in the order of the text."""
        found: dict[tuple[int, str], Diagnostic] = {}
        for difference in differences:
            if difference.is_inline:
                for one in explain_texts(self._texts(difference)):
                    diagnostic = self._source.diagnostic("W08", one.at, one.message, one.hint)
                    found.setdefault((one.at, one.message), diagnostic)
            else:
                line, diagnostic = self._report_blocks(difference)
                top = bisect_right(self._tops, line.text_start)
                # The same mistake in one list, again and again, is one thing to mend.
                found.setdefault((-top, diagnostic.hint), diagnostic)
        return sorted(found.values(), key=lambda one: (one.at.line, one.at.column))

    def _texts(self, difference: Difference) -> Texts:
        (page,), (preview,) = difference.page, difference.preview
        start = self._start_of(difference)
        after = bisect_right(self._starts, start)
        end = self._starts[after] if after < len(self._starts) else len(self._source.data)
        lines = tuple(self._lines.between(start, end))
        return Texts(page=page, preview=preview, lines=lines, extensions=self._extensions)

    def _start_of(self, difference: Difference) -> int:
        """The offset of what the preview shows there, else of the page's words."""
        first = next((block.at for block in difference.preview if block.at is not None), None)
        if first is not None:
            return first
        after = difference.after.at or 0 if difference.after else 0
        words = next((block.words for block in difference.page if block.words), "")
        line = self._lines.find(words, after)
        return line.text_start if line else after

    def _report_blocks(self, difference: Difference) -> tuple[Line, Diagnostic]:
        line = self._lines.at(self._start_of(difference))
        page, preview = (blocks[0] if blocks else None for blocks in difference[:2])
        place = Place(
            line=line,
            page=page.tag if page else "",
            preview=preview.tag if preview else "",
            in_list=_is_in_list(difference),
            in_html=difference.is_in_html,
            extensions=self._extensions,
        )
        on_page, in_preview = _describe(page, preview), _describe(preview, page)
        message = f"the page shows {line.quote} as {on_page}, a git host's preview as {in_preview}"
        return line, self._source.diagnostic("W08", line.text_start, message, hint_for_block(place))


def _is_in_list(difference: Difference) -> bool:
    preview = difference.preview[0] if difference.preview else difference.after
    return preview is not None and preview.depth >= 2


def _describe(block: Block | None, other: Block | None) -> str:
    if block is None:
        return "part of what is above it"
    name = _NAMES.get(block.tag) or _name_heading(block.tag)
    if other is None:
        return name
    if block.tag in _LISTS and other.tag in (*_LISTS, "li"):
        number = dict(block.attributes).get("start", "1") if block.tag == "ol" else ""
        if other.tag == block.tag == "ol" and block.attributes != other.attributes:
            return f"a list that starts at {number}"
        return "a list inside a list item" if block.depth > other.depth else name
    if block.tag == other.tag and block.depth != other.depth:
        return f"{name} {'inside' if block.depth > other.depth else 'outside'} the block above it"
    return f"{name} '{_shorten(block.text)}'" if block.tag == other.tag and block.text else name


def _name_heading(tag: str) -> str:
    return f"a heading ({tag})" if tag[1:].isdigit() else f"the element <{tag}>"


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
