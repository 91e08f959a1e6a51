"""An index of all documents without errors, hidden ones included."""

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
from ssg.resolve.states import determine_state


class VisibleDocuments(Struct, frozen=True, kw_only=True):
    threads: Mapping[ThreadId, Thread]
    guides: Mapping[GuideId, Guide]
    topics: Mapping[TopicId, Topic]
    pages: Mapping[PageId, Page]


class DocumentIndex(Struct, frozen=True, kw_only=True):
    """Every document, hidden or not, sorted by path."""

    documents: Mapping[str, AnyDocument]
    threads: Mapping[ThreadId, Thread]
    guides: Mapping[GuideId, Guide]
    topics: Mapping[TopicId, Topic]
    pages: Mapping[PageId, Page]
    resource_files: tuple[ResourceFile, ...]
    people: Mapping[PersonId, PersonMeta]
    states: Mapping[str, State]
    failed: Mapping[str, Document]
    """Files with errors, sorted by path."""
    clock: Clock

    def is_visible(self, document: Document) -> bool:
        return self.clock.shows(self.states[document.path])

    def is_published_or_scheduled(self, document: Document) -> bool:
        return self.states[document.path] in (State.PUBLISHED, State.SCHEDULED)

    def addressed_documents(self) -> tuple[AddressedDocument, ...]:
        return (
            *self.guides.values(),
            *self.pages.values(),
            *self.threads.values(),
            *self.topics.values(),
        )

    def visible_documents(self) -> VisibleDocuments:
        return VisibleDocuments(
            threads={key: one for key, one in self.threads.items() if self.is_visible(one)},
            guides={key: one for key, one in self.guides.items() if self.is_visible(one)},
            topics=self.topics,
            pages={key: one for key, one in self.pages.items() if self.is_visible(one)},
        )

    def may_have_failed(self, kind: Kind, name: str) -> bool:
        """Whether the id may belong to a file with errors, so that it may well exist."""
        if kind is Kind.RESOURCE:
            return self.any_failed(Kind.RESOURCE)
        return source_path(kind, name) in self.failed

    def any_failed(self, *kinds: Kind) -> bool:
        folders = tuple(f"content/{kind}/" for kind in kinds)
        return any(path.startswith(folders) for path in self.failed)


def source_path(kind: Kind, name: str) -> str:
    """The file that defines the id `name`, for kinds with a file for each id: not resources."""
    return f"content/{kind}/{name}{'.yaml' if kind is Kind.PERSON else '.md'}"


def index_documents(
    documents: Sequence[AnyDocument], *, failed: Mapping[str, Document], clock: Clock
) -> DocumentIndex:
    """Where two files have the same id, the first by path gets it."""
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
    states = {document.path: determine_state(document, clock) for document in ordered}
    return DocumentIndex(
        documents={document.path: document for document in ordered},
        threads=threads,
        guides=guides,
        topics=topics,
        pages=pages,
        resource_files=tuple(resource_files),
        people=people,
        states=states | dict.fromkeys(sorted(failed), State.FAILED),
        failed=dict(sorted(failed.items())),
        clock=clock,
    )
