"""When each thread was asked, published and last updated."""

from collections.abc import Mapping

from ssg.model.documents import Thread
from ssg.model.ids import ThreadId
from ssg.model.scalars import Moment
from ssg.resolve.clock import Clock


def sort_by_asked(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Thread]:
    """Oldest first; those asked at the same time by id."""
    return dict(
        sorted(threads.items(), key=lambda item: (clock.position(item[1].meta.asked), item[0]))
    )


def sort_by_published(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Moment]:
    """When each of `threads`, sorted by `asked`, was published: oldest first, ties as given."""
    published = {key: _find_published(thread, clock) for key, thread in threads.items()}
    # Most sites schedule no thread. To sort 10,000 again would take 30 ms.
    if all(published[key] == thread.meta.asked for key, thread in threads.items()):
        return published
    return dict(sorted(published.items(), key=lambda item: clock.position(item[1])))


def _find_published(thread: Thread, clock: Clock) -> Moment:
    meta = thread.meta
    return clock.latest((meta.asked, meta.publish_on)) if meta.publish_on else meta.asked


def find_last_updates(threads: Mapping[ThreadId, Thread], clock: Clock) -> dict[ThreadId, Moment]:
    return {key: _find_last_update(thread, clock) for key, thread in threads.items()}


def _find_last_update(thread: Thread, clock: Clock) -> Moment:
    moments = [thread.meta.asked]
    for post in thread.posts:
        if not post.meta.removed:
            moments.append(post.meta.posted)
            if post.meta.edited:
                moments.append(post.meta.edited)
    return clock.latest(moments)
