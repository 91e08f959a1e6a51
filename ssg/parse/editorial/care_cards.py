"""Checks that readers see the care cards and the text that an editor wrote.

Markdown engines report neither a misspelled care card nor raw HTML that is not
closed, and either could hide the most important words of a page.
"""

import re
from collections.abc import Iterator, Sequence

from ssg.diagnostics import Diagnostic
from ssg.model.fragments import SlotKind
from ssg.parse.editorial.outline import read_outline
from ssg.parse.html.events import Scan
from ssg.parse.html.fragment import BuiltFragment
from ssg.parse.html.source import Source
from ssg.parse.html.tags import find_tags

_KINDS = ("CAUTION", "WARNING", "IMPORTANT", "TIP", "NOTE")
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_MARKER = re.compile(r"\[!([A-Za-z]+)\]")
_EMPTY_CARD = re.compile(r"\s*</p>\s*(?:<p>\s*</p>\s*)?</div>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING_OR_QUOTATION = re.compile(r"<(?:h[1-6]|blockquote)\b")


def check_care_cards(built: BuiltFragment, source: Source) -> Iterator[Diagnostic]:
    """P10 for a care card's marker that is left in the text, and for a card without text."""
    html = _CODE.sub("", "".join(built.fragment.html))
    for found in _MARKER.finditer(html):
        offset = max(source.data.find(found[0].encode()), 0)
        message = f"malformed care card: '{found[0]}' would be shown as text"
        hint = f"the kinds of care cards are {', '.join(_KINDS)}"
        if (kind := found[1].upper()) in _KINDS:
            hint = (
                f"put '> [!{kind}]' alone on a line, after a blank line, and start each line of"
                " its text with '> '"
            )
        yield source.diagnostic("P10", offset, message, hint)
    for slot, after in zip(built.fragment.slots, built.fragment.html[1:], strict=True):
        if slot.kind is SlotKind.ALERT_TITLE and _EMPTY_CARD.match(after):
            marker = f"[!{slot.target}]".encode()
            offset = max(source.data.lower().find(marker), 0)
            hint = "write its text on the lines below, each starting with '> '"
            yield source.diagnostic("P10", offset, "this care card has no text", hint)


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
