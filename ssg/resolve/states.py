"""What became of each document at the time of the build, and when that will change."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from ssg.model.documents import AnyDocument, Guide, Page, Thread
from ssg.model.frontmatter import GuideMeta, Status, ThreadMeta
from ssg.model.scalars import Moment, day_of, instant
from ssg.model.site import Tombstone
from ssg.model.states import State
from ssg.pages.registry import address_of
from ssg.resolve.clock import Clock


def state_of(document: AnyDocument, clock: Clock) -> State:
    """Withdrawn wins over draft, draft over expired, expired over scheduled."""
    match document:
        case Thread() | Guide():
            return _state(document.meta, clock)
        case Page():
            return State(document.meta.status)
        case _:
            return State.PUBLISHED


def _state(meta: ThreadMeta | GuideMeta, clock: Clock) -> State:
    if meta.status is not Status.PUBLISHED:
        return State(meta.status)
    if meta.expires_on and clock.has_come(meta.expires_on):
        return State.EXPIRED
    if meta.publish_on and not clock.has_come(meta.publish_on):
        return State.SCHEDULED
    return State.PUBLISHED


def overdue(documents: Iterable[AnyDocument], clock: Clock) -> frozenset[str]:
    """Paths of the documents whose review was due before the build's day."""
    today = clock.today
    return frozenset(document.path for document, due in _dues(documents) if day_of(due) < today)


def next_change(documents: Iterable[AnyDocument], clock: Clock) -> datetime | None:
    """When the first document will appear, expire or become overdue; None for never."""
    dated = tuple(documents)
    changes = [
        instant(moment, clock.zone)
        for document in dated
        if isinstance(document, Thread | Guide) and document.meta.status is Status.PUBLISHED
        for moment in (document.meta.publish_on, document.meta.expires_on)
        if moment
    ]
    changes += [
        datetime.combine(day_of(due) + timedelta(days=1), time.min, clock.zone)
        for _, due in _dues(dated)
        if day_of(due) < date.max
    ]
    return min((change for change in changes if change > clock.now), default=None)


def _dues(documents: Iterable[AnyDocument]) -> Iterator[tuple[Thread | Guide, Moment]]:
    for document in documents:
        if isinstance(document, Thread | Guide):
            review = document.meta.review
            if review and review.due:
                yield document, review.due


def tombstones(
    documents: Iterable[AnyDocument], states: Mapping[str, State], language: str
) -> tuple[Tombstone, ...]:
    return tuple(
        Tombstone(
            address=address_of(document),
            state=states[document.path],
            lang=document.meta.lang or language,
            topics=() if isinstance(document, Page) else document.meta.topics,
        )
        for document in documents
        if isinstance(document, Thread | Guide | Page)
        and states[document.path] in (State.EXPIRED, State.WITHDRAWN)
    )
