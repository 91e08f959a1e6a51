"""Care cards and lists of dos and don'ts: quotations of an editor that start with their kind.

As the care cards of the NHS design system do, each has a heading that says how urgent it is.
https://service-manual.nhs.uk/design-system/components/care-cards
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from ssg.model.documents import CareCard
from ssg.parse.html.trees import parse_fragment

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

CARE_KINDS = ("caution", "warning", "important", "tip", "note")
LIST_KINDS = ("do", "dont")
# A reader who goes from landmark to landmark should meet those that tell whom to call.
_LANDMARKS = ("caution", "warning", "important")
_MARKER = re.compile(
    rf"\s*<p>\s*\[!({'|'.join((*CARE_KINDS, *LIST_KINDS))})\]"
    r"\s*(?:<br ?/?>|\n|(?=</p>))\s*(</p>\s*)?",
    re.IGNORECASE,
)
_MAX_SIGNS = 12
_MAX_LENGTH = 200
# What a sign must not repeat: words that are struck out, and numbers of footnotes.
_NO_WORDS = "del, s, sup.footnote-ref, sup:has(> .footnote-ref)"
_BREAKS = "br, dd, div, dl, dt, li, ol, p, pre, summary, table, td, th, tr, ul"


class Marker(NamedTuple):
    """The first line of a card."""

    kind: str
    end: int
    opening: str
    """What opens the text after it: a paragraph, if the rest of the marker's own follows."""


def match_marker(html: str, position: int) -> Marker | None:
    """The marker of a card, if the quotation whose text starts at `position` has one."""
    found = _MARKER.match(html, position)
    if not found:
        return None
    return Marker(kind=found[1].lower(), end=found.end(), opening="" if found[2] else "<p>")


class Element(NamedTuple):
    """The element of a card: its name, its class and its role as HTML, and its title's class."""

    name: str
    class_: str
    role: str
    title_class: str


def describe_element(kind: str) -> Element:
    """The element of a card of this kind."""
    if kind in LIST_KINDS:
        return Element("div", f"ssg-{kind}", ' role="group"', "ssg-do-title")
    class_ = f"ssg-care ssg-care-{kind}"
    if kind in _LANDMARKS:
        return Element("section", class_, "", "ssg-care-title")
    return Element("div", class_, ' role="note"', "ssg-care-title")


def read_care_card(kind: str, anchor: str, html: str) -> CareCard:
    """What other pages show of a care card.

    `html` is its sanitized text without the marker and without quotations in it.
    """
    if "<ul" not in html and "<ol" not in html:
        return CareCard(kind=kind, id=anchor, signs=())
    card = parse_fragment(f"<div>{html}</div>").css_first("div")
    assert card is not None, "the parser keeps a <div>"
    # From the last one, so that none is inside of one that is gone already.
    for node in reversed(card.css(_NO_WORDS)):
        node.remove()
    signs = next((block for block in card.iter() if block.tag in ("ul", "ol")), None)
    return CareCard(kind=kind, id=anchor, signs=tuple(_read_signs(signs)) if signs else ())


def _read_signs(items: "LexborNode") -> Iterator[str]:
    """The first items of a list, up to one that is too long: half a sign could mislead."""
    signs = filter(None, (_words(item) for item in items.iter() if item.tag == "li"))
    return takewhile(lambda sign: len(sign) <= _MAX_LENGTH, islice(signs, _MAX_SIGNS))


def _words(node: "LexborNode") -> str:
    for block in node.css(_BREAKS):
        block.insert_before(" ")
        block.insert_after(" ")
    return " ".join(node.text().split())
