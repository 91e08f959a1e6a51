"""What of a site was reviewed, for the queue: nothing is resolved, and nothing rendered."""

from msgspec import Struct

from ssg.cache.store import StoreCorrupted
from ssg.cache.temporary import remove_abandoned_folders
from ssg.discover import discover
from ssg.model.documents import Guide, Thread
from ssg.model.kinds import Kind
from ssg.model.states import State
from ssg.pipeline.parsing import load_documents, parse_content
from ssg.pipeline.progress import Progress
from ssg.pipeline.request import Request
from ssg.pipeline.session import RunSettings, Session, open_session
from ssg.resolve.clock import Clock
from ssg.resolve.states import determine_state

_GONE = frozenset({State.EXPIRED, State.WITHDRAWN})


class Reviewable(Struct, frozen=True, kw_only=True):
    """A guide or thread that is on the site, or may be."""

    document: Guide | Thread
    state: State


class Reviewables(Struct, frozen=True, kw_only=True):
    found: tuple[Reviewable, ...]
    """In the order of their paths."""
    clock: Clock
    failed: int
    """How many guides and threads have errors, so that nothing is known of them."""


def find_reviewables(request: Request, given: RunSettings, progress: Progress) -> Reviewables:
    """All guides and threads but those that are gone. Raises OSError."""
    remove_abandoned_folders()
    try:
        with open_session(request, given, progress) as session:
            return _find(session)
    except StoreCorrupted:
        with open_session(request, given, progress) as session:
            return _find(session)
    finally:
        progress.end()


def _find(session: Session) -> Reviewables:
    found = discover(session.request.site)
    content = parse_content(found.sources, session)
    clock = Clock.of(session.request.time, session.settings.zone)
    documents = load_documents(found.sources, content, session)
    states = [(one, determine_state(one, clock)) for one in documents]
    session.stat_cache.save()
    folders = (f"content/{Kind.GUIDE}/", f"content/{Kind.THREAD}/")
    return Reviewables(
        found=tuple(
            Reviewable(document=one, state=state)
            for one, state in states
            if isinstance(one, Guide | Thread) and state not in _GONE
        ),
        clock=clock,
        failed=sum(path.startswith(folders) for path in (*content.failed, *found.refused)),
    )
