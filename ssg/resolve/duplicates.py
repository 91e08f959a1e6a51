"""Threads that ask what another one asked, and lead to it."""

from collections.abc import Iterator, Mapping

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Thread
from ssg.model.ids import ThreadId
from ssg.model.states import State
from ssg.resolve.diagnostics import diagnostic_at, position_of
from ssg.resolve.index import DocumentIndex

_GONE = frozenset({State.EXPIRED, State.WITHDRAWN})


def find_duplicates(threads: Mapping[ThreadId, Thread]) -> dict[ThreadId, Thread]:
    """Those of the visible `threads` that name one of them which is no duplicate itself.

    While the other thread is hidden, a thread is none: its page would lead nowhere.
    """
    named = {key: one.meta.duplicate_of for key, one in threads.items() if one.meta.duplicate_of}
    return {
        key: threads[key]
        for key, original in named.items()
        if original in threads and original not in named
    }


def find_originals(duplicates: Mapping[ThreadId, Thread]) -> dict[ThreadId, ThreadId]:
    """The thread that each of the duplicates leads to."""
    named = ((key, one.meta.duplicate_of) for key, one in duplicates.items())
    return {key: original for key, original in named if original}


def check_duplicates(index: DocumentIndex) -> Iterator[Diagnostic]:
    """R15 for what leads to itself or to a duplicate, W36 for what leads to a thread that is gone.

    That one has gone is no error: a page can always be withdrawn, and a day on which one expires
    must not stop builds.
    """
    for thread in index.threads.values():
        original = index.threads.get(thread.meta.duplicate_of) if thread.meta.duplicate_of else None
        if original is None:
            continue
        at = position_of(thread, "duplicate_of")
        if original.meta.duplicate_of:
            message, hint = _describe_chain(thread, original, index)
            yield diagnostic_at("R15", thread.path, at, message, hint)
        elif index.states[original.path] in _GONE and index.is_visible(thread):
            state = index.states[original.path]
            is_gone = "has expired" if state is State.EXPIRED else "is withdrawn"
            message = f"thread '{original.id}' {is_gone}, and this one is its duplicate"
            hint = "name another thread in `duplicate_of`, or remove the field"
            yield diagnostic_at("W36", thread.path, at, message, hint)


def _describe_chain(thread: Thread, original: Thread, index: DocumentIndex) -> tuple[str, str]:
    """The message and the hint for a thread whose original is a duplicate, or itself."""
    if original is thread:
        hint = "name the thread that was asked before it, or remove `duplicate_of`"
        return f"thread '{thread.id}' cannot be a duplicate of itself", hint
    message = f"thread '{original.id}' is a duplicate itself"
    end = _find_end(original, index)
    if end is None:
        return message, "remove `duplicate_of` from the thread that all of them should lead to"
    return message, f"name '{end.id}', to which it leads"


def _find_end(thread: Thread, index: DocumentIndex) -> Thread | None:
    """The thread to which a chain of duplicates leads; None if it leads back into itself."""
    seen = {thread.id}
    while name := thread.meta.duplicate_of:
        if name in seen:
            return None
        if name not in index.threads:
            break
        seen.add(name)
        thread = index.threads[name]
    return thread
