"""Reads a plain post: its HTML is what the sanitizer would make of it.

A plain text becomes tags without attributes, links to addresses that browsers and sanitizers read
alike, and text. So only the serialization differs from the sanitizer's.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyromark
from pyromark import Options

from ssg.model.documents import Link
from ssg.model.fragments import Fragment
from ssg.parse.html.events import OPTIONS
from ssg.parse.html.fragment import FragmentRules, build_fragment
from ssg.parse.html.links import Inside, LinkBase, classify_link
from ssg.parse.html.primes import restore_primes

SIGNS = (
    # An entity, which may stand for any character.
    "&",
    # What looks like a link is none if it is escaped or code.
    "\\",
    "`",
    # Tables align their cells with attributes.
    "|",
    # What is no plain link may be another one, or the box of a task.
    "[",
    # Addresses that are not bare, or end in what may be no part of them.
    "://",
    "www.",
    # The sanitizer writes an entity for it.
    "\N{NO-BREAK SPACE}",
)
"""What is not in a plain post, except in its links."""

LITERAL = ("*", "__", "~~")
"""Markup that is shown as it was typed if it is in the HTML: a check may have to tell why."""

# An address that needs no escapes, on a host that every parser of addresses accepts.
_HOST = r"(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}"
_INSIDE = r"[A-Za-z0-9_./#-]+"
_OUTSIDE = rf"https?://{_HOST}(?:/[A-Za-z0-9_./:?=#%~,+@-]*)?"
# Both patterns begin with what they look for, which is ten times as fast as to look back first.
_LINK = re.compile(rf"\[(?<!!\[)[A-Za-z0-9][^][\\`<>&~|*_:\n\u00a0]*\]\(({_OUTSIDE}|{_INSIDE})\)")
# Between spaces, not too long to be found in general, and with nothing that may be no part of it.
_BARE = re.compile(
    rf"http(?<![^ \n]http)(?![^ \n]{{500}})s?://{_HOST}"
    r"(?:/[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*)*+/?(?=[.,]?(?:[ \n]|\Z))"
)
_PLACEHOLDER = ")"
"""In place of a link: neither a space nor a part of an address."""

_OPTIONS = OPTIONS | Options.ENABLE_SMART_PUNCTUATION


class PlainPost(NamedTuple):
    """The question or a post, rendered, with its links to this site."""

    fragment: Fragment
    links: tuple[Link, ...]


def read_plain(text: str, *, first_line: int, rules: FragmentRules) -> PlainPost | None:
    """A post's `text`, which starts on `first_line`, or None if it is not plain."""
    links = list(_LINK.finditer(text)) if "[" in text else []
    rest = _cut(text, links) if links else text
    markdown = text
    if "://" in rest:
        rest = _BARE.sub("", rest)
        markdown = _BARE.sub(r"<\g<0>>", text)
    lowered = rest.lower()
    if any(sign in lowered for sign in SIGNS):
        return None
    html = pyromark.html(markdown, options=_OPTIONS)
    if any(sign in html for sign in LITERAL):
        return None
    html = html.replace("&quot;", '"').replace("<br />", "<br>").replace("<hr />", "<hr>")
    html = restore_primes(html)
    if not links and markdown is text:
        return PlainPost(Fragment(html=(html,)), ())
    inside = tuple(_find_inside(text, links, first_line, rules.base))
    return PlainPost(build_fragment(html, rules).fragment, inside)


def _cut(text: str, links: Sequence[re.Match[str]]) -> str:
    """`text` with a sign in place of each of its links."""
    starts = [0, *(link.end() for link in links)]
    ends = [*(link.start() for link in links), len(text)]
    return _PLACEHOLDER.join([text[start:end] for start, end in zip(starts, ends, strict=True)])


def _find_inside(
    text: str, links: Sequence[re.Match[str]], first_line: int, base: LinkBase
) -> Iterator[Link]:
    """The links to this site. Counting goes on from link to link, so it stays linear."""
    line, line_start, position = first_line, 0, 0
    for link in links:
        start = link.start()
        line += text.count("\n", position, start)
        line_start = max(line_start, text.rfind("\n", position, start) + 1)
        position = start
        destination = classify_link(link[1], base)
        if isinstance(destination, Inside):
            yield Link(target=destination.target, line=line, column=start - line_start + 1)
