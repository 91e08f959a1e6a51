"""Checks that the ids named in front matter exist."""

from collections.abc import Iterator, Mapping

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Document, Reference, Resource
from ssg.model.ids import ResourceId
from ssg.model.kinds import Kind
from ssg.model.states import State
from ssg.resolve.diagnostics import diagnostic_at, did_you_mean, shorten, singular
from ssg.resolve.index import DocumentIndex, source_path
from ssg.resolve.suggestions import NameSuggester, suggestion_fixes
from ssg.urls import id_problem

_CODES = {
    Kind.TOPIC: "R01",
    Kind.GUIDE: "R02",
    Kind.RESOURCE: "R03",
    Kind.PERSON: "R04",
    Kind.THREAD: "R05",
    Kind.PAGE: "R13",
}


def check_references(
    index: DocumentIndex, resources: Mapping[ResourceId, Resource]
) -> list[Diagnostic]:
    """R01 to R05 and R13 for ids that do not exist, R09 for those of drafts.

    References to scheduled, expired and withdrawn documents are allowed: pages leave them out
    while the document is hidden.
    """
    checker = ReferenceChecker(index, resources)
    # Looked up once: a site has tens of thousands of references.
    states, published = checker.states, State.PUBLISHED
    return [
        diagnostic
        for document in (*index.documents.values(), *index.failed.values())
        for reference in document.references
        if states[reference.kind].get(reference.id) is not published
        for diagnostic in checker.check(document, reference)
    ]


class ReferenceChecker:
    """`states` holds the state of each existing id."""

    def __init__(self, index: DocumentIndex, resources: Mapping[ResourceId, Resource]) -> None:
        states = index.states
        self._index = index
        self.states: dict[Kind, dict[str, State]] = {
            Kind.THREAD: {key: states[one.path] for key, one in index.threads.items()},
            Kind.GUIDE: {key: states[one.path] for key, one in index.guides.items()},
            Kind.TOPIC: dict.fromkeys(index.topics, State.PUBLISHED),
            Kind.PAGE: {key: states[one.path] for key, one in index.pages.items()},
            Kind.RESOURCE: dict.fromkeys(resources, State.PUBLISHED),
            Kind.PERSON: dict.fromkeys(index.people, State.PUBLISHED),
        }
        self._suggesters = {kind: NameSuggester(names) for kind, names in self.states.items()}

    def check_once(self, document: Document, reference: Reference) -> Iterator[Diagnostic]:
        """As `check`, for any reference."""
        if self.states[reference.kind].get(reference.id) is not State.PUBLISHED:
            yield from self.check(document, reference)

    def check(self, document: Document, reference: Reference) -> Iterator[Diagnostic]:
        """What is wrong with a reference to what is not a published document."""
        kind, name = reference.kind, shorten(reference.id)
        state = self.states[kind].get(reference.id)
        if state is None:
            if not self._index.may_have_failed(kind, reference.id):
                code = _CODES[kind] if reference.field != "translation_of" else "R13"
                message = f"{singular(kind)} '{name}' does not exist"
                suggester = self._suggesters[kind]
                near = suggester.suggest(reference.id)
                hint = did_you_mean(near, _correction_hint(kind, reference.id))
                fixes = suggestion_fixes(
                    reference,
                    reference.width,
                    reference.id,
                    suggester,
                    is_person=reference.kind is Kind.PERSON,
                )
                yield diagnostic_at(code, document.path, reference, message, hint, fixes=fixes)
        elif self._shows_draft(document, state):
            message = f"{singular(kind)} '{name}' is a draft"
            hint = "publish it, or remove this reference"
            yield diagnostic_at("R09", document.path, reference, message, hint)

    def _shows_draft(self, document: Document, state: State) -> bool:
        index = self._index
        return (
            state is State.DRAFT
            and not index.clock.drafts
            and index.is_published_or_scheduled(document)
        )


def _correction_hint(kind: Kind, name: str) -> str:
    if id_problem(name):
        return "correct the id, which consists of lowercase letters, digits and single hyphens"
    return f"correct the id, or {_creation_hint(kind, name)}"


def _creation_hint(kind: Kind, name: str) -> str:
    if kind is Kind.RESOURCE:
        return "add the resource to a file in content/resources"
    return f"create {source_path(kind, name)}"
