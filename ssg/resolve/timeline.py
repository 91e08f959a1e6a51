"""Threads in time: when each was asked, appeared and was last touched."""

from collections.abc import Iterable, Mapping

from ssg.model.documents import Thread
from ssg.model.ids import ThreadId
from ssg.model.scalars import Moment
from ssg.resolve.clock import Clock

# A moment without an offset has one of these lengths: a date, with hours and minutes, with
# seconds. Written so, earlier moments sort before later ones as text.
_LOCAL_LENGTHS = frozenset({10, 16, 19})


def in_order_of_asking(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Thread]:
    """Oldest first; those asked at the same time by id."""
    positions = {key: clock.position(thread.meta.asked) for key, thread in threads.items()}
    ordered = sorted(threads, key=lambda key: (positions[key], key))
    return {key: threads[key] for key in ordered}


def in_order_of_publication(
    threads: Mapping[ThreadId, Thread], clock: Clock
) -> dict[ThreadId, Moment]:
    """When each thread appeared, oldest first; ties as in `threads`."""
    appeared = {key: _appeared(thread, clock) for key, thread in threads.items()}
    if all(appeared[key] == thread.meta.asked for key, thread in threads.items()):
        return appeared
    return dict(sorted(appeared.items(), key=lambda item: clock.position(item[1])))


def _appeared(thread: Thread, clock: Clock) -> Moment:
    meta = thread.meta
    return _newest((meta.asked, meta.publish_on), clock) if meta.publish_on else meta.asked


def last_updates(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Moment]:
    return {key: _updated(thread, clock) for key, thread in threads.items()}


def _updated(thread: Thread, clock: Clock) -> Moment:
    moments = [thread.meta.asked]
    for post in thread.posts:
        if not post.meta.removed:
            moments.append(post.meta.posted)
            if post.meta.edited:
                moments.append(post.meta.edited)
    return _newest(moments, clock)


def _newest(moments: Iterable[Moment], clock: Clock) -> Moment:
    candidates = list(moments)
    if all(len(moment) in _LOCAL_LENGTHS for moment in candidates):
        return max(candidates)
    return max(candidates, key=lambda moment: (clock.position(moment), moment))
