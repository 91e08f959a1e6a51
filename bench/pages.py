"""Counts the pages that a generator has built, by the kinds that all generators build."""

import re
from dataclasses import dataclass
from pathlib import Path

_POST = re.compile(r'class="ssg-post-meta"')
_SAMPLE = 10
"""Every tenth thread is read."""


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

    @property
    def total(self) -> int:
        return self.threads + self.guides + self.topic_lists + self.home


def count_pages(output: Path) -> Pages:
    threads = sorted(output.glob("threads/*/index.html"))
    # ssg also has a list of all threads, which the other generators do not build.
    threads = [path for path in threads if path.parent.name != "page"]
    lists = [*output.glob("topics/*/index.html"), *output.glob("topics/*/page/*/index.html")]
    feeds = list(output.glob("topics/*/feed.xml"))
    return Pages(
        threads=len(threads),
        guides=sum(1 for _ in output.glob("guides/*/index.html")),
        topic_lists=len(lists),
        home=int((output / "index.html").is_file()),
        sitemap=int((output / "sitemap.xml").is_file()),
        feeds=len(feeds),
        posts=sum(len(_POST.findall(path.read_text())) for path in threads[::_SAMPLE]),
        listed=sum(path.read_text().count('<h3><a href="/threads/') for path in lists),
        entries=sum(path.read_text().count("</entry>") for path in feeds),
    )
