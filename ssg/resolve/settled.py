"""What resolving threads at the time of one build cannot need of them: it fills memory."""

from collections.abc import Callable, Collection
from typing import Any

from msgspec.structs import force_setattr

from ssg.digest import Digest
from ssg.ledger import Ledger
from ssg.model.documents import AnyDocument, Thread
from ssg.model.kinds import Kind
from ssg.resolve.clock import Clock
from ssg.resolve.dates import select_doubtful
from ssg.resolve.index import source_path
from ssg.resolve.ledger import find_records_to_report

_NO_TEXT = Digest("")
_TOPIC = Kind.TOPIC
_NOTHING: dict[str, Any] = {}


def leave_out_settled(
    clock: Clock, ledger: Ledger, valid: Collection[str]
) -> Callable[[AnyDocument], None]:
    """A function that makes a thread smaller, in place, which gives the same site and diagnostics.

    `valid` are the paths of all valid documents.

    It leaves out dates that are long past, outside links where the ledger has nothing to report,
    references to topics that exist, and what takes most memory of all that only the thread's own
    page shows. Threads share what many of them have. Other documents, of which a site has few,
    stay as they are.
    """
    has_reports = bool(find_records_to_report(ledger))
    folder, ending = source_path(Kind.TOPIC, "*").split("*")
    topics = {path[len(folder) : -len(ending)] for path in valid if path.startswith(folder)}
    known: dict[Any, Any] = {}
    share = known.setdefault

    # Nobody else has the thread yet. To make a new one would take as long as decoding it.
    def shrink(document: AnyDocument) -> None:
        if not isinstance(document, Thread):
            return
        references = [
            one for one in document.references if one.kind is not _TOPIC or one.id not in topics
        ]
        force_setattr(document, "texts", _NO_TEXT)
        force_setattr(document, "references", tuple(references))
        force_setattr(document, "dates", select_doubtful(document.dates, clock))
        if not has_reports:
            force_setattr(document, "outside", ())
        for link in document.links:
            force_setattr(link, "target", share(link.target, link.target))
        meta = document.meta
        force_setattr(meta, "topics", share(meta.topics, meta.topics))
        force_setattr(meta, "extra", _NOTHING)
        force_setattr(meta, "source", None)
        for post in document.posts:
            force_setattr(post.meta, "by", "")

    return shrink
