"""The output of the resolve stage: all documents of a site and the relations between them.

`Site` contains only documents that are visible at the time of the build, so a hidden
one cannot appear in a list, a count or a feed. Front matter may name a document that
is not in the site: a scheduled thread, or, in a preview of a site with errors, one that
does not exist. Code that follows an id must look it up and skip it if it is not found.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct, field

from ssg.model.documents import Guide, Page, Resource, Thread, Topic
from ssg.model.frontmatter import PersonMeta
from ssg.model.ids import GuideId, PageId, PersonId, ResourceId, ThreadId, TopicId
from ssg.model.kinds import Kind
from ssg.model.media import Medium
from ssg.model.scalars import Moment
from ssg.model.states import State

AddressedDocument = Thread | Guide | Topic | Page
"""A document with a page of its own."""


class Tombstone(Struct, frozen=True, kw_only=True):
    """An expired or withdrawn document, without its title and text.

    `aliases` are paths from the site's root.
    """

    address: str
    aliases: tuple[str, ...] = ()
    state: State
    lang: str
    topics: tuple[TopicId, ...] = ()
    thread_since: Moment | None = None
    """The last date that is known of a thread: when it expired or else was asked."""


class Members(Struct, frozen=True, kw_only=True):
    """The documents that a topic lists, each once; threads are oldest first.

    They name the topic, a topic below it, or a translation of one of these. A topic lists those
    whose language has the same lists as its own, and those for whose lists it has no translation.
    """

    threads: tuple[ThreadId, ...] = ()
    guides: tuple[GuideId, ...] = ()
    resources: tuple[ResourceId, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.threads or self.guides or self.resources)


class Citations(Struct, frozen=True, kw_only=True):
    """The documents that cite a resource. A guide also cites it by linking to its URL."""

    threads: tuple[ThreadId, ...] = ()
    guides: tuple[GuideId, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.threads or self.guides)


class CorrectionPlace(Struct, frozen=True, kw_only=True):
    """Where a correction is: the position in the front matter of a thread or guide, from 0."""

    document: ThreadId | GuideId
    kind: Kind
    position: int


class Behind(Struct, frozen=True, kw_only=True):
    """A translation that is older than its original."""

    original: str
    """The path of the original."""
    compared: Moment
    """When the two were last the same, as far as is known."""


class Site(Struct, frozen=True, kw_only=True):
    """All visible documents and the relations between them.

    `threads` and all that is made from them leave out the `duplicates`. Threads are always oldest
    first, by `asked` and then id; no date in the future makes one the newest. Other documents are
    in the order of their paths, resources of their ids. Paths are relative to the site folder.
    """

    threads: Mapping[ThreadId, Thread]
    duplicates: Mapping[ThreadId, Thread]
    """Threads that lead to another of `threads`, the one that they name in `duplicate_of`."""
    guides: Mapping[GuideId, Guide]
    topics: Mapping[TopicId, Topic]
    pages: Mapping[PageId, Page]
    resources: Mapping[ResourceId, Resource]
    dead_resources: frozenset[ResourceId] = frozenset()
    """Those whose addresses are dead, as far as the ledger of links knows."""
    last_good: Mapping[ResourceId, str] = field(default_factory=dict)
    """The last day on which the address of each resource was right, if it is known."""
    people: Mapping[PersonId, PersonMeta]
    tombstones: tuple[Tombstone, ...]

    states: Mapping[str, State]
    """By path, for every content file, also hidden ones and those with errors."""
    links: Mapping[str, Mapping[str, str]]
    """By a document's path: the address of each target of its links, with the site's prefix.

    The address is empty if the target is not published yet. Documents without such links
    are absent.
    """
    translations: Mapping[str, tuple[str, ...]]
    """By a document's path: the paths of its translations."""
    behind: Mapping[str, Behind]
    """By path: the translations whose originals have changed since."""
    last_changes: Mapping[str, Moment]
    """By path: when guides, topics, pages, and threads with translations last changed, if known."""
    overdue: frozenset[str]
    """The paths of documents whose review is past its due date."""
    future_reviews: frozenset[str]
    """The paths of documents whose review is dated in the future."""
    changed_since_review: frozenset[str]
    """The paths of documents that were reviewed with another text."""
    future_corrections: Mapping[str, tuple[Moment, ...]]
    """By path, the dates of corrections that are in the future, for documents that have some."""

    old: frozenset[ThreadId]
    """Threads that were asked, or whose answers were last reviewed, longer ago than the setting."""

    topic_versions: Mapping[TopicId, Mapping[str, TopicId]]
    """By a topic with translations, and by language: the version that pages in it show."""
    parents: Mapping[TopicId, TopicId]
    """In the topic's own language where that has a version. Never has cycles, even if files do."""
    children: Mapping[TopicId, tuple[TopicId, ...]]
    members: Mapping[TopicId, Members]
    guide_threads: Mapping[GuideId, tuple[ThreadId, ...]]
    """The threads that name each guide."""
    citations: Mapping[ResourceId, Citations]
    related: Mapping[ThreadId, tuple[ThreadId, ...]]

    published: Mapping[ThreadId, Moment]
    """When each thread appeared, oldest first: the later of `asked` and `publish_on`.

    Threads for which that is in the future are absent.
    """
    updated: Mapping[ThreadId, Moment]
    """The latest time at which each thread was asked or corrected, or a post posted or edited.

    Removed posts do not count, nor do dates in the future, unless there is no other.
    """
    removals: Mapping[ThreadId, Moment]
    """When a post was last removed from each thread that has lost one. No date in the future."""
    corrections: tuple[CorrectionPlace, ...]
    """Those of published threads and guides, oldest first, but for dates in the future."""
    future_posts: Mapping[ThreadId, tuple[str, ...]]
    """The anchors of posts that are dated in the future, for threads that have some."""
    former_threads: Mapping[TopicId, Moment]
    """By topic, the last date of its threads that are withdrawn, expired or duplicates, if any."""
    former_in_language: Mapping[str, Moment]
    """The same by the language of the lists that had them."""
    media: Mapping[str, Medium] = field(default_factory=dict)
    """By output path: images and other files that texts can show, as they show them."""
    next_change: datetime | None
    """When a document next changes its state, a review becomes overdue, or a date is reached."""

    def state_of(self, document: AddressedDocument) -> State:
        return self.states[document.path]

    def all_threads(self) -> Iterator[Thread]:
        """Those that have a page: also duplicates."""
        yield from self.threads.values()
        yield from self.duplicates.values()

    def addressed(self) -> Iterator[AddressedDocument]:
        """All documents with a page that readers see."""
        yield from self.all_threads()
        yield from self.guides.values()
        yield from self.topics.values()
        yield from self.pages.values()

    def find_thread(self, name: ThreadId) -> Thread | None:
        """The visible thread of that id, if there is one; it may be a duplicate."""
        return self.threads.get(name) or self.duplicates.get(name)

    def topic_in(self, topic: TopicId, lang: str) -> TopicId:
        """What a page in `lang` shows of a topic: its version in that language, if it has one."""
        return self.topic_versions.get(topic, {}).get(lang, topic)

    def topic_path(self, topic: TopicId) -> tuple[TopicId, ...]:
        """The path to `topic` in the tree: its ancestors from the root down, then itself."""
        found = [topic]
        while (parent := self.parents.get(found[-1])) is not None:
            found.append(parent)
        return tuple(reversed(found))
