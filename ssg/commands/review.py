"""`ssg review`: records in files who reviewed them, and of which text."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click
from msgspec import Struct

from ssg.commands.editing import convert_edit_errors, open_site
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import resolve_build_time
from ssg.commands.output import print_lines
from ssg.commands.paths import find_document
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.editing.changes import FileChange, apply_changes, diff_of
from ssg.editing.reviews import NewReview, ReviewedFile, record_minor_change, record_review
from ssg.files import read_file
from ssg.model.frontmatter import PersonMeta
from ssg.model.kinds import Kind
from ssg.model.scalars import Moment, ScalarError, day_of, instant, parse_moment
from ssg.parse.files import parse_source
from ssg.resolve.suggestions import NameSuggester
from ssg.urls import id_problem

_LONGEST_REASON = 300


class ReviewOptions(Struct, frozen=True, kw_only=True):
    """The options as given on the command line."""

    site: Path
    files: tuple[Path, ...]
    by: str | None = None
    date: str | None = None
    due: str | None = None
    minor: str | None = None
    dry_run: bool = False
    force: bool = False
    now: str | None = None


def change_reviews(options: ReviewOptions) -> int:
    """Changes all of the files, or none. Raises CommandError."""
    _check_options(options)
    site, settings = open_site(options.site)
    now = resolve_build_time(options.now, os.environ, lambda: settings.zone)
    with convert_edit_errors():
        files = [_open(site, path, settings) for path in dict.fromkeys(options.files)]
        if options.minor is not None:
            lines, changes = _record_minor(files, options.minor, now, settings)
        else:
            new, note = _read_review(site, options, now, settings)
            lines = [_describe(file, new) + note for file in files]
            changes = [_change(file, record_review(file, new, settings)) for file in files]
        if options.dry_run:
            print_lines(diff_of(tuple(changes)).splitlines())
            return ExitCode.SUCCESS
        # A text that was just changed is often reviewed before it is committed.
        apply_changes(site, tuple(changes), force=options.force or len(changes) == 1)
    for line in lines:
        click.echo(escape_unsafe(line), err=True)
    return ExitCode.SUCCESS


def _check_options(options: ReviewOptions) -> None:
    if not options.files:
        raise CommandError("no file is named", "name the files that were reviewed, or use --queue")
    if options.minor is None and not options.by:
        raise CommandError("nobody is named", "say with --by who made the review")
    if options.minor is not None and (options.by or options.date or options.due):
        message = "--minor keeps a review, so it takes no --by, --date and --due"
        raise CommandError(message, "name only files and the reason")


def _open(site: Path, path: Path, settings: Settings) -> ReviewedFile:
    name, kind = find_document(site, path, (Kind.GUIDE, Kind.THREAD))
    return ReviewedFile(path=name, kind=kind, data=_read(site / name, settings))


def _read(path: Path, settings: Settings) -> bytes:
    try:
        return read_file(path, limit=settings.limits.file_bytes)
    except OSError as error:
        message = f"{escape_unsafe(str(path))}: {error.strerror or error}"
        raise CommandError(message) from error


def _read_review(
    site: Path, options: ReviewOptions, now: datetime, settings: Settings
) -> tuple[NewReview, str]:
    """The review, and what to say of the person who made it."""
    today = now.astimezone(settings.zone).date().isoformat()
    date = _read_moment("--date", options.date or today)
    due = _read_moment("--due", options.due) if options.due else None
    if instant(date, settings.zone) > now:
        raise CommandError(f"--date {date} is in the future", "name the day of the review")
    if due and day_of(due) <= day_of(date):
        raise CommandError(f"--due {due} is not after the review, on {date}")
    person = _find_person(site, options.by or "", settings)
    note = "; it gets no seal, since that person is no health professional" if person.lay else ""
    return NewReview(by=person.id, date=date, due=due), note


def _read_moment(option: str, value: str) -> Moment:
    try:
        return parse_moment(value)
    except ScalarError as error:
        raise CommandError(f"{option}: {escape_unsafe(str(error))}") from None


def _find_person(site: Path, name: str, settings: Settings) -> PersonMeta:
    folder = site / "content" / "people"
    try:
        names = sorted(file.stem for file in folder.iterdir() if file.suffix == ".yaml")
    except OSError:
        names = []
    if id_problem(name) or name not in names:
        suggestion = NameSuggester(names).suggest(name)
        hint = f"did you mean '{suggestion}'?" if suggestion else f"known: {', '.join(names[:20])}"
        message = f"there is no person '{escape_unsafe(name[:80])}' in content/people"
        raise CommandError(message, escape_unsafe(hint) if names else "add the person first")
    path = f"content/people/{name}.yaml"
    data = _read(site / path, settings)
    parsed = parse_source(data, path=path, kind=Kind.PERSON, settings=settings)
    if parsed.document is None:
        raise CommandError(f"{path} has errors", "correct them first: see 'ssg check'")
    person: PersonMeta = parsed.document.meta
    return person


def _record_minor(
    files: Iterable[ReviewedFile], reason: str, now: datetime, settings: Settings
) -> tuple[list[str], list[FileChange]]:
    reason = " ".join(reason.split())
    if not reason or len(reason) > _LONGEST_REASON:
        hint = f"say in at most {_LONGEST_REASON} characters what changed"
        raise CommandError("--minor needs a reason", hint)
    today = now.astimezone(settings.zone).date().isoformat()
    lines, changes = [], []
    for file in files:
        data, review = record_minor_change(file, reason, today, settings)
        since = f"the review of {day_of(review.date)} by {review.by}"
        lines.append(f"{file.path}: {since} is kept, for a minor change: {reason}")
        changes.append(_change(file, data))
    return lines, changes


def _change(file: ReviewedFile, data: bytes) -> FileChange:
    return FileChange(file.path, before=file.data, after=data)


def _describe(file: ReviewedFile, review: NewReview) -> str:
    due = f"the next review is due on {review.due}" if review.due else "no next review is due"
    return f"{file.path}: reviewed by {review.by} on {review.date}; {due}"
