"""What resolving threads at the time of one build cannot need of them: it fills memory."""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from msgspec.structs import force_setattr

from ssg.digest import Digest
from ssg.ledger import Ledger
from ssg.model.documents import AnyDocument, Reference, Thread
from ssg.model.kinds import Kind
from ssg.model.outline import OWN_FIELDS
from ssg.resolve.clock import Clock
from ssg.resolve.dates import is_doubtful
from ssg.resolve.index import source_path
from ssg.resolve.ledger import find_records_to_report

_NO_TEXT = Digest("")


def leave_out_settled(
    clock: Clock, ledger: Ledger, valid: Collection[str]
) -> Callable[[AnyDocument], None]:
    """A function that makes a thread smaller, in place, so that it gives the same site and
    diagnostics; `valid` are the paths of all valid documents.

    It leaves out dates that are long past, outside links where the ledger has nothing to report,
    references to topics that exist, and what only the thread's own page shows. Threads share what
    many of them have. Other documents, of which a site has few, stay as they are.
    """
    has_reports = bool(find_records_to_report(ledger))
    known: dict[Any, Any] = {}

    @cache
    def is_topic(name: str) -> bool:
        return source_path(Kind.TOPIC, name) in valid

    def is_settled(reference: Reference) -> bool:
        return reference.kind is Kind.TOPIC and is_topic(reference.id)

    def put(owner: Any, name: str, value: Any) -> None:
        force_setattr(owner, name, known.setdefault(value, value))

    # Nobody else has the thread yet. To make a new one would take as long as decoding it.
    def shrink(document: AnyDocument) -> None:
        if not isinstance(document, Thread):
            return
        force_setattr(document, "texts", _NO_TEXT)
        references = tuple([one for one in document.references if not is_settled(one)])
        force_setattr(document, "references", references)
        dates = tuple([one for one in document.dates if is_doubtful(one, clock)])
        force_setattr(document, "dates", dates)
        if not has_reports:
            force_setattr(document, "outside", ())
        for link in document.links:
            put(link, "target", link.target)
        meta = document.meta
        put(meta, "topics", meta.topics)
        for name, nothing in OWN_FIELDS.items():
            force_setattr(meta, name, nothing)
        for post in document.posts:
            force_setattr(post.meta, "by", "")

    return shrink
