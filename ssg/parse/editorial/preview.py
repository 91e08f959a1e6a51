"""Renders CommonMark to HTML whose elements carry the offsets of their source.

pyromark's own HTML has no offsets. What is compared with this HTML needs them, and
nothing of it is published.
"""

from html import escape
from typing import Any

import pyromark
from pyromark import Options

AT = "data-ssg-at"
"""The attribute with the offset of an element, in bytes of the text."""
FOOTNOTE = "data-ssg-footnote"
"""The attribute of the element of a footnote definition; its value is the label."""
TO_FOOTNOTE = "#fn:"
"""How the address of a footnote starts, as in Python-Markdown; its label follows."""

_TAGS = {
    "BlockQuote": "blockquote",
    "DefinitionList": "dl",
    "DefinitionListDefinition": "dd",
    "DefinitionListTitle": "dt",
    "Emphasis": "em",
    "Item": "li",
    "Paragraph": "p",
    "Strikethrough": "del",
    "Strong": "strong",
    "Table": "table",
    "TableCell": "td",
    "TableHead": "tr",
    "TableRow": "tr",
}
_Attributes = dict[str, str]


def render_preview(text: str, options: Options) -> str:
    """`text` as HTML; raw HTML in it stays as it is."""
    renderer = _Renderer()
    event: Any
    value: Any
    for event, span in pyromark.events_with_range(text, options=options):
        name, value = (event, None) if isinstance(event, str) else next(iter(event.items()))
        if name == "Start":
            kind, details = (value, None) if isinstance(value, str) else next(iter(value.items()))
            renderer.open(kind, details, span["start"])
        elif name == "End":
            renderer.close()
        else:
            renderer.add_leaf(name, value, span["start"])
    return "".join(renderer.pieces)


class _Renderer:
    """The HTML so far, and the closing tags of what is open."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._closing: list[str] = []
        # The texts of an image are its alternative text, and their markup is lost.
        self._images = 0

    def open(self, kind: str, value: Any, at: int) -> None:
        if kind == "Image" and not self._images:
            self.pieces.append(f'<img src="{escape(value["dest_url"])}" alt="')
            self._closing.append('">')
        elif self._images:
            self._closing.append("")
        elif kind == "CodeBlock":
            info = value["Fenced"].split()[:1] if isinstance(value, dict) else []
            code = _start_tag("code", {"class": f"language-{info[0]}"} if info else {})
            self.pieces.append(_start_tag("pre", {AT: str(at)}) + code)
            self._closing.append("</code></pre>")
        elif kind == "HtmlBlock":
            self._closing.append("")
        else:
            tag, attributes = _describe(kind, value)
            self.pieces.append(_start_tag(tag, {AT: str(at), **attributes}))
            self._closing.append(f"</{tag}>")
        self._images += kind == "Image" or self._images > 0

    def close(self) -> None:
        self._images = max(self._images - 1, 0)
        self.pieces.append(self._closing.pop())

    def add_leaf(self, name: str, value: Any, at: int) -> None:
        if name in ("Text", "Code") and self._images:
            self.pieces.append(escape(value))
        elif name == "SoftBreak":
            self.pieces.append("\n")
        elif not self._images:
            self.pieces.append(_render_leaf(name, value, at))


def _describe(kind: str, value: Any) -> tuple[str, _Attributes]:
    if kind == "Heading":
        named = {"id": value["id"] or "", "class": " ".join(value["classes"])}
        return value["level"].lower(), {name: text for name, text in named.items() if text}
    if kind == "List":
        return ("ul", {}) if value is None else ("ol", {"start": str(value)})
    if kind == "Link":
        prefix = "mailto:" if value["link_type"] == "Email" else ""
        title = {"title": value["title"]} if value["title"] else {}
        return "a", {"href": prefix + value["dest_url"], **title}
    if kind == "FootnoteDefinition":
        return "section", {FOOTNOTE: value}
    return _TAGS[kind], {}


def _render_leaf(name: str, value: Any, at: int) -> str:
    if name in ("Html", "InlineHtml"):
        return str(value)
    if name == "Code":
        return f"<code>{escape(value)}</code>"
    if name == "FootnoteReference":
        return f'<sup><a href="{TO_FOOTNOTE}{escape(value)}"></a></sup>'
    if name == "TaskListMarker":
        return '<input type="checkbox" checked>' if value else '<input type="checkbox">'
    if name in ("HardBreak", "Rule"):
        return _start_tag("br" if name == "HardBreak" else "hr", {AT: str(at)})
    return escape(value)


def _start_tag(tag: str, attributes: _Attributes) -> str:
    written = (f' {name}="{escape(text)}"' for name, text in attributes.items())
    return f"<{tag}{''.join(written)}>"
