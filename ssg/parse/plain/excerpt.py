"""The excerpt of a question whose beginning has no markup but simple emphasis and links."""

import re

from ssg.parse.html.events import EXCERPT
from ssg.parse.plain.post import LINK
from ssg.text import shorten_text

_LONGEST = 2 * EXCERPT
# As much of it decides where an excerpt of `EXCERPT` characters ends.
_ENOUGH = EXCERPT + 100
MARKUP = "*_~`\\&<>|[]"
LIST = re.compile(r"\n *(?:[-+]|[0-9]+[.)])")
# A delimiter that can only open, after a space, and one that can close: a pair is emphasis, unless
# there is another before it (https://spec.commonmark.org/0.31.2/#delimiter-run).
EMPHASIS = re.compile(
    r"(?<![^ \n])(?P<mark>\*\*?)(?P<text>[A-Za-z0-9](?:[^]*_~`\\&<>|\[\n]*[A-Za-z0-9])?)(?P=mark)"
)


def make_plain_excerpt(text: str) -> str | None:
    """The excerpt of a plain body's `text`, or None if other markup may be in its beginning."""
    start = text.lstrip()[:_LONGEST]
    is_cut = len(start) == _LONGEST
    if "*" in start:
        start = EMPHASIS.sub(r"\g<text>", start)
    if "[" in start:
        start = LINK.sub(_keep_label, start)
    # The words before other markup do not depend on it, and few words are needed.
    ends = [end for sign in MARKUP if (end := start.find(sign)) >= 0]
    if item := LIST.search("\n" + start):
        ends.append(item.start())
    if ends:
        start, is_cut = start[: min(ends)], True
    words = " ".join(start.split())
    if is_cut and len(words) < _ENOUGH:
        return None
    return shorten_text(words, EXCERPT)


def _keep_label(link: re.Match[str]) -> str:
    return link[0][1 : link[0].index("]")]
