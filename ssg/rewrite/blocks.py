"""Writes the blocks that Python-Markdown reads so that both dialects read them alike.

Python-Markdown's own block parser gives the tree. The text in each block is still the
author's Markdown. Content of list items is indented by four spaces, the only indent
that means the same in both dialects.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Sequence

from markdown.util import HTML_PLACEHOLDER_RE
from msgspec import Struct

from ssg.parse.editorial.python_markdown import make_converter
from ssg.rewrite.inline import escape_markup

_HEADING = re.compile(r"h([1-6])")
_INDENT = "    "
_NOTE = "admonition note"
_ALIGNMENTS = {"left": ":--", "center": ":-:", "right": "--:"}

Lines = list[str]


class UnknownBlockError(Exception):
    """The tree has a block that Markdown cannot express."""


class Style(Struct, frozen=True, kw_only=True):
    """How blocks are written."""

    write_text: Callable[[str], str]
    """Changes the Markdown of a text."""
    pads_markers: bool
    """Whether the text of a list item starts in its fifth column, as code below it requires."""


def write_blocks(text: str, extensions: Sequence[str], style: Style) -> str:
    """The blocks of `text`. Raises UnknownBlockError for one that Markdown cannot express."""
    converter = make_converter(tuple(extensions))
    converter.reset()
    lines = text.split("\n")
    for preprocessor in converter.preprocessors:
        lines = preprocessor.run(lines)
    root = converter.parser.parseDocument(lines).getroot()
    assert root is not None, "a document has a root"
    stash = converter.htmlStash.rawHtmlBlocks
    written = "\n".join(_write_children(root, style)).strip("\n")
    return HTML_PLACEHOLDER_RE.sub(lambda found: str(stash[int(found[1])]).strip("\n"), written)


def _write_children(parent: etree.Element, style: Style) -> Lines:
    lines: Lines = []
    for child in parent:
        block = _write_block(child, style)
        if lines and not _follows_closely(parent, child):
            lines.append("")
        lines += block
    return lines


def _follows_closely(parent: etree.Element, child: etree.Element) -> bool:
    """Whether no blank line comes before a block: a definition, an item of a tight list."""
    if child.tag == "dd":
        return True
    return child.tag == "li" and child.find("p") is None and parent.tag in ("ul", "ol")


def _write_block(block: etree.Element, style: Style) -> Lines:
    if heading := _HEADING.fullmatch(block.tag):
        text = " ".join(style.write_text(block.text or "").split("\n"))
        return [f"{'#' * int(heading[1])} {text}"]
    if block.tag == "div" and block.get("class") == _NOTE:
        return _write_note(block, style)
    writer = _WRITERS.get(block.tag)
    if writer is None or (block.attrib and block.tag not in ("ol", "table")):
        raise UnknownBlockError(block.tag)
    return writer(block, style)


def _write_paragraph(block: etree.Element, style: Style) -> Lines:
    return _write_lines(block.text or "", style)


def _write_lines(text: str, style: Style) -> Lines:
    """The lines of a text, without the indents that the author gave them."""
    return style.write_text("\n".join(line.lstrip() for line in text.split("\n"))).split("\n")


def _write_code(block: etree.Element, _style: Style) -> Lines:
    code = block.find("code")
    text = (code.text or "") if code is not None else ""
    return [f"{_INDENT}{line}" if line else "" for line in text.rstrip("\n").split("\n")]


def _write_quotation(block: etree.Element, style: Style) -> Lines:
    return [f"> {line}" if line else ">" for line in _write_children(block, style)]


def _write_note(block: etree.Element, style: Style) -> Lines:
    title = block.find("p[@class='admonition-title']")
    if title is None or title.text != "Note":
        raise UnknownBlockError("admonition with a title")
    block.remove(title)
    return ["> [!NOTE]", *_write_quotation(block, style)]


def _write_list(block: etree.Element, style: Style) -> Lines:
    return _write_children(block, style)


def _write_item(item: etree.Element, style: Style, marker: str) -> Lines:
    text = (item.text or "").strip("\n")
    lines = _write_lines(text, style) if text else []
    below = _write_children(item, style)
    if lines and below and item[0].tag not in ("ul", "ol"):
        lines.append("")
    lines += below
    padded = marker.ljust(4) if style.pads_markers else f"{marker} "
    first, *others = lines or [""]
    return [f"{padded}{first}" if first else marker, *_indent(others)]


def _indent(lines: Lines) -> Iterator[str]:
    return (f"{_INDENT}{line}" if line else "" for line in lines)


def _write_bullets(block: etree.Element, style: Style) -> Lines:
    return _join_items(block, [_write_item(item, style, "-") for item in block])


def _write_numbers(block: etree.Element, style: Style) -> Lines:
    start = int(block.get("start", "1"))
    items = [_write_item(item, style, f"{start + n}.") for n, item in enumerate(block)]
    return _join_items(block, items)


def _join_items(block: etree.Element, items: list[Lines]) -> Lines:
    is_loose = any(item.find("p") is not None for item in block)
    lines: Lines = []
    for item in items:
        lines += ["", *item] if lines and is_loose else item
    return lines


def _write_term(block: etree.Element, style: Style) -> Lines:
    return _write_paragraph(block, style)


def _write_definition(block: etree.Element, style: Style) -> Lines:
    return _write_item(block, Style(write_text=style.write_text, pads_markers=True), ":")


def _write_table(block: etree.Element, _style: Style) -> Lines:
    rows = [list(row) for row in block.iter("tr")]
    lines = [f"| {' | '.join(escape_markup(cell.text or '') for cell in row)} |" for row in rows]
    rule = [_alignment(cell) for cell in rows[0]]
    return [lines[0], f"| {' | '.join(rule)} |", *lines[1:]]


def _alignment(cell: etree.Element) -> str:
    style = cell.get("style", "") + cell.get("align", "")
    return next((rule for name, rule in _ALIGNMENTS.items() if name in style), "---")


_WRITERS: dict[str, Callable[[etree.Element, Style], Lines]] = {
    "blockquote": _write_quotation,
    "dd": _write_definition,
    "dl": _write_list,
    "dt": _write_term,
    "hr": lambda _block, _style: ["---"],
    "ol": _write_numbers,
    "p": _write_paragraph,
    "pre": _write_code,
    "table": _write_table,
    "ul": _write_bullets,
}
