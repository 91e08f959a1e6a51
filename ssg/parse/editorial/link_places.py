"""Finds the places of links in a text whose renderer reports none."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from html import unescape
from itertools import chain
from urllib.parse import unquote

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Link, OutsideLink
from ssg.parse.html.addresses import find_address
from ssg.parse.html.events import LinkNode, Scan
from ssg.parse.html.links import Inside, LinkBase, Outside, Unsafe, classify_link
from ssg.parse.html.outside import find_bare_addresses, find_bare_links, outside_link
from ssg.parse.html.source import Source
from ssg.patterns import rare

_HTML_LINK = rare(
    rb"<(?:a|img)\b[^<>]*?\s(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`=]+))",
    re.IGNORECASE,
)
# What only Python-Markdown reads as a link, such as one in an HTML block. It begins with signs that
# a text has few of, which is ten times as fast as to begin with the start of a line.
_WRITTEN_LINK = rare(
    rb"\]\(\s*<?([^\s<>)]*)|<(?=[^\s<>]*[:@])([^\s<>]+)>|\[%b[^\]\n]+\]:\s*<?([^\s<>]+)"
    % rb"(?:(?<=^\[)|(?<=^ \[)|(?<=^  \[)|(?<=^   \[))",
    re.MULTILINE,
)
_MAX_SEARCHES = 100
"""How many links are looked for line by line, each of which takes as long as the text is."""


class LinkPlaces:
    """The offsets of the links of `source`, in the order of the text."""

    def __init__(self, source: Source, scan: Scan, base: LinkBase) -> None:
        self._source = source
        self._scan = scan
        self._base = base
        self._taken: dict[str, int] = {}
        self._searches = 0

    def find(self, target: str) -> int:
        """The offset of the next link to `target`; of the last one if there is no other."""
        target = unquote(target)
        found = self._by_target.get(target) or self._written.get(target)
        if not found:
            return self._find_line(target.rstrip("/").rpartition("/")[2])
        index = self._taken.get(target, 0)
        self._taken[target] = index + 1
        return found[min(index, len(found) - 1)]

    def diagnostic(self, code: str, target: str, message: str, hint: str) -> Diagnostic:
        return self._source.diagnostic(code, self.find(target), message, hint)

    def outside(self, url: str) -> OutsideLink:
        """The next link to `url`, on another site."""
        return outside_link(url, self._source, self.find(url))

    def link(self, target: str, *, is_image: bool) -> Link:
        """The next link to `target`, which is on this site."""
        start = self.find(target)
        at = self._source.locate(start)
        plain = unquote(target)
        return Link(
            target=target,
            is_image=is_image,
            line=at.line,
            column=at.column,
            address=find_address(
                self._source, start, lambda href: unquote(_target_of(href, self._base)) == plain
            ),
        )

    def _find_line(self, written: str) -> int:
        """The start of the line that contains `written` once entities are decoded, else 0."""
        self._searches += 1
        if self._searches > _MAX_SEARCHES:
            return 0
        offset = 0
        for line in self._source.data.splitlines(keepends=True):
            if written in unescape(line.decode()):
                return offset
            offset += len(line)
        return 0

    @cached_property
    def _by_target(self) -> dict[str, list[int]]:
        links = [*self._scan.links, *_find_html_links(self._source, self._scan)]
        places = [(link.start, link.href) for link in links]
        return self._group(sorted([*places, *find_bare_links(self._source, self._scan)]))

    @cached_property
    def _written(self) -> dict[str, list[int]]:
        data = self._source.data
        return self._group(chain(_find_written(data), find_bare_addresses(data)))

    def _group(self, links: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
        offsets: dict[str, list[int]] = {}
        for start, href in links:
            offsets.setdefault(unquote(_target_of(href, self._base)), []).append(start)
        return offsets


def _find_html_links(source: Source, scan: Scan) -> Iterator[LinkNode]:
    for node in scan.html:
        for found in _HTML_LINK.finditer(source.data, node.start, node.end):
            yield LinkNode(found.start(), _read_href(found), is_image=False, label=None)


def _find_written(data: bytes) -> Iterator[tuple[int, str]]:
    for found in _WRITTEN_LINK.finditer(data):
        start = found.start()
        # A definition starts with its line.
        is_definition = found[3] is not None
        yield data.rfind(b"\n", 0, start) + 1 if is_definition else start, _read_href(found)


def _read_href(link: re.Match[bytes]) -> str:
    written: bytes = next(group for group in link.groups() if group is not None)
    return unescape(written.decode())


def _target_of(href: str, base: LinkBase) -> str:
    match classify_link(href, base):
        case Inside(target):
            return target
        case Outside(url):
            return url
        case Unsafe():
            return href
