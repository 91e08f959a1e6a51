"""What a page is made from: one class of inputs for each view.

Inputs hold exactly what the page may show beside its document, because a page is
rendered again when, and only when, its inputs, its document, the fragments of its
`sources` or its template have changed. They travel to other processes as msgpack,
so every field is of one concrete type. Addresses (`url`) start with the site's path prefix.
"""

from msgspec import field

from ssg.digest import Digest
from ssg.model.cards import (
    GuideCard,
    PersonCard,
    ResourceCard,
    ThreadCard,
    TopicCard,
    TranslationCard,
)
from ssg.model.record import Record
from ssg.model.scalars import Moment
from ssg.model.states import State
from ssg.pages.views import Crumb, Pager, ReviewView, SitemapEntry, TopicBranch


class Frame(Record, frozen=True, kw_only=True):
    """What a page's head needs beside what the page is about."""

    url: str
    lang: str
    noindex: bool = False
    feed_url: str = ""
    feed_title: str = ""
    crumbs: tuple[Crumb, ...] = ()
    translations: tuple[TranslationCard, ...] = ()


class ThreadInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame
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


class GuideInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame
    state: State
    addresses: dict[str, str] = field(default_factory=dict)
    topics: tuple[TopicCard, ...] = ()
    resources: tuple[ResourceCard, ...] = ()
    related: tuple[GuideCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    review: ReviewView | None = None


class TopicInputs(Record, frozen=True, kw_only=True, tag=True):
    """The topic's own address shows its newest threads below all that it has to say.

    Its older pages show threads only, or each new guide would change them all.
    """

    frame: Frame
    addresses: dict[str, str] = field(default_factory=dict)
    subtopics: tuple[TopicCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()
    resources: tuple[ResourceCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    pager: Pager


class PageInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame
    addresses: dict[str, str] = field(default_factory=dict)


class HomeInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame
    topics: tuple[TopicBranch, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()


class ThreadsInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame
    threads: tuple[ThreadCard, ...] = ()
    pager: Pager


class AToZInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame
    guides: tuple[GuideCard, ...] = ()
    topics: tuple[TopicCard, ...] = ()


class ResourcesInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame
    resources: tuple[ResourceCard, ...] = ()


class ResourceInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame
    resource: ResourceCard
    topics: tuple[TopicCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()


class TombstoneInputs(Record, frozen=True, kw_only=True, tag=True):
    """No document: what was withdrawn must not even reach the process that renders."""

    frame: Frame
    state: State
    topics: tuple[TopicCard, ...] = ()


class RedirectInputs(Record, frozen=True, kw_only=True, tag=True):
    """The frame is that of the page to go to."""

    frame: Frame


class NotFoundInputs(Record, frozen=True, kw_only=True, tag=True):
    frame: Frame


class FeedItem(Record, frozen=True, kw_only=True):
    """A thread in a feed. Its question is the first fragment of the file at `path`."""

    path: str
    question: Digest
    """Of that fragment, which is all of the file's text that the feed shows."""
    oldest_address: str
    """Without the prefix: its first alias, else its address. The entry's id is made of it."""
    card: ThreadCard
    published: Moment
    addresses: dict[str, str] = field(default_factory=dict)


class FeedInputs(Record, frozen=True, kw_only=True, tag=True):
    """`title` is that of the topic; empty for the feed of the whole site."""

    url: str
    page_url: str
    oldest_address: str
    title: str
    lang: str
    items: tuple[FeedItem, ...] = ()


class SitemapInputs(Record, frozen=True, kw_only=True, tag=True):
    entries: tuple[SitemapEntry, ...] = ()


class SitemapIndexInputs(Record, frozen=True, kw_only=True, tag=True):
    urls: tuple[str, ...]


class RobotsInputs(Record, frozen=True, kw_only=True, tag=True):
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
