"""Footnotes: which of them no text refers to, and where CommonMark's are on the page.

As on a git host, notes are at the end of the text, numbered in the order in which it refers to
them, each with links back to where that is. Notes that no text refers to are left out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ssg.parse.html.events import FootnoteNode, Scan, normalize_label, select_range
from ssg.parse.html.findings import Finding
from ssg.parse.html.source import ByteRange, Source
from ssg.parse.html.trees import parse_fragment
from ssg.patterns import rare

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_DEFINITION = "div.footnote-definition"
_WRITTEN_LABEL = rare(r"\[\^([^\[\]\n]+)\]")
_REFERENCE = "sup.footnote-reference"


def find_unused_footnotes(source: Source, scan: Scan, text: ByteRange) -> Iterator[Finding]:
    """W14 for the footnotes of one text that are left out of the page."""
    used = _find_used(source, scan, text)
    lines: dict[str, int] = {}
    for node in select_range(scan.footnote_definitions, text.start, text.end):
        label = normalize_label(node.label)
        if label not in used:
            message = f"no text refers to the footnote '[^{node.label}]', so it is not shown"
            hint = f"write '[^{node.label}]' where the note belongs, or remove the note"
            yield Finding(node.start, "W14", message, hint)
        elif label in lines:
            message = f"the footnote '[^{node.label}]' is already defined on line {lines[label]}"
            yield Finding(node.start, "W14", message, "give each footnote its own label")
        lines.setdefault(label, source.line_at(node.start))


def without_unused_footnotes(source: Source, scan: Scan) -> str:
    """The text of `source` for Python-Markdown, which would show notes without a reference."""
    used = _find_used(source, scan, ByteRange(start=0, end=len(source.data)))
    pieces: list[bytes] = []
    position = 0
    for node in scan.footnote_definitions:
        is_at_line_start = source.data[node.start - 1 : node.start] in (b"", b"\n")
        if normalize_label(node.label) not in used and is_at_line_start:
            pieces += [source.data[position : node.start], b"\n"]
            position = node.end
    return source.text if not pieces else b"".join([*pieces, source.data[position:]]).decode()


def _find_used(source: Source, scan: Scan, text: ByteRange) -> set[str]:
    """The normalized labels that a reader gets to: those in unused notes do not count."""
    outside = _find_in_html(source, scan, text)
    by_note: dict[str, set[str]] = {}
    for node in select_range(scan.footnote_references, text.start, text.end):
        within = outside if node.inside is None else by_note.setdefault(_inside(node), set())
        within.add(normalize_label(node.label))
    used: set[str] = set()
    found = outside
    while found:
        used |= found
        found = set().union(*(by_note.get(label, ()) for label in found)) - used
    return used


def _find_in_html(source: Source, scan: Scan, text: ByteRange) -> set[str]:
    """The labels that occur twice in a text with HTML: some extensions read Markdown in HTML."""
    if not select_range(scan.html, text.start, text.end):
        return set()
    labels = _WRITTEN_LABEL.findall(source.slice(text.start, text.end))
    return {label for label, count in Counter(map(normalize_label, labels)).items() if count > 1}


def _inside(node: FootnoteNode) -> str:
    return normalize_label(node.inside or "")


def arrange_footnotes(html: str, prefix: str) -> str:
    """pyromark's `html` with its footnotes at the end, and links back from them.

    All ids start with `prefix`.
    """
    parser = parse_fragment(html)
    numbering = _Numbering(prefix=prefix, notes=_take_definitions(parser))
    numbering.apply(parser)
    items: list[str] = []
    # The list grows: a note may refer to another one, which then follows.
    for label in numbering.labels:
        note = parse_fragment(numbering.notes[label])
        numbering.apply(note)
        items.append((note.html or "").strip())
    text = parser.html or ""
    if not items:
        return text
    lines = [numbering.format_note(number, item) for number, item in enumerate(items, start=1)]
    return f'{text}<div class="footnote">\n<hr>\n<ol>\n{"".join(lines)}</ol>\n</div>\n'


def _take_definitions(parser: "LexborHTMLParser") -> Mapping[str, str]:
    """The HTML of each note by its label, removed from the document; the first of each label."""
    notes: dict[str, str] = {}
    # From the last one, so that a note inside of another is no part of it.
    for node in reversed(parser.css(_DEFINITION)):
        label = normalize_label(node.attributes.get("id") or "")
        if marker := node.css_first("sup.footnote-definition-label"):
            marker.remove()
        notes[label] = node.inner_html or ""
        node.remove()
    return notes


class _Numbering(Struct, kw_only=True):
    """The numbers of footnotes, given in the order in which a text refers to them."""

    prefix: str
    notes: Mapping[str, str]
    labels: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    uses: dict[str, int] = field(default_factory=dict)

    def apply(self, parser: "LexborHTMLParser") -> None:
        """Give each reference its number and an id."""
        for node in parser.css(_REFERENCE):
            link = node.css_first("a")
            label = normalize_label(((link and link.attributes.get("href")) or "")[1:])
            if link is None or label not in self.notes:
                continue
            if label not in self.numbers:
                self.labels.append(label)
                self.numbers[label] = len(self.labels)
            self.uses[label] = self.uses.get(label, 0) + 1
            number = self.numbers[label]
            node.attrs["class"] = "footnote-ref"
            node.attrs["id"] = self._reference_id(number, self.uses[label])
            link.attrs["href"] = f"#{self.prefix}{number}"
            link.inner_html = str(number)

    def format_note(self, number: int, note: str) -> str:
        """The item of one note, with a link back to each of its uses in the last paragraph."""
        count = self.uses[self.labels[number - 1]]
        links = " ".join(
            f'<a class="footnote-backref" href="#{self._reference_id(number, use)}">↩</a>'
            for use in range(1, count + 1)
        )
        text = note.removesuffix("</p>") if note.endswith("</p>") else f"{note}\n<p>"
        return f'<li id="{self.prefix}{number}">\n{text} {links}</p>\n</li>\n'

    def _reference_id(self, number: int, use: int) -> str:
        return f"{self.prefix}ref-{number}" if use == 1 else f"{self.prefix}ref-{number}-{use}"
