"""Makes the ids in sanitized HTML valid and unique.

Browsers go to the first of two elements with one id, so a link to the second would
lead to the wrong words.
"""

import re

from ssg.patterns import rare

_TAG = rare(r'<([a-z][a-z0-9]*)((?: [^\s="<>]+="[^"]*")+) ?/?>')
_ID = re.compile(r' id="([^"]*)"')
_NAME = re.compile(r' name="([^"]*)"')
_HEADING = re.compile(r"h[1-6]")


def make_ids_unique(html: str) -> tuple[str, tuple[str, ...]]:
    """`html` with each id once, and those ids; headings, whose ids come later, are left out.

    An empty id, one with a space, and one that stands further up already are removed. The
    `name` of an `<a>`, an older form that git hosts still link to, becomes its id.
    """
    if ' id="' not in html and ' name="' not in html:
        return html, ()
    ids: dict[str, None] = {}

    def rewrite(tag: re.Match[str]) -> str:
        if _HEADING.fullmatch(tag[1]):
            return tag[0]
        text = tag[0]
        if tag[1] == "a":
            text = _NAME.sub("" if _ID.search(text) else r' id="\1"', text)
        return _ID.sub(keep_first, text)

    def keep_first(found: re.Match[str]) -> str:
        anchor = found[1]
        if not anchor or anchor in ids or re.search(r"\s", anchor):
            return ""
        ids[anchor] = None
        return found[0]

    return _TAG.sub(rewrite, html), tuple(ids)
