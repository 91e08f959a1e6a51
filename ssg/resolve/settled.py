"""What resolving threads at the time of one build cannot need of them: it fills memory."""

from collections.abc import Callable

from msgspec.structs import replace

from ssg.digest import Digest
from ssg.ledger import Ledger
from ssg.model.documents import AnyDocument, Thread
from ssg.resolve.clock import Clock
from ssg.resolve.dates import is_doubtful
from ssg.resolve.ledger import find_records_to_report

_NO_TEXT = Digest("")


def leave_out_settled(clock: Clock, ledger: Ledger) -> Callable[[AnyDocument], AnyDocument]:
    """A function that makes a thread smaller, which gives the same site and diagnostics.

    It leaves out dates that are long past, and outside links where the ledger has nothing to
    report. Other documents, of which a site has few, stay as they are.
    """
    has_reports = bool(find_records_to_report(ledger))

    def shrink(document: AnyDocument) -> AnyDocument:
        if not isinstance(document, Thread):
            return document
        return replace(
            document,
            texts=_NO_TEXT,
            dates=tuple([one for one in document.dates if is_doubtful(one, clock)]),
            outside=document.outside if has_reports else (),
        )

    return shrink
