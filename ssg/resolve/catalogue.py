"""All sound documents by what names them, before anything is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ssg.diagnostics import Diagnostic
from ssg.model.documents import (
    AnyDocument,
    Document,
    Guide,
    Kind,
    Page,
    Person,
    ResourceFile,
    Thread,
    Topic,
)
from ssg.model.frontmatter import PersonMeta
from ssg.model.ids import GuideId, PageId, PersonId, ThreadId, TopicId
from ssg.model.site import AddressedDocument, State
from ssg.resolve.clock import Clock
from ssg.resolve.mistakes import at_line
from ssg.resolve.states import state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    threads: Mapping[ThreadId, Thread]
    guides: Mapping[GuideId, Guide]
    topics: Mapping[TopicId, Topic]
    pages: Mapping[PageId, Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
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
) -> tuple[Catalogue, list[Diagnostic]]:
    """Where two files claim an id, the first by path has it."""
    threads: dict[ThreadId, Thread] = {}
    guides: dict[GuideId, Guide] = {}
    topics: dict[TopicId, Topic] = {}
    pages: dict[PageId, Page] = {}
    resource_files: list[ResourceFile] = []
    people: list[Person] = []
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
                people.append(document)
    states = {document.path: state_of(document, clock) for document in ordered}
    people_by_id, diagnostics = _by_id(people)
    catalogue = Catalogue(
        documents={document.path: document for document in ordered},
        threads=threads,
        guides=guides,
        topics=topics,
        pages=pages,
        resource_files=tuple(resource_files),
        people=people_by_id,
        states=states | dict.fromkeys(sorted(failed), State.FAILED),
        failed=failed,
        drafts=clock.drafts,
    )
    return catalogue, diagnostics


def _by_id(people: Sequence[Person]) -> tuple[dict[PersonId, PersonMeta], list[Diagnostic]]:
    first: dict[PersonId, Person] = {}
    diagnostics = []
    for person in people:
        known = first.setdefault(person.meta.id, person)
        if known is not person:
            message = f"person id '{person.meta.id}' is already given in {known.path}"
            diagnostics.append(at_line("R14", person.path, 1, message))
    return {name: person.meta for name, person in first.items()}, diagnostics
