"""Counts the pages that a generator has built, by the kinds that all generators build, and what is
in them for programs: structured data, descriptions and feeds.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

_POST = re.compile(r'class="ssg-post-meta"')
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="[^"]')
_OPEN_GRAPH = re.compile(r'<meta property="og:(\w+)" content="[^"]')
_TAG = re.compile("<[^>]*>")
_PREVIEW = frozenset({"title", "description", "url", "type", "site_name"})
_SAMPLE = 10
"""Every tenth thread is read."""
_ALIKE = 0.03
_FEEDS_ALIKE = 0.25
"""Entries have different words around the same texts, and Pelican's a summary before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The number of pages of each kind. All generators put them at the same addresses."""

    threads: int
    guides: int
    topic_lists: int
    home: int
    sitemap: int
    feeds: int
    posts: int
    """Posts on every tenth thread's page."""
    listed: int
    """Links to threads in the lists of all topic pages."""
    entries: int
    """Entries of all feeds together."""
    answers: int
    """Answers in the structured data of every tenth thread; so are comments."""
    comments: int
    breadcrumbs: int
    """Pages with them in their structured data, of those that are read."""
    descriptions: int
    open_graph: int
    """Pages with all tags that a preview of a link needs."""
    data_characters: int = field(compare=False)
    """Those of all texts in the structured data of every tenth thread, without white space."""
    feed_characters: int = field(compare=False)
    others: int = field(compare=False)
    """Pages of other kinds, which not every generator builds."""

    @property
    def total(self) -> int:
        return self.threads + self.guides + self.topic_lists + self.home

    def agrees_with(self, other: "Pages") -> bool:
        """Whether both show the same: texts may differ a little in signs and white space."""
        return (
            self == other
            and _are_alike(self.data_characters, other.data_characters, _ALIKE)
            and _are_alike(self.feed_characters, other.feed_characters, _FEEDS_ALIKE)
        )


def _are_alike(one: int, other: int, most: float) -> bool:
    return abs(one - other) <= most * max(one, other)


def count_pages(output: Path) -> Pages:
    threads = sorted(output.glob("threads/*/index.html"))
    # ssg also has a list of all threads, which the other generators do not build.
    threads = [path for path in threads if path.parent.name != "page"]
    guides = list(output.glob("guides/*/index.html"))
    lists = [*output.glob("topics/*/index.html"), *output.glob("topics/*/page/*/index.html")]
    feeds = list(output.glob("topics/*/feed.xml"))
    home = output / "index.html"
    sample = [path.read_text() for path in threads[::_SAMPLE]]
    listing = [path.read_text() for path in lists]
    others = [path.read_text() for path in (*guides, home) if path.is_file()]
    pages = [*sample, *listing, *others]
    data = [node for html in sample for node in _nodes(_read_data(html))]
    entries = [path.read_text() for path in feeds]
    counted = len(threads) + len(guides) + len(lists) + int(home.is_file())
    return Pages(
        threads=len(threads),
        guides=len(guides),
        topic_lists=len(lists),
        home=int(home.is_file()),
        sitemap=int((output / "sitemap.xml").is_file()),
        feeds=len(feeds),
        posts=sum(len(_POST.findall(html)) for html in sample),
        listed=sum(html.count('<h3><a href="/threads/') for html in listing),
        entries=sum(feed.count("</entry>") for feed in entries),
        answers=_count(data, "Answer"),
        comments=_count(data, "Comment"),
        breadcrumbs=_count([one for html in pages for one in _read_data(html)], "BreadcrumbList"),
        descriptions=sum(bool(_DESCRIPTION.search(html)) for html in pages),
        open_graph=sum(set(_OPEN_GRAPH.findall(html)) >= _PREVIEW for html in pages),
        data_characters=sum(_length(node.get("text", "")) for node in data),
        feed_characters=sum(_length(_TAG.sub("", unescape(feed))) for feed in entries),
        others=sum(1 for _ in output.rglob("*.html")) - counted,
    )


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
