"""All sound documents by what names them, before anything is left out."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from ssg.model.documents import (
    AnyDocument,
    Document,
    Guide,
    Page,
    Person,
    ResourceFile,
    Thread,
    Topic,
)
from ssg.model.frontmatter import PersonMeta
from ssg.model.ids import GuideId, PageId, PersonId, ThreadId, TopicId
from ssg.model.kinds import Kind
from ssg.model.site import AddressedDocument
from ssg.model.states import State
from ssg.resolve.clock import Clock
from ssg.resolve.states import state_of


class Visible(Struct, frozen=True, kw_only=True):
    threads: Mapping[ThreadId, Thread]
    guides: Mapping[GuideId, Guide]
    topics: Mapping[TopicId, Topic]
    pages: Mapping[PageId, Page]


class Catalogue(Struct, frozen=True, kw_only=True):
    """Every document, hidden or not, in the order of the paths."""

    documents: Mapping[str, AnyDocument]
    threads: Mapping[ThreadId, Thread]
    guides: Mapping[GuideId, Guide]
    topics: Mapping[TopicId, Topic]
    pages: Mapping[PageId, Page]
    resource_files: tuple[ResourceFile, ...]
    people: Mapping[PersonId, PersonMeta]
    states: Mapping[str, State]
    failed: Mapping[str, Document]
    """In the order of the paths, too."""
    drafts: bool

    def is_visible(self, document: Document) -> bool:
        state = self.states[document.path]
        return state is State.PUBLISHED or (self.drafts and state is State.DRAFT)

    def will_be_read(self, document: Document) -> bool:
        """Visible now or on its day, so that what it leads to must be there for readers."""
        return self.is_visible(document) or self.states[document.path] is State.SCHEDULED

    def addressed(self) -> tuple[AddressedDocument, ...]:
        return (
            *self.guides.values(),
            *self.pages.values(),
            *self.threads.values(),
            *self.topics.values(),
        )

    def visible(self) -> Visible:
        return Visible(
            threads={key: one for key, one in self.threads.items() if self.is_visible(one)},
            guides={key: one for key, one in self.guides.items() if self.is_visible(one)},
            topics=self.topics,
            pages={key: one for key, one in self.pages.items() if self.is_visible(one)},
        )

    def has_failed(self, kind: Kind, name: str) -> bool:
        """Whether the id may be that of a file with errors, so that nothing can be said of it."""
        if kind is Kind.RESOURCE:
            return self.any_failed(Kind.RESOURCE)
        return f"content/{kind}/{name}{_ENDINGS[kind]}" in self.failed

    def any_failed(self, *kinds: Kind) -> bool:
        folders = tuple(f"content/{kind}/" for kind in kinds)
        return any(path.startswith(folders) for path in self.failed)


_ENDINGS = dict.fromkeys(Kind, ".md") | {Kind.PERSON: ".yaml"}


def make_catalogue(
    documents: Sequence[AnyDocument], *, failed: Mapping[str, Document], clock: Clock
) -> Catalogue:
    """Where two files claim an id, the first by path has it."""
    threads: dict[ThreadId, Thread] = {}
    guides: dict[GuideId, Guide] = {}
    topics: dict[TopicId, Topic] = {}
    pages: dict[PageId, Page] = {}
    resource_files: list[ResourceFile] = []
    people: dict[PersonId, PersonMeta] = {}
    ordered = sorted(documents, key=lambda document: document.path)
    for document in ordered:
        match document:
            case Thread():
                threads.setdefault(document.id, document)
            case Guide():
                guides.setdefault(document.id, document)
            case Topic():
                topics.setdefault(document.id, document)
            case Page():
                pages.setdefault(document.id, document)
            case ResourceFile():
                resource_files.append(document)
            case Person():
                people.setdefault(document.meta.id, document.meta)
    states = {document.path: state_of(document, clock) for document in ordered}
    return Catalogue(
        documents={document.path: document for document in ordered},
        threads=threads,
        guides=guides,
        topics=topics,
        pages=pages,
        resource_files=tuple(resource_files),
        people=people,
        states=states | dict.fromkeys(sorted(failed), State.FAILED),
        failed=dict(sorted(failed.items())),
        drafts=clock.drafts,
    )
