"""Reads a plain post: its HTML is what the sanitizer would make of it.

A plain text becomes tags without attributes, links to addresses that browsers and sanitizers read
alike, and text. So only the serialization differs from the sanitizer's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from operator import methodcaller
from typing import NamedTuple

import pyromark
from pyromark import Options

from ssg.model.documents import Link, OutsideLink
from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.parse.html.addresses import measure_address
from ssg.parse.html.events import OPTIONS
from ssg.parse.html.fragment import FragmentRules
from ssg.parse.html.links import (
    PLAIN_ADDRESS,
    PLAIN_HOST,
    Destination,
    Inside,
    LinkBase,
    Outside,
    classify_link,
)
from ssg.parse.html.primes import restore_primes

SIGNS = (
    # An entity, which may stand for any character.
    "&",
    # What looks like a link is none if it is escaped or code.
    "\\",
    "`",
    # What is no plain link may be another one, or the box of a task.
    "[",
    # Addresses that are not bare, or end in what may be no part of them.
    "://",
    "www.",
    # The sanitizer writes an entity for it.
    "\N{NO-BREAK SPACE}",
)
"""What is not in a plain post, except in its links."""

LITERAL = (
    # Markup that is shown as it was typed: a check may have to tell why.
    "*",
    "__",
    "~~",
    # The alignment of a table's cells.
    ' style="',
)
"""What is not in the HTML of a plain post."""

# Both patterns begin with what they look for, which is ten times as fast as to look back first.
LINK = re.compile(rf"\[(?<!!\[)[A-Za-z0-9][^][\\`<>&~|*_:\n\u00a0]*\]\(({PLAIN_ADDRESS})\)")
# Between spaces, not too long to be found in general, and with nothing that may be no part of it.
_BARE = re.compile(
    rf"http(?<![^ \n]http)(?![^ \n]{{500}})s?://(?![^/ \n]*[A-Za-z0-9-]{{64}}){PLAIN_HOST}"
    r"(?:/[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*)*+/?(?=[.,]?(?:[ \n]|\Z))"
)
_SHOWN = re.compile(r">[^\s<]")
_LINK_START = '<a href="'
_START = methodcaller("start")
_PLACEHOLDER = ")"
"""In place of a link: neither a space nor a part of an address."""

_OPTIONS = OPTIONS | Options.ENABLE_SMART_PUNCTUATION


class PlainPost(NamedTuple):
    """The question or a post, rendered, with its links to this site and to others."""

    fragment: Fragment
    links: tuple[Link, ...]
    outside: tuple[OutsideLink, ...]


def read_plain(text: str, *, first_line: int, rules: FragmentRules) -> PlainPost | None:
    """A post's `text`, which starts on `first_line`, or None if it is not plain."""
    links = list(LINK.finditer(text)) if "[" in text else []
    rest = _cut(text, links) if links else text
    markdown, bare = text, list[re.Match[str]]()
    if "://" in rest:
        rest = _BARE.sub("", rest)
        markdown, bare = _BARE.sub(r"<\g<0>>", text), list(_BARE.finditer(text))
    lowered = rest.lower()
    if any(map(lowered.__contains__, SIGNS)):
        return None
    html = pyromark.html(markdown, options=_OPTIONS)
    if any(map(html.__contains__, LITERAL)):
        return None
    if "|" in text and _drops_cells(html, len(links) + len(bare)):
        return None
    html = html.replace("&quot;", '"').replace("<br />", "<br>").replace("<hr />", "<hr>")
    html = restore_primes(html)
    if not links and not bare:
        return PlainPost(Fragment(html=(html,)), (), ())
    targets = _find_targets(links, rules.base)
    fragment = _fill_links(html, targets, rules.rel)
    # Each of the two is in order.
    found = sorted([*links, *bare], key=_START) if links and bare else links or bare
    inside, outside = _find_places(text, found, first_line, targets)
    return PlainPost(fragment, tuple(inside), tuple(outside))


def _drops_cells(html: str, links: int) -> bool:
    """Whether the only text, or one of so many `links`, may be in a cell that `html` does not show.

    That is a cell for which the first row of its table has no column.
    """
    return html.count(_LINK_START) < links or not _SHOWN.search(html)


def _find_targets(links: Sequence[re.Match[str]], base: LinkBase) -> dict[str, Destination]:
    """The destinations of `links` by address, but for addresses on other hosts."""
    addresses = {link[1] for link in links}
    # An address with a scheme has a host as well.
    return {one: classify_link(one, base) for one in addresses if "://" not in one}


def _fill_links(html: str, targets: Mapping[str, Destination], rel: str) -> Fragment:
    """The fragment of a text whose links have an address and a label, and no other attribute."""
    start, *links = html.split(_LINK_START)
    done: list[str] = []
    slots: list[Slot] = []
    # The pieces since the last slot, because appending to a long string is slow.
    pieces = [start]
    for link in links:
        href, _, after = link.partition('">')
        destination = targets.get(href)
        if isinstance(destination, Inside):
            label, _, after = after.partition("</a>")
            done += ["".join(pieces), label]
            slots.append(Slot(kind=SlotKind.LINK, target=destination.target))
            slots.append(Slot(kind=SlotKind.LINK_END))
            pieces = [after]
        else:
            # The host of the thread's source may need escapes.
            url = escape(destination.url) if isinstance(destination, Outside) else href
            pieces.append(f'<a href="{url}" rel="{rel}">{after}')
    return Fragment(html=(*done, "".join(pieces)), slots=tuple(slots))


def _cut(text: str, links: Sequence[re.Match[str]]) -> str:
    """`text` with a sign in place of each of its links."""
    starts = [0, *(link.end() for link in links)]
    ends = [*(link.start() for link in links), len(text)]
    return _PLACEHOLDER.join([text[start:end] for start, end in zip(starts, ends, strict=True)])


def _find_places(
    text: str,
    links: Iterable[re.Match[str]],
    first_line: int,
    targets: Mapping[str, Destination],
) -> tuple[list[Link], list[OutsideLink]]:
    """The links to this site and to others. Counting goes on from link to link, so it is linear."""
    inside: list[Link] = []
    outside: list[OutsideLink] = []
    line, line_start, position = first_line, 0, 0
    for link in links:
        start = link.start()
        line += text.count("\n", position, start)
        line_start = max(line_start, text.rfind("\n", position, start) + 1)
        position, column = start, start - line_start + 1
        url = link[1] if link.re is LINK else link[0]
        destination = targets.get(url) or Outside(url)
        is_on_line = "\n" not in link[0]
        at = link.start(1 if link.re is LINK else 0) - line_start + 1
        if isinstance(destination, Inside):
            inside.append(
                Link(
                    target=destination.target,
                    line=line,
                    column=column,
                    address=measure_address(at, url) if is_on_line else None,
                )
            )
        elif isinstance(destination, Outside):
            is_written = link.re is not LINK or (is_on_line and destination.url == url)
            outside.append(
                OutsideLink(
                    url=destination.url,
                    line=line,
                    column=column,
                    address=at if is_written else 0,
                )
            )
    return inside, outside
