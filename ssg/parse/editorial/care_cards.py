"""Checks that readers see the care cards and the text that an editor wrote.

Markdown engines report neither a misspelled care card nor raw HTML that is not
closed, and either could hide the most important words of a page.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ssg.diagnostics import Diagnostic
from ssg.model.fragments import Fragment, SlotKind
from ssg.parse.editorial.outline import read_outline
from ssg.parse.html.cards import CARE_KINDS, LIST_KINDS
from ssg.parse.html.events import Scan, find_index
from ssg.parse.html.fragment import BuiltFragment
from ssg.parse.html.source import Source
from ssg.parse.html.tags import find_tags

_KINDS = {kind.upper() for kind in (*CARE_KINDS, *LIST_KINDS)}
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
# As in `[!DON'T]` and `[!DO NOT]`; typography may have changed the apostrophe.
_MARKER = re.compile(r"(\0?)\[!([A-Za-z]+(?:['’ ][A-Za-z]+)?)\]")
_TYPED_MARKER = re.compile(rb"(?<!`)\[!([A-Za-z]+(?:(?:'|\xe2\x80\x99| )[A-Za-z]+)?)\]")
_EMPTY_CARD = re.compile(r"\s*</h[1-6]>\s*(?:<p>\s*</p>\s*)?</(?:div|section)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING_OR_QUOTATION = re.compile(r"<(?:h[1-6]|blockquote)\b")


def check_care_cards(built: BuiltFragment, scan: Scan, source: Source) -> Iterator[Diagnostic]:
    """P10 for a care card's marker that is left in the text, and for a card without text."""
    fragment = built.fragment
    has_card = any(slot.kind is SlotKind.ALERT_TITLE for slot in fragment.slots)
    if not has_card and not any("[" in piece for piece in fragment.html):
        return
    html = _join_with_markers(fragment)
    markers = list(_MARKER.finditer(_CODE.sub("", html)))
    places = _find_markers(scan, source) if markers else {}
    for found in markers:
        is_card, kind = bool(found[1]), _normalize(found[2])
        offset = next(places.get(kind, iter(())), 0)
        if not is_card:
            typed = found[0].replace("’", "'")
            message = f"malformed care card: '{typed}' would be shown as text"
            yield source.diagnostic("P10", offset, message, _marker_hint(kind))
        elif _EMPTY_CARD.match(found.string, found.end()):
            hint = "write its text on the lines below, each starting with '> '"
            yield source.diagnostic("P10", offset, "this care card has no text", hint)


def _join_with_markers(fragment: Fragment) -> str:
    """The HTML with a marker, after a character that no text has, in place of each title."""
    pieces = [fragment.html[0]]
    for slot, html in zip(fragment.slots, fragment.html[1:], strict=True):
        if slot.kind is SlotKind.ALERT_TITLE:
            pieces.append(f"\0[!{slot.target}]")
        pieces.append(html)
    return "".join(pieces)


def _find_markers(scan: Scan, source: Source) -> Mapping[str, Iterator[int]]:
    """The offsets of the markers of each kind in the text, without those in code."""
    offsets: dict[str, list[int]] = {}
    for found in _TYPED_MARKER.finditer(source.data):
        before = find_index(scan.code_blocks, found.start()) - 1
        if before < 0 or scan.code_blocks[before].end <= found.start():
            offsets.setdefault(_normalize(found[1].decode()), []).append(found.start())
    return {kind: iter(places) for kind, places in offsets.items()}


def _normalize(kind: str) -> str:
    return re.sub(r"N['’]T\Z| NOT\Z", "NT", kind.upper())


def _marker_hint(kind: str) -> str:
    if kind in _KINDS:
        return (
            f"put '> [!{kind}]' alone on a line, after a blank line, and start each line of"
            " its text with '> '"
        )
    cards, lists = (", ".join(kinds).upper() for kinds in (CARE_KINDS, LIST_KINDS))
    return f"the kinds of care cards are {cards}, and of lists {lists}"


def check_unclosed_html(html: str, scan: Scan, source: Source) -> Iterator[Diagnostic]:
    """T03 for raw HTML that hides the text after it: an open comment or an open block."""
    if not scan.html:
        return
    offset = _find_open_comment(scan, source)
    if offset is None:
        offset = _find_swallowing_block(html, scan, source)
    if offset is not None:
        message = "this raw HTML hides or changes the text that follows it"
        hint = "close the HTML before the next heading or quotation, or use Markdown instead"
        yield source.diagnostic("T03", offset, message, hint)
        return
    for offset in _find_open_details(html, scan, source):
        message = "this <details> is not closed, so it hides all text that follows"
        hint = "write '</details>' on a line of its own where it ends"
        yield source.diagnostic("T03", offset, message, hint)


def _find_open_details(html: str, scan: Scan, source: Source) -> Sequence[int]:
    tags = _COMMENT.sub("", html).lower()
    is_closed = tags.count("<details") <= tags.count("</details")
    # Where footnotes are moved, what is open is closed at the end.
    if is_closed and not scan.footnote_references:
        return ()
    starts: list[int] = []
    for tag in find_tags(source, scan):
        if tag.name == "details" and not tag.text.startswith("</"):
            starts.append(tag.start)
        elif tag.name == "details" and starts:
            starts.pop()
    return starts


def _find_open_comment(scan: Scan, source: Source) -> int | None:
    for node in scan.html:
        html = source.slice(node.start, node.end)
        if html.rfind("<!--") > html.rfind("-->"):
            return node.start
    return None


def _find_swallowing_block(html: str, scan: Scan, source: Source) -> int | None:
    """The raw HTML before the first heading or quotation that the page shows as typed in it."""
    starts = [heading.start for heading in scan.headings]
    starts += [block.start for block in scan.blocks if block.tag == "blockquote"]
    if len(starts) <= len(_HEADING_OR_QUOTATION.findall(html)):
        return None
    raw = [block.text for block in read_outline(html).blocks if block.is_in_html]
    swallowed = "\n".join(raw)
    for start in sorted(starts):
        line = source.slice(start, len(source.data)).partition("\n")[0]
        before = [node.start for node in scan.html if node.start < start]
        if before and " ".join(line.split()) in swallowed:
            return before[-1]
    return None
