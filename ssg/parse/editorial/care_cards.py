"""Whether an editor's text shows what its author meant to warn of.

A care card that is mistyped, or raw HTML that is not closed, would leave readers
without the very words that may matter most, and no engine says a word about it.
"""

import re
from collections.abc import Iterator

from ssg.diagnostics import Diagnostic
from ssg.model.fragments import SlotKind
from ssg.parse.html.events import Seen, Source
from ssg.parse.html.fragment import BuiltFragment

_KINDS = "CAUTION, WARNING, IMPORTANT, TIP or NOTE"
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_MARK = re.compile(r"\[!([A-Za-z]+)\]")
_EMPTY_CARD = re.compile(r"\s*</p>\s*(?:<p>\s*</p>\s*)?</div>")
_HEADING = re.compile(r"<h[1-6]\b")


def check_care_cards(built: BuiltFragment, source: Source) -> Iterator[Diagnostic]:
    """P10 for a mark of a care card that made none, and for a card without words."""
    html = _CODE.sub("", "".join(built.fragment.html))
    for found in _MARK.finditer(html):
        offset = max(source.data.find(found[0].encode()), 0)
        hint = (
            f"write '> [!{found[1].upper()}]' alone on its line, after a blank line, and the text"
            f" below it as '> …'; the kinds are {_KINDS}"
        )
        yield source.diagnostic("P10", offset, f"'{found[0]}' makes no care card here", hint)
    for slot, after in zip(built.fragment.slots, built.fragment.html[1:], strict=True):
        if slot.kind is SlotKind.ALERT_TITLE and _EMPTY_CARD.match(after):
            mark = f"[!{slot.target}]".encode()
            offset = max(source.data.lower().find(mark), 0)
            hint = "write its text below the mark, each line starting with '>'"
            yield source.diagnostic("P10", offset, "this care card has no text", hint)


def check_swallowed(html: str, seen: Seen, source: Source) -> Iterator[Diagnostic]:
    """T03 for raw HTML that takes what follows it for its own: a comment or an open block."""
    if not seen.html:
        return
    shown, meant = len(_HEADING.findall(html)), len(seen.headings)
    quotes = sum(block.tag == "blockquote" for block in seen.blocks)
    is_open = source.text.count("<!--") > source.text.count("-->")
    if is_open or shown < meant or html.count("<blockquote") < quotes:
        hint = "close the HTML before the next heading or quotation, or write it in Markdown"
        message = "raw HTML swallows the text that follows it"
        yield source.diagnostic("T03", seen.html[0], message, hint)
