"""When each thread was asked, published and last updated, and when each guide was."""

from collections.abc import Callable, Iterable, Mapping
from math import inf
from typing import TypeVar

from ssg.model.documents import Guide, Thread
from ssg.model.frontmatter import ThreadMeta
from ssg.model.ids import ThreadId
from ssg.model.scalars import Moment
from ssg.model.site import AddressedDocument, Tombstone
from ssg.resolve.clock import Clock

T = TypeVar("T")


def sort_by_asked(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Thread]:
    """Oldest first; those asked at the same time by id.

    A date in the future is a mistake that would stay at the top of all lists. Such a thread counts
    from its first answer instead, and without one it is the oldest of all.
    """
    now = clock.now_position

    def position(thread: Thread) -> float:
        asked = clock.position(thread.meta.asked)
        if asked <= now:
            return asked
        answered = (clock.position(post.meta.posted) for post in thread.posts)
        return min((one for one in answered if one <= now), default=-inf)

    positions = {key: position(thread) for key, thread in threads.items()}
    return {key: threads[key] for key in sorted(sorted(threads), key=positions.__getitem__)}


def sort_by_published(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Moment]:
    """When each of `threads`, sorted by `asked`, was published: oldest first, ties as given.

    Without those that would be published in the future.
    """
    asked = {key: thread.meta.asked for key, thread in threads.items()}
    scheduled = {
        key: clock.latest((asked[key], thread.meta.publish_on))
        for key, thread in threads.items()
        if thread.meta.publish_on
    }
    published = {key: one for key, one in (asked | scheduled).items() if clock.has_reached(one)}
    # Most sites schedule no thread. To sort 10,000 again would take 30 ms.
    if not scheduled:
        return published
    return dict(sorted(published.items(), key=lambda item: clock.position(item[1])))


def find_last_updates(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Moment]:
    """The last date of each thread that is not in the future; if all are, when it was asked."""
    return {key: _find_last_update(thread, clock) for key, thread in threads.items()}


def _find_last_update(thread: Thread, clock: Clock) -> Moment:
    moments = [thread.meta.asked, *(one.date for one in thread.meta.corrections)]
    for post in thread.posts:
        meta = post.meta
        if not meta.removed:
            moments.append(meta.posted)
            if meta.edited:
                moments.append(meta.edited)
    last = clock.latest(moments)
    if clock.has_reached(last):
        return last
    reached = [moment for moment in moments if clock.has_reached(moment)]
    return clock.latest(reached) if reached else thread.meta.asked


def find_last_removals(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Moment]:
    """When a post was last removed, by thread, for those with such a date that is not to come."""
    found = {}
    for key, thread in threads.items():
        dates = [post.meta.removed.date for post in thread.posts if post.meta.removed]
        if reached := [date for date in dates if clock.has_reached(date)]:
            found[key] = clock.latest(reached)
    return found


def find_last_changes(
    documents: Iterable[AddressedDocument], updated: Mapping[ThreadId, Moment], clock: Clock
) -> dict[str, Moment]:
    """The `last_change` of each of these documents that has one, by path."""
    found = {document.path: last_change(document, updated, clock) for document in documents}
    return {path: moment for path, moment in found.items() if moment}


def last_change(
    document: AddressedDocument, updated: Mapping[ThreadId, Moment], clock: Clock
) -> Moment | None:
    """When what a document says last changed or was checked; dates in the future do not count.

    `updated` are the last updates of threads. None if nothing is known.
    """
    dates = [updated.get(document.id) if isinstance(document, Thread) else document.meta.updated]
    if isinstance(document, Thread | Guide):
        dates += [one.date for one in document.meta.corrections]
        dates.append(document.meta.review.date if document.meta.review else None)
    reached = [date for date in dates if date and clock.has_reached(date)]
    return clock.latest(reached) if reached else None


def find_future_posts(
    threads: Mapping[ThreadId, Thread], clock: Clock
) -> dict[ThreadId, tuple[str, ...]]:
    """The anchors of posts that are dated in the future, by thread, for those that have any."""
    found = {
        key: tuple(post.anchor for post in thread.posts if not clock.has_reached(post.meta.posted))
        for key, thread in threads.items()
    }
    return {key: anchors for key, anchors in found.items() if anchors}


Former = tuple[Tombstone | ThreadMeta, Moment]
"""A thread that feeds had once, and its last date."""


def find_former_threads(
    tombstones: Iterable[Tombstone], duplicates: Iterable[Thread], clock: Clock
) -> tuple[Former, ...]:
    """The threads that got a tombstone, or were found to be duplicates."""
    metas = [one.meta for one in duplicates]
    return (
        *((one, one.thread_since) for one in tombstones if one.thread_since),
        *((meta, meta.asked) for meta in metas if clock.has_reached(meta.asked)),
    )


def date_former_threads(
    former: Iterable[Former],
    lists_of: Callable[[Tombstone | ThreadMeta], Iterable[T]],
    clock: Clock,
) -> dict[T, Moment]:
    """The last date of the threads that each list had, such as a topic."""
    dates: dict[T, Moment] = {}
    for document, since in former:
        for name in lists_of(document):
            dates[name] = clock.latest((dates.get(name, since), since))
    return dates
