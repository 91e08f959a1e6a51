"""The excerpt of a question whose beginning has no markup."""

import re

from ssg.parse.html.events import EXCERPT, Scan, make_excerpt

_LONGEST = 2 * EXCERPT
# As much of it decides where an excerpt of `EXCERPT` characters ends.
_ENOUGH = EXCERPT + 100
MARKUP = "*_~`\\&<>|[]"
LIST = re.compile(r"\n *(?:[-+]|[0-9]+[.)])")


def make_plain_excerpt(text: str) -> str | None:
    """The excerpt of a plain body's `text`, or None if its beginning may hold markup."""
    start = text.lstrip()[:_LONGEST]
    if any(sign in start for sign in MARKUP) or LIST.search("\n" + start):
        return None
    words = " ".join(start.split())
    if len(start) == _LONGEST and len(words) < _ENOUGH:
        return None
    return make_excerpt(Scan(prose=[(0, words)]))
