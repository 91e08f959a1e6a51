"""The state of each document at the time of the build, and when a state will change next."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from ssg.model.documents import AnyDocument, Guide, Page, Thread
from ssg.model.frontmatter import GuideMeta, Status, ThreadMeta
from ssg.model.scalars import Moment, day_of, instant
from ssg.model.site import Tombstone
from ssg.model.states import State
from ssg.resolve.clock import Clock

_GONE = frozenset({State.EXPIRED, State.WITHDRAWN})
_DatedDocument = Thread | Guide
"""A document that may be published, expire and become overdue on some day."""


def determine_state(document: AnyDocument, clock: Clock) -> State:
    """Withdrawn takes precedence over draft, draft over expired, expired over scheduled."""
    match document:
        case Thread() | Guide():
            return _determine_dated_state(document.meta, clock)
        case Page():
            return State(document.meta.status)
        case _:
            return State.PUBLISHED


def _determine_dated_state(meta: ThreadMeta | GuideMeta, clock: Clock) -> State:
    if meta.status is not Status.PUBLISHED:
        return State(meta.status)
    if meta.expires_on and clock.has_reached(meta.expires_on):
        return State.EXPIRED
    if meta.publish_on and not clock.has_reached(meta.publish_on):
        return State.SCHEDULED
    return State.PUBLISHED


def find_overdue(documents: Iterable[AnyDocument], clock: Clock) -> frozenset[str]:
    """Paths of the documents whose review was due before the day of the build."""
    today = clock.today
    return frozenset(
        document.path for document, due in _find_due_dates(documents) if day_of(due) < today
    )


def find_future_reviews(documents: Iterable[AnyDocument], clock: Clock) -> frozenset[str]:
    """Paths of the documents whose review is dated in the future."""
    return frozenset(
        document.path
        for document in documents
        if isinstance(document, _DatedDocument)
        and document.meta.review
        and not clock.has_reached(document.meta.review.date)
    )


def find_changed(documents: Iterable[Thread | Guide]) -> frozenset[str]:
    """Paths of the documents that were reviewed with another text."""
    return frozenset(one.path for one in documents if one.changed_since_review)


def find_next_change(
    documents: Iterable[AnyDocument],
    past: Iterable[Moment],
    others: Iterable[datetime | None],
    clock: Clock,
) -> datetime | None:
    """When the next document is published, expires or becomes overdue; None for never.

    `past` are the dates that should be in the past. One in the future counts too: on that day
    its warning ends, and feeds and lists take it into account. `others` are times at which
    something else changes.
    """
    dated = tuple(documents)
    changes = [
        instant(moment, clock.zone)
        for document in dated
        if isinstance(document, _DatedDocument)
        for moment in (document.meta.publish_on, document.meta.expires_on)
        if moment and document.meta.status is Status.PUBLISHED
    ]
    changes += [instant(date, clock.zone) for date in past if not clock.has_reached(date)]
    changes += [
        datetime.combine(day_of(due) + timedelta(days=1), time.min, clock.zone)
        for _, due in _find_due_dates(dated)
    ]
    changes += [other for other in others if other]
    return min((change for change in changes if change > clock.now), default=None)


def _find_due_dates(documents: Iterable[AnyDocument]) -> Iterator[tuple[_DatedDocument, Moment]]:
    for document in documents:
        if isinstance(document, _DatedDocument):
            review = document.meta.review
            if review and review.due:
                yield document, review.due


def make_tombstones(
    documents: Iterable[AnyDocument], states: Mapping[str, State], language: str, clock: Clock
) -> tuple[Tombstone, ...]:
    # All kinds of pages take longer to load than everything else that tells a state.
    from ssg.pages.registry import address_of  # noqa: PLC0415

    return tuple(
        Tombstone(
            address=address_of(document),
            aliases=tuple(alias.path for alias in document.aliases),
            state=states[document.path],
            lang=document.meta.lang or language,
            topics=() if isinstance(document, Page) else document.meta.topics,
            thread_since=_find_last_date(document, clock) if isinstance(document, Thread) else None,
        )
        for document in documents
        if states[document.path] in _GONE and isinstance(document, Thread | Guide | Page)
    )


def _find_last_date(thread: Thread, clock: Clock) -> Moment | None:
    """When a withdrawn or expired thread last changed, as far as its tombstone knows."""
    known = [one for one in (thread.meta.asked, thread.meta.expires_on) if one]
    reached = [one for one in known if clock.has_reached(one)]
    return clock.latest(reached) if reached else None
