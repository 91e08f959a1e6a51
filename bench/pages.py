"""Counts the pages that a generator has built, by kind, and what is in them for readers and for
programs: HTML, structured data, descriptions and feeds.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

_KINDS = {
    "threads": r"threads/(?!page/)[^/]+/index\.html",
    "guides": r"guides/[^/]+/index\.html",
    "topic_lists": r"topics/[^/]+/(page/\d+/)?index\.html",
    "thread_lists": r"threads/(page/\d+/)?index\.html",
    "resources": r"resources/[^/]+/index\.html",
    "follow_pages": r"topics/[^/]+/follow/index\.html",
    "indexes": r"((topics|a-z|resources)/)?index\.html",
    "single_pages": r"(404|(about|follow)/index)\.html",
}
"""The kinds of pages, by what their paths look like. All generators put them at the same
addresses, except that ssg numbers the pages of a list from the oldest.
"""
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}
_POST = re.compile(r'class="ssg-post-meta"')
_LISTED = re.compile(r'<h[23]><a href="/threads/')
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="[^"]')
_OPEN_GRAPH = re.compile(r'<meta property="og:(\w+)" content="[^"]')
_TAG = re.compile("<[^>]*>")
_PREVIEW = frozenset({"title", "description", "url", "type", "site_name"})
_SAMPLE = 10
"""Every tenth thread is read."""
_ALIKE = 0.03
_HTML_ALIKE = 0.05
"""The engines' HTML of the same Markdown differs a little, and so does what ssg alone writes: `rel`
on links, or the language of a page that a link leads to.
"""
_FEEDS_ALIKE = 0.25
"""Pelican's feeds have whole threads, without what ssg's say between the posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The number of pages of each kind. All generators put them at the same addresses."""

    threads: int
    guides: int
    topic_lists: int
    thread_lists: int
    resources: int
    follow_pages: int
    indexes: int
    """The home page, and the lists of topics, names and resources."""
    single_pages: int
    sitemap: int
    feeds: int
    posts: int
    """Posts on every tenth thread's page."""
    listed: int
    """Links to threads in all lists."""
    entries: int
    """Entries of all topics' feeds together: Pelican knows one number for all feeds."""
    answers: int
    """Answers in the structured data of every tenth thread; so are comments."""
    comments: int
    breadcrumbs: int
    """Pages with them in their structured data, of those that are read."""
    descriptions: int
    open_graph: int
    """Pages with all tags that a preview of a link needs."""
    html_characters: Mapping[str, int] = field(compare=False)
    """Those of the pages that are read, by kind, without white space."""
    data_characters: int = field(compare=False)
    """Those of all texts in the structured data of every tenth thread, without white space."""
    feed_characters: int = field(compare=False)
    others: int = field(compare=False)
    """Pages of other kinds, which not every generator builds."""

    @property
    def total(self) -> int:
        return sum(getattr(self, kind) for kind in _KINDS)

    def agrees_with(self, other: "Pages") -> bool:
        """Whether both show the same in as much HTML; texts may differ a little in signs."""
        return self.shows_same_as(other) and all(
            _are_alike(count, other.html_characters[kind], _HTML_ALIKE)
            for kind, count in self.html_characters.items()
        )

    def shows_same_as(self, other: "Pages") -> bool:
        """Whether both show the same, in whatever HTML."""
        return (
            self == other
            and _are_alike(self.data_characters, other.data_characters, _ALIKE)
            and _are_alike(self.feed_characters, other.feed_characters, _FEEDS_ALIKE)
        )


def _are_alike(one: int, other: int, most: float) -> bool:
    return abs(one - other) <= most * max(one, other)


def count_pages(output: Path) -> Pages:
    paths = _sort_by_kind(output)
    counts = {kind: len(paths[kind]) for kind in _KINDS}
    paths["threads"] = paths["threads"][::_SAMPLE]
    read = {kind: [path.read_text() for path in paths[kind]] for kind in _KINDS}
    pages = [html for found in read.values() for html in found]
    data = [node for html in read["threads"] for node in _nodes(_read_data(html))]
    feeds = [path.read_text() for path in output.glob("topics/*/feed.xml")]
    return Pages(
        **counts,
        sitemap=int((output / "sitemap.xml").is_file()),
        feeds=len(feeds) + int((output / "feed.xml").is_file()),
        posts=sum(len(_POST.findall(html)) for html in read["threads"]),
        listed=sum(len(_LISTED.findall(html)) for html in pages),
        entries=sum(feed.count("</entry>") for feed in feeds),
        answers=_count(data, "Answer"),
        comments=_count(data, "Comment"),
        breadcrumbs=_count([one for html in pages for one in _read_data(html)], "BreadcrumbList"),
        descriptions=sum(bool(_DESCRIPTION.search(html)) for html in pages),
        open_graph=sum(set(_OPEN_GRAPH.findall(html)) >= _PREVIEW for html in pages),
        html_characters={
            kind: sum(_length(unescape(html)) for html in found) for kind, found in read.items()
        },
        data_characters=sum(_length(node.get("text", "")) for node in data),
        feed_characters=sum(_length(_TAG.sub("", unescape(feed))) for feed in feeds),
        others=len(paths[""]),
    )


def _sort_by_kind(output: Path) -> dict[str, list[Path]]:
    """All pages, in the order of their paths; those of no known kind under an empty name."""
    paths: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(output.rglob("*.html")):
        name = path.relative_to(output).as_posix()
        found = (kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(name))
        paths[next(found, "")].append(path)
    return paths


def _read_data(html: str) -> list[dict[str, Any]]:
    """The nodes of a page's graph."""
    found = _DATA.search(html)
    return json.loads(found[1])["@graph"] if found else []


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in it, at any depth."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict | list):
            yield from _nodes(each)


def _count(nodes: Iterable[dict[str, Any]], kind: str) -> int:
    return sum(node.get("@type") == kind for node in nodes)


def _length(text: str) -> int:
    return len("".join(text.split()))
