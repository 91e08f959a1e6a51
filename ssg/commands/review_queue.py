"""`ssg review --queue`: what should be reviewed, worst first."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ssg.commands.catalog import open_catalog
from ssg.commands.exit_codes import ExitCode
from ssg.commands.output import print_lines
from ssg.diagnostics import escape_unsafe
from ssg.model.documents import Guide, Thread
from ssg.model.frontmatter import MinorChange
from ssg.model.kinds import Kind
from ssg.model.scalars import day_of
from ssg.model.states import State
from ssg.pipeline.catalog import Catalog
from ssg.text import pluralize

SOON = 60
"""A review that is due within so many days is in the queue."""
_KINDS = (Kind.GUIDE, Kind.THREAD)
_GONE = frozenset({State.EXPIRED, State.WITHDRAWN})


class Reviewable(Struct, frozen=True, kw_only=True):
    """A guide or thread that is on the site, or may be."""

    document: Guide | Thread
    state: State


class QueueEntry(Struct, frozen=True, kw_only=True):
    """A guide or thread that should be reviewed, or has minor changes since its review.

    `due_in` is in days, and negative for a review that is overdue; None for no due date.
    """

    path: str
    title: str
    state: State
    by: str | None = None
    date: str | None = None
    due: str | None = None
    due_in: int | None = None
    changed: bool = False
    reviewed: bool = True
    minor: tuple[MinorChange, ...] = ()

    @property
    def is_overdue(self) -> bool:
        return self.due_in is not None and self.due_in < 0

    @property
    def rank(self) -> tuple[int, str | int, str]:
        """Sorts the worst first."""
        if self.due_in is not None and self.due_in < 0:
            return 0, self.due_in, self.path
        if self.changed:
            return 1, self.date or "", self.path
        if not self.reviewed:
            return 2, "", self.path
        if self.due_in is not None and self.due_in <= SOON:
            return 3, self.due_in, self.path
        return 4, -len(self.minor), self.path

    @property
    def is_due(self) -> bool:
        """Whether somebody should review it."""
        return self.rank[0] < 4

    def reasons(self) -> Iterator[str]:
        if self.due_in is not None and self.due_in < 0:
            yield f"overdue by {pluralize(-self.due_in, 'day')}"
        if self.changed:
            yield f"changed since the review of {self.date}"
        if not self.reviewed:
            yield "never reviewed"
        if self.due_in is not None and 0 <= self.due_in <= SOON:
            yield f"due in {pluralize(self.due_in, 'day')}" if self.due_in else "due today"
        if self.minor:
            yield f"{pluralize(len(self.minor), 'minor change')} since the review"


def make_queue(found: Iterable[Reviewable], today: date) -> tuple[QueueEntry, ...]:
    """Worst first: overdue, changed, never reviewed, due soon, and those with minor changes.

    Threads need no review, so only guides are missing one.
    """
    entries = (_make_entry(one, today) for one in found)
    wanted = (one for one in entries if one.is_due or one.minor)
    return tuple(sorted(wanted, key=lambda one: one.rank))


def _make_entry(found: Reviewable, today: date) -> QueueEntry:
    document, review = found.document, found.document.meta.review
    entry = QueueEntry(path=document.path, title=document.meta.title, state=found.state)
    if review is None:
        return replace(entry, reviewed=not isinstance(document, Guide))
    due = day_of(review.due) if review.due else None
    return replace(
        entry,
        by=review.by,
        date=day_of(review.date).isoformat(),
        due=due.isoformat() if due else None,
        due_in=(due - today).days if due else None,
        changed=document.changed_since_review,
        minor=review.minor,
    )


def print_queue(site: Path, *, now: str | None, as_json: bool) -> int:
    """Prints the queue and returns the exit code. Raises CommandError."""
    catalog = open_catalog(site, now)
    queue = make_queue(_find_reviewables(catalog), catalog.clock.today)
    print_lines(_as_json(queue) if as_json else _as_text(queue))
    if failed := _count_failed(catalog):
        are = "file has errors and is" if failed == 1 else "files have errors and are"
        click.echo(f"{failed} {are} left out: see 'ssg check'", err=True)
    return ExitCode.SUCCESS


def _find_reviewables(catalog: Catalog) -> Iterator[Reviewable]:
    for entry in catalog.of(*_KINDS):
        if isinstance(entry.document, Guide | Thread) and entry.state not in _GONE:
            yield Reviewable(document=entry.document, state=entry.state)


def _count_failed(catalog: Catalog) -> int:
    """How many guides and threads have errors, so that nothing is known of them."""
    folders = tuple(f"content/{kind}/" for kind in _KINDS)
    refused = sum(path.startswith(folders) for path in catalog.found.refused)
    return refused + sum(entry.state is State.FAILED for entry in catalog.of(*_KINDS))


def _as_text(queue: tuple[QueueEntry, ...]) -> Iterator[str]:
    for entry in queue:
        state = "" if entry.state is State.PUBLISHED else f" ({entry.state})"
        yield escape_unsafe(f"{entry.path}{state}: {', '.join(entry.reasons())}")
        for change in entry.minor:
            yield escape_unsafe(f"    {change.date}: {change.reason}")
    count = sum(entry.is_due for entry in queue)
    yield f"{pluralize(count, 'review')} to do." if count else "No review to do."


def _as_json(queue: tuple[QueueEntry, ...]) -> Iterator[str]:
    rows = [
        {
            "path": one.path,
            "title": one.title,
            "state": one.state,
            "reasons": list(one.reasons()),
            "overdue": one.is_overdue,
            "changed": one.changed,
            "never_reviewed": not one.reviewed,
            "by": one.by,
            "date": one.date,
            "due": one.due,
            "minor": [{"date": change.date, "reason": change.reason} for change in one.minor],
        }
        for one in queue
    ]
    yield msgspec.json.format(msgspec.json.encode(rows)).decode()
