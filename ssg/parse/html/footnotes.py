"""Footnotes: which of them no text refers to, and where CommonMark's are on the page.

As on a git host, notes are at the end of the text, numbered in the order in which it refers to
them, each with links back to where that is. Notes that no text refers to are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ssg.parse.html.events import FootnoteNode, Scan, normalize_label, select_range
from ssg.parse.html.findings import Finding
from ssg.parse.html.source import ByteRange, Source

_DEFINITION = "div.footnote-definition"
_REFERENCE = "sup.footnote-reference"


def find_unused_footnotes(source: Source, scan: Scan, text: ByteRange) -> Iterator[Finding]:
    """W14 for the footnotes of one text that are left out of the page."""
    used = _find_used(select_range(scan.footnote_references, text.start, text.end))
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
    used = _find_used(scan.footnote_references)
    pieces: list[bytes] = []
    position = 0
    for node in scan.footnote_definitions:
        is_at_line_start = source.data[node.start - 1 : node.start] in (b"", b"\n")
        if normalize_label(node.label) not in used and is_at_line_start:
            pieces += [source.data[position : node.start], b"\n"]
            position = node.end
    return source.text if not pieces else b"".join([*pieces, source.data[position:]]).decode()


def _find_used(references: Iterable[FootnoteNode]) -> set[str]:
    """The normalized labels that a reader gets to: those in unused notes do not count."""
    outside: set[str] = set()
    by_note: dict[str, set[str]] = {}
    for node in references:
        within = outside if node.inside is None else by_note.setdefault(_inside(node), set())
        within.add(normalize_label(node.label))
    used: set[str] = set()
    found = outside
    while found:
        used |= found
        found = set().union(*(by_note.get(label, ()) for label in found)) - used
    return used


def _inside(node: FootnoteNode) -> str:
    return normalize_label(node.inside or "")


def arrange_footnotes(html: str, prefix: str) -> str:
    """pyromark's `html` with its footnotes at the end, and links back from them.

    All ids start with `prefix`.
    """
    parser = LexborHTMLParser(html, is_fragment=True)
    notes = _take_definitions(parser)
    uses: dict[str, int] = {}
    _number_references(parser.css(_REFERENCE), notes, uses, prefix)
    items: list[str] = []
    # A note may refer to another one, which then follows.
    while len(items) < len(uses):
        label = list(uses)[len(items)]
        note = LexborHTMLParser(notes[label], is_fragment=True)
        _number_references(note.css(_REFERENCE), notes, uses, prefix)
        items.append((note.html or "").strip())
    lines = [
        f'<li id="{prefix}{number}">\n{_add_backlinks(item, prefix, number, count)}\n</li>\n'
        for number, (item, count) in enumerate(zip(items, uses.values(), strict=True), start=1)
    ]
    text = parser.html or ""
    if not lines:
        return text
    return f'{text}<div class="footnote">\n<hr>\n<ol>\n{"".join(lines)}</ol>\n</div>\n'


def _take_definitions(parser: LexborHTMLParser) -> Mapping[str, str]:
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


def _number_references(
    nodes: Sequence[LexborNode], notes: Mapping[str, str], uses: dict[str, int], prefix: str
) -> None:
    """Give each reference its number and an id; `uses` counts them by label, in their order."""
    for node in nodes:
        link = node.css_first("a")
        label = normalize_label(((link and link.attributes.get("href")) or "")[1:])
        if link is None or label not in notes:
            continue
        uses[label] = uses.get(label, 0) + 1
        number = list(uses).index(label) + 1
        node.attrs["class"] = "footnote-ref"
        node.attrs["id"] = _reference_id(prefix, number, uses[label])
        link.attrs["href"] = f"#{prefix}{number}"
        link.inner_html = str(number)


def _reference_id(prefix: str, number: int, use: int) -> str:
    return f"{prefix}ref-{number}" if use == 1 else f"{prefix}ref-{number}-{use}"


def _add_backlinks(note: str, prefix: str, number: int, count: int) -> str:
    """`note` with a link back to each of its uses, at the end of its last paragraph."""
    links = " ".join(
        f'<a class="footnote-backref" href="#{_reference_id(prefix, number, use)}">↩</a>'
        for use in range(1, count + 1)
    )
    text, end = (note[:-4], "</p>") if note.endswith("</p>") else (f"{note}\n<p>", "</p>")
    return f"{text} {links}{end}"
