"""Compares the blocks of Python-Markdown's HTML with those of a git host's preview.

Python-Markdown and CommonMark read some text differently: a list right under a
paragraph, an indent of two spaces. Reviewers read the preview, so the first block
that differs is reported.
"""

import re
from collections.abc import Iterator, Sequence

from ssg.diagnostics import Diagnostic
from ssg.parse.html.events import Block, Scan
from ssg.parse.html.source import Source

_TAG = re.compile(
    r"<(/?)(h[1-6]|p|ul|ol|li|blockquote|pre|table|hr|dl|dt|dd|div|section)\b([^>]*)>"
)
_CONTAINERS = frozenset({"blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table"})
# A loose item contains paragraphs and a tight one plain text, but both look the same.
_ITEMS = frozenset({"li", "dd", "dt"})
_NAMES = {
    "blockquote": "a quotation",
    "dd": "a definition",
    "dl": "a definition list",
    "dt": "a term",
    "hr": "a line",
    "li": "a list item",
    "ol": "a numbered list",
    "p": "a paragraph",
    "pre": "a code block",
    "table": "a table",
    "ul": "a list",
}
_ABBREVIATION = re.compile(rb"^ {0,3}\*\[[^\]\n]+\]:[^\n]*", re.MULTILINE)


def without_abbreviations(text: str) -> str:
    """`text` with the definitions of abbreviations replaced by as many bytes of spaces."""
    return _ABBREVIATION.sub(lambda found: b" " * len(found[0]), text.encode()).decode()


def compare_structure(html: str, scan: Scan, source: Source) -> Iterator[Diagnostic]:
    """W08 at the first block that differs between Python-Markdown's `html` and CommonMark.

    Blocks after raw HTML are not compared, as CommonMark's events do not name those in it.
    """
    actual = list(_html_blocks(html))
    expected = [(block, _key(block)) for block in _comparable_blocks(scan.blocks)]
    if scan.html:
        expected = [(block, key) for block, key in expected if block.start < scan.html[0].start]
        actual = actual[: len(expected)]
    for index, (block, key) in enumerate(expected):
        if index == len(actual) or actual[index] != key:
            page = _name(actual[index][1]) if index < len(actual) else "nothing more"
            yield _report_difference(source, block.start, page, _name(block.tag))
            return
    if len(actual) > len(expected):
        last = expected[-1][0].start if expected else 0
        yield _report_difference(source, last, _name(actual[len(expected)][1]), "nothing more")


def _report_difference(source: Source, offset: int, page: str, preview: str) -> Diagnostic:
    return source.diagnostic(
        "W08",
        offset,
        f"the page shows {page} where a git host's preview shows {preview}",
        "put a blank line before a list, and indent the content of a list item by four spaces",
    )


def _comparable_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """All but footnotes, which Python-Markdown moves to the end, and paragraphs of list items."""
    parents: list[str] = []
    footnote_depth: int | None = None
    for block in blocks:
        del parents[block.depth :]
        if footnote_depth is not None and block.depth > footnote_depth:
            continue
        footnote_depth = block.depth if block.tag == "footnote" else None
        inside = parents[-1] if parents else ""
        if footnote_depth is None and not (block.tag == "p" and inside in _ITEMS):
            yield block
        if block.tag in _CONTAINERS or block.tag == "footnote":
            parents.append(block.tag)


def _key(block: Block) -> tuple[int, str]:
    return block.depth, block.tag


def _html_blocks(html: str) -> Iterator[tuple[int, str]]:
    """Depth and tag of each block of Python-Markdown's HTML, without its list of footnotes."""
    parents: list[str] = []
    for tag in _TAG.finditer(html):
        name = tag[2]
        if name == "div" and 'class="footnote"' in tag[3]:
            return
        if name in ("div", "section"):
            continue
        if tag[1]:
            if name in _CONTAINERS and parents:
                parents.pop()
            continue
        if not (name == "p" and parents and parents[-1] in _ITEMS):
            yield len(parents), name
        if name in _CONTAINERS:
            parents.append(name)


def _name(tag: str) -> str:
    return _NAMES.get(tag, f"a heading ({tag})")
