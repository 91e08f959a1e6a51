"""What a page is made from: one class of inputs for each view.

Inputs hold exactly what the page may show, because a page is rendered again
when, and only when, its inputs, the fragments of its `sources` or its template
have changed. They travel to other processes as msgpack, so every field is of one
concrete type. Addresses (`url`) start with the site's path prefix.
"""

from dataclasses import dataclass, field

from ssg.digest import Digest
from ssg.model.cards import (
    GuideCard,
    PersonCard,
    ResourceCard,
    ThreadCard,
    TopicCard,
    TranslationCard,
)
from ssg.model.documents import Guide, Page, Thread, Topic
from ssg.model.scalars import Moment
from ssg.model.states import State
from ssg.pages.views import Crumb, Pager, ReviewView, SitemapEntry, TopicBranch


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a page's head needs beside what the page is about."""

    url: str
    lang: str
    noindex: bool = False
    feed_url: str = ""
    feed_title: str = ""
    crumbs: tuple[Crumb, ...] = ()
    translations: tuple[TranslationCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadInputs:
    frame: Frame
    document: Thread
    state: State
    addresses: dict[str, str] = field(default_factory=dict)
    """Where the targets of the document's links lead; empty for no address."""
    people: dict[str, PersonCard] = field(default_factory=dict)
    """Whom its posts name, by id."""
    updated: Moment
    topics: tuple[TopicCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()
    resources: tuple[ResourceCard, ...] = ()
    related: tuple[ThreadCard, ...] = ()
    review: ReviewView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideInputs:
    frame: Frame
    document: Guide
    state: State
    addresses: dict[str, str] = field(default_factory=dict)
    topics: tuple[TopicCard, ...] = ()
    resources: tuple[ResourceCard, ...] = ()
    related: tuple[GuideCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    review: ReviewView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicInputs:
    """The topic's own address shows its newest threads below all that it has to say.

    Its older pages show threads only, or each new guide would change them all.
    """

    frame: Frame
    document: Topic
    addresses: dict[str, str] = field(default_factory=dict)
    subtopics: tuple[TopicCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()
    resources: tuple[ResourceCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    pager: Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInputs:
    frame: Frame
    document: Page
    addresses: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeInputs:
    frame: Frame
    topics: tuple[TopicBranch, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadsInputs:
    frame: Frame
    threads: tuple[ThreadCard, ...] = ()
    pager: Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class AToZInputs:
    frame: Frame
    guides: tuple[GuideCard, ...] = ()
    topics: tuple[TopicCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcesInputs:
    frame: Frame
    resources: tuple[ResourceCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceInputs:
    frame: Frame
    resource: ResourceCard
    topics: tuple[TopicCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TombstoneInputs:
    """No document: what was withdrawn must not even reach the process that renders."""

    frame: Frame
    state: State
    topics: tuple[TopicCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectInputs:
    """The frame is that of the page to go to."""

    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundInputs:
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A thread in a feed. Its question is the first fragment of the file at `path`."""

    path: str
    question: Digest
    """Of that fragment, which is all of the file's text that the feed shows."""
    oldest_address: str
    """Without the prefix: its first alias, else its address. The entry's id is made of it."""
    card: ThreadCard
    published: Moment
    addresses: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInputs:
    """`title` is that of the topic; empty for the feed of the whole site."""

    url: str
    page_url: str
    oldest_address: str
    title: str
    lang: str
    items: tuple[FeedItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapInputs:
    entries: tuple[SitemapEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapIndexInputs:
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsInputs:
    sitemap_url: str


Inputs = (
    ThreadInputs
    | GuideInputs
    | TopicInputs
    | PageInputs
    | HomeInputs
    | ThreadsInputs
    | AToZInputs
    | ResourcesInputs
    | ResourceInputs
    | TombstoneInputs
    | RedirectInputs
    | NotFoundInputs
    | FeedInputs
    | SitemapInputs
    | SitemapIndexInputs
    | RobotsInputs
)
