"""Finds dates of visible documents that cannot be right, because of the day of the build."""

from collections.abc import Iterable, Iterator

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Document, PastDate, PastField
from ssg.model.scalars import day_of
from ssg.resolve.clock import Clock
from ssg.resolve.diagnostics import diagnostic_at
from ssg.resolve.index import DocumentIndex

_FIRST_YEAR = "1970"
"""No page on any computer network is older: an earlier year, such as 206, lacks a digit."""

_HINTS = {
    PastField.ASKED: "correct the date; to publish the thread on a later day, add `publish_on`",
    PastField.REVIEWED: "set `review.date` to the day of the review",
}


def find_doubtful_dates(index: DocumentIndex, clock: Clock) -> list[tuple[Document, PastDate]]:
    """All dates in visible documents that may be implausible: few, of tens of thousands.

    Hidden documents are left out: a scheduled one may speak of days to come.
    """
    return [
        (document, past)
        for document in index.documents.values()
        for past in select_doubtful(document.dates, clock)
        if index.is_visible(document)
    ]


def select_doubtful(dates: Iterable[PastDate], clock: Clock) -> tuple[PastDate, ...]:
    """Those of the dates that may be implausible."""
    end = clock.past_day
    return tuple([past for past in dates if not _FIRST_YEAR <= past.date < end])


def find_implausible_dates(
    doubtful: Iterable[tuple[Document, PastDate]], clock: Clock
) -> Iterator[Diagnostic]:
    """W11 for reviews in the future, W18 for all else in the future and for what is too old."""
    for document, past in doubtful:
        if past.date < _FIRST_YEAR:
            message = f"'{past.field.value}' is in the year {day_of(past.date).year}"
            yield diagnostic_at("W18", document.path, past, message, "correct the year")
        elif not clock.has_reached(past.date):
            yield _report_future(document, past)


def _report_future(document: Document, past: PastDate) -> Diagnostic:
    hint = _HINTS.get(past.field, "correct the date")
    if past.field is PastField.REVIEWED:
        message = f"the review date {day_of(past.date)} is in the future"
        return diagnostic_at("W11", document.path, past, message, hint)
    message = f"'{past.field.value}' is in the future: {past.date}"
    return diagnostic_at("W18", document.path, past, message, hint)
