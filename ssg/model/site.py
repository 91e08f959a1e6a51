"""A site whose documents are joined: what the resolve stage gives to the plan stage.

`Site` holds only what can be seen at the time of the build, so what is not in it
cannot get into a list, a count or a feed. Front matter may name what is not
there: a scheduled thread, or, where a preview goes on in spite of errors, one
that does not exist. Whoever follows an id therefore looks it up and leaves out
what is not found.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from ssg.model.documents import Guide, Page, Resource, Thread, Topic
from ssg.model.frontmatter import PersonMeta
from ssg.model.ids import GuideId, PageId, PersonId, ResourceId, ThreadId, TopicId
from ssg.model.scalars import Moment
from ssg.model.states import State

AddressedDocument = Thread | Guide | Topic | Page
"""A document with a page of its own."""


class Tombstone(Struct, frozen=True, kw_only=True):
    """What is left of an expired or withdrawn document: neither its title nor its text."""

    address: str
    state: State
    lang: str
    topics: tuple[TopicId, ...] = ()


class Members(Struct, frozen=True, kw_only=True):
    """What belongs to a topic or to one below it, each once; threads are oldest first."""

    threads: tuple[ThreadId, ...] = ()
    guides: tuple[GuideId, ...] = ()
    resources: tuple[ResourceId, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.threads or self.guides or self.resources)


class Citations(Struct, frozen=True, kw_only=True):
    """Who cites a resource. A guide also cites it by linking to its URL."""

    threads: tuple[ThreadId, ...] = ()
    guides: tuple[GuideId, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.threads or self.guides)


class Site(Struct, frozen=True, kw_only=True):
    """All visible documents and how they belong together.

    Threads are everywhere oldest first, by `asked` and then id; the others are in
    the order of their paths, resources in that of their ids. Paths are relative to the site folder.
    """

    threads: Mapping[ThreadId, Thread]
    guides: Mapping[GuideId, Guide]
    topics: Mapping[TopicId, Topic]
    pages: Mapping[PageId, Page]
    resources: Mapping[ResourceId, Resource]
    people: Mapping[PersonId, PersonMeta]
    tombstones: tuple[Tombstone, ...]

    states: Mapping[str, State]
    """Of every file of content by its path, hidden and failed ones included."""
    links: Mapping[str, Mapping[str, str]]
    """By a document's path: where the targets of its links lead, with the site's prefix.

    Empty for what has no address yet. Documents without such links are absent.
    """
    translations: Mapping[str, tuple[str, ...]]
    """By a document's path: the paths of the same document in other languages."""
    overdue: frozenset[str]
    """Paths of the documents whose review is past its due date."""

    parents: Mapping[TopicId, TopicId]
    """Free of cycles, whatever the files say."""
    children: Mapping[TopicId, tuple[TopicId, ...]]
    members: Mapping[TopicId, Members]
    guide_threads: Mapping[GuideId, tuple[ThreadId, ...]]
    """The threads that name a guide."""
    citations: Mapping[ResourceId, Citations]
    related: Mapping[ThreadId, tuple[ThreadId, ...]]

    published: Mapping[ThreadId, Moment]
    """When each thread appeared, in that order: `asked`, or `publish_on` where that is later."""
    updated: Mapping[ThreadId, Moment]
    """The newest of what was asked, posted and edited, removed posts aside."""
    next_change: datetime | None
    """When the first document will change its state or its review become overdue."""

    def state_of(self, document: AddressedDocument) -> State:
        return self.states[document.path]

    def lineage(self, topic: TopicId) -> tuple[TopicId, ...]:
        """The topics above `topic`, from the top of the tree down, and then itself."""
        found = [topic]
        while (parent := self.parents.get(found[-1])) is not None:
            found.append(parent)
        return tuple(reversed(found))
