"""Whether the ids that front matter names are there."""

from collections.abc import Iterator, Mapping

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Document, Reference, Resource
from ssg.model.ids import ResourceId
from ssg.model.kinds import Kind
from ssg.model.states import State
from ssg.resolve.diagnostics import NOUNS, did_you_mean, mistake, shown
from ssg.resolve.index import Catalogue
from ssg.resolve.suggestions import Nearest

_CODES = {
    Kind.TOPIC: "R01",
    Kind.GUIDE: "R02",
    Kind.RESOURCE: "R03",
    Kind.PERSON: "R04",
    Kind.THREAD: "R05",
    Kind.PAGE: "R13",
}


def check_references(
    catalogue: Catalogue, resources: Mapping[ResourceId, Resource]
) -> list[Diagnostic]:
    """R01 to R05 and R13 for ids that name nothing, R09 for those that name a draft.

    What is scheduled, expired or withdrawn may be named: it is shown while it can be seen.
    """
    known = _Known(catalogue, resources)
    return [
        diagnostic
        for document in (*catalogue.documents.values(), *catalogue.failed.values())
        for reference in document.references
        if known.states[reference.kind].get(reference.id) is not State.PUBLISHED
        for diagnostic in known.check(document, reference)
    ]


class _Known:
    """Every id that can be named, with the state of what has it."""

    def __init__(self, catalogue: Catalogue, resources: Mapping[ResourceId, Resource]) -> None:
        states = catalogue.states
        self._catalogue = catalogue
        self.states: dict[Kind, dict[str, State]] = {
            Kind.THREAD: {key: states[one.path] for key, one in catalogue.threads.items()},
            Kind.GUIDE: {key: states[one.path] for key, one in catalogue.guides.items()},
            Kind.TOPIC: dict.fromkeys(catalogue.topics, State.PUBLISHED),
            Kind.PAGE: {key: states[one.path] for key, one in catalogue.pages.items()},
            Kind.RESOURCE: dict.fromkeys(resources, State.PUBLISHED),
            Kind.PERSON: dict.fromkeys(catalogue.people, State.PUBLISHED),
        }
        self._nearest = {kind: Nearest(names) for kind, names in self.states.items()}

    def check(self, document: Document, reference: Reference) -> Iterator[Diagnostic]:
        state = self.states[reference.kind].get(reference.id)
        noun = f"{NOUNS[reference.kind]} '{shown(reference.id)}'"
        if state is None:
            if not self._catalogue.has_failed(reference.kind, reference.id):
                code = _CODES[reference.kind] if reference.field != "translation_of" else "R13"
                near = self._nearest[reference.kind].to(reference.id)
                hint = did_you_mean(near, _where(reference.kind))
                yield mistake(code, document.path, reference, f"{noun} does not exist", hint)
        elif self._leads_readers_to_a_draft(document, state):
            hint = "publish it, or remove this reference"
            yield mistake("R09", document.path, reference, f"{noun} is a draft", hint)

    def _leads_readers_to_a_draft(self, document: Document, state: State) -> bool:
        catalogue = self._catalogue
        return state is State.DRAFT and not catalogue.drafts and catalogue.will_be_read(document)


def _where(kind: Kind) -> str:
    if kind is Kind.RESOURCE:
        return "resources are listed in the files of content/resources"
    return f"its file would be in content/{kind}"
