"""What generators are given to build."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    anchor: str
    is_reply: bool
    by: str
    posted: datetime
    accepted: bool
    helpful: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    id: str
    title: str
    description: str
    asked: datetime
    by: str
    topics: tuple[str, ...]
    guides: tuple[str, ...]
    resources: tuple[str, ...]
    helpful: int
    question: str
    posts: tuple[Post, ...]
    source: tuple[str, ...] = ()
    """Where it was first published: a name, an address and a licence; empty if here."""

    @property
    def updated(self) -> datetime:
        return max((post.posted for post in self.posts), default=self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    id: str
    title: str
    summary: str
    topics: tuple[str, ...]
    resources: tuple[str, ...]
    reviewed: datetime | None
    text: str
    has_lead: bool = True
    """Whether the summary is shown on the page, and not only to programs."""
    codes: tuple[tuple[str, str], ...] = ()
    """Systems of codes for illnesses, and codes in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """`lineage` is the path from the root of the topic tree down to the topic itself."""

    id: str
    title: str
    summary: str
    lineage: tuple[str, ...]
    text: str
    has_lead: bool = True
    has_feed: bool = True
    """A topic without threads has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    id: str
    title: str
    url: str
    description: str
    publisher: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page at the top of the site, such as the one that says what the site is."""

    id: str
    title: str
    description: str
    text: str


class Content(Protocol):
    """All that a generator is given to build."""

    @property
    def topics(self) -> Mapping[str, Topic]:
        """By id, like guides and resources."""

    @property
    def guides(self) -> Mapping[str, Guide]: ...

    @property
    def resources(self) -> Mapping[str, Resource]: ...

    @property
    def pages(self) -> Sequence[Page]: ...

    def threads(self) -> Iterator[Thread]: ...

    def write_photographs(self, folder: Path) -> None: ...
