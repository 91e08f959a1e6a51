"""Adds ids that a text once had, so that old links to its parts lead to where these are now."""

import re
from collections.abc import Mapping
from html import escape, unescape

from msgspec.structs import replace

from ssg.model.fragments import Fragment
from ssg.patterns import rare

_TAG_WITH_ID = rare(r'<([a-z][a-z0-9]*)(?: [^\s="<>]+="[^"]*")*? id="([^"]*)"[^>]*>')
# A list, a row or a description takes nothing but its items: there the element goes into them.
_ITEMS = frozenset({"caption", "dd", "dt", "figcaption", "li", "summary", "td", "th"})
_NO_PLACE = frozenset({"col", "colgroup", "source", "tbody", "tfoot", "thead", "tr", "track"})


def add_anchors(fragment: Fragment, aliases: Mapping[str, str]) -> tuple[Fragment, frozenset[str]]:
    """The fragment with an empty element for each old id, right before what has the id that is
    there now; and those ids of `aliases`, the values, that no element has.

    Nothing is seen or read out of it, and it cannot get the focus.
    """
    found: set[str] = set()

    def add(tag: re.Match[str]) -> str:
        name, anchor = tag[1], unescape(tag[2])
        old = [alias for alias, target in aliases.items() if target == anchor]
        if not old or name in _NO_PLACE:
            return tag[0]
        found.add(anchor)
        spans = "".join(f'<span id="{escape(one)}"></span>' for one in old)
        return tag[0] + spans if name in _ITEMS else spans + tag[0]

    html = tuple(_TAG_WITH_ID.sub(add, piece) for piece in fragment.html)
    return replace(fragment, html=html), frozenset(aliases.values()) - found
