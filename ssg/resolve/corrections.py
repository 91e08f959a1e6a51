"""The corrections of all documents in the order in which they were made."""

from collections.abc import Iterable, Iterator, Mapping

from ssg.model.documents import Document, Guide, PastDate, PastField, Thread
from ssg.model.ids import GuideId, ThreadId
from ssg.model.kinds import Kind
from ssg.model.scalars import Moment
from ssg.model.site import CorrectionPlace
from ssg.model.states import State
from ssg.resolve.clock import Clock


def sort_corrections(
    threads: Mapping[ThreadId, Thread],
    guides: Mapping[GuideId, Guide],
    states: Mapping[str, State],
    clock: Clock,
) -> tuple[CorrectionPlace, ...]:
    """Those of published documents, oldest first; on one day, guides first and then by id.

    A date in the future is a mistake that would stay at the top of the list.
    """
    documents: tuple[Thread | Guide, ...] = (*guides.values(), *threads.values())
    published = (
        document
        for document in documents
        if document.meta.corrections and states[document.path] is State.PUBLISHED
    )
    found = [
        (clock.position(date), place)
        for document in published
        for date, place in _places(document)
        if clock.has_reached(date)
    ]
    found.sort(key=lambda one: (one[0], one[1].kind, one[1].document, one[1].position))
    return tuple(place for _, place in found)


def find_future_corrections(
    doubtful: Iterable[tuple[Document, PastDate]], clock: Clock
) -> dict[str, tuple[Moment, ...]]:
    """By path, the dates of corrections that are in the future, from the dates of documents."""
    found: dict[str, tuple[Moment, ...]] = {}
    for document, past in doubtful:
        if past.field is PastField.CORRECTED and not clock.has_reached(past.date):
            found[document.path] = (*found.get(document.path, ()), past.date)
    return found


def _places(document: Thread | Guide) -> Iterator[tuple[Moment, CorrectionPlace]]:
    kind = Kind.THREAD if isinstance(document, Thread) else Kind.GUIDE
    for position, correction in enumerate(document.meta.corrections):
        yield (
            correction.date,
            CorrectionPlace(document=document.id, kind=kind, position=position),
        )
