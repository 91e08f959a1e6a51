"""Finds the links of a text to other sites, each where it is written."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from html import unescape
from urllib.parse import unquote

from ssg.model.documents import OutsideLink
from ssg.parse.html.addresses import find_address
from ssg.parse.html.events import Scan
from ssg.parse.html.findings import find_offsets
from ssg.parse.html.links import LinkBase, Outside, classify_link
from ssg.parse.html.source import Source
from ssg.urls import is_web_address

_BARE_ADDRESS = re.compile(rb"(?:https?://|www\.)[^\s<>\[\]`]+", re.IGNORECASE)
# What cannot be the end of a bare address.
_TRAILING = "?!.,:;*_~'\")"


def find_outside_links(
    source: Source, scan: Scan, base: LinkBase, shown: Collection[str]
) -> Iterator[OutsideLink]:
    """The links of a post to other web sites, in the order of its text.

    `scan` is of this text alone. `shown` are the addresses of the links that readers get: an image
    and a bare address are links only if theirs is one of them.
    """
    plain = {unquote(url) for url in shown}
    links = [(link.start, link.href) for link in scan.links if not link.is_image]
    others = [(link.start, link.href) for link in scan.links if link.is_image]
    others += find_bare_links(source, scan)
    found = links + [one for one in others if unquote(one[1]) in plain]
    for start, href in sorted(found):
        destination = classify_link(href, base)
        if isinstance(destination, Outside) and is_web_address(destination.url):
            yield outside_link(destination.url, source, start)


def outside_link(url: str, source: Source, start: int) -> OutsideLink:
    """The link to `url` that starts at that byte."""
    at = source.locate(start)
    address = _find_address_column(url, source, start)
    return OutsideLink(url=url, line=at.line, column=at.column, address=address)


def _find_address_column(url: str, source: Source, start: int) -> int:
    written = url.encode()
    for offset in (start, start + 1):
        if source.data.startswith(written, offset):
            return source.locate(offset).column
    found = find_address(source, start, url.__eq__)
    length = found.path + found.anchor + ("#" in url) if found else -1
    return found.column if found and length == len(url) else 0


def find_bare_links(source: Source, scan: Scan) -> Iterator[tuple[int, str]]:
    """What may be bare addresses in the words of a text: each with its offset."""
    for start, url in find_bare_addresses(source.data):
        index = bisect_right(scan.runs, (start, len(source.data))) - 1
        if index >= 0 and start < scan.runs[index][1]:
            yield start, url


def find_bare_addresses(data: bytes) -> Iterator[tuple[int, str]]:
    """What may be bare addresses, in code and links too: each with its offset."""
    # To look for these signs costs a tenth of the expression.
    slashes = list(find_offsets(data, b"://"))
    starts = [*find_offsets(data.lower(), b"www.")]
    starts += [at - len(scheme) for at in slashes for scheme in ("https", "http")]
    end = 0
    for start in sorted(starts):
        found = _BARE_ADDRESS.match(data, start) if start >= end else None
        if found is None:
            continue
        end = found.end()
        address = unescape(found[0].decode(errors="replace")).rstrip(_TRAILING)
        is_web = address.lower().startswith("http")
        yield found.start(), address if is_web else f"https://{address}"
