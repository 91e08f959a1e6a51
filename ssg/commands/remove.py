"""`ssg remove`: leaves a tombstone in place of a post or a document."""

import os
from pathlib import Path

import click

from ssg.commands.editing import convert_edit_errors, make_changes, open_site, print_mentions
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import resolve_build_time
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.editing.names import find_target
from ssg.editing.removals import NoTombstone, Reason, Removal, plan_removal
from ssg.model.kinds import Kind
from ssg.model.scalars import ScalarError, parse_moment

_ELSEWHERE = (
    "the history of git, in every copy of the repository",
    "the published site and ssg's cache (.ssg), until the next build has succeeded and is deployed",
    "feed readers that have fetched it already, which show it until they forget it",
    "search engines, until they visit the page again; ask them to remove it if that cannot wait",
    "archives of the web, such as web.archive.org, which have to be asked",
    "backups, and what others have copied or quoted",
)


def remove(
    site: Path, name: str, *, reason: str, date: str | None, dry_run: bool, force: bool
) -> int:
    """Removes and returns the exit code. Raises CommandError, before any file is changed."""
    folder, settings = open_site(site)
    why = Reason(text=_check_reason(reason), date=_check_date(date, settings))
    file, mark, anchor = name.partition("#")
    if mark and not anchor:
        raise CommandError("there is no post after the '#'", "name it as in its page's address")
    try:
        with convert_edit_errors():
            target = find_target(folder, file, kind=Kind.THREAD if anchor else None, anchor=anchor)
            plan = plan_removal(folder, settings, target, why)
    except CommandError as error:
        if isinstance(error.__cause__, NoTombstone):
            print_mentions(error.__cause__.mentions)
        raise
    make_changes(folder, plan.changes, dry_run=dry_run, force=force)
    if not dry_run:
        _print_result(plan)
    return ExitCode.SUCCESS


def _check_reason(reason: str) -> str:
    text = " ".join(reason.split())
    if not text or escape_unsafe(text) != text:
        raise CommandError("--reason expects a sentence", "such as --reason 'it was advertising.'")
    return text


def _check_date(date: str | None, settings: Settings) -> str:
    if date is None:
        now = resolve_build_time(None, os.environ, lambda: settings.zone)
        return now.astimezone(settings.zone).date().isoformat()
    try:
        return parse_moment(date)
    except ScalarError as error:
        raise CommandError(f"--date: {error}") from None


def _print_result(plan: Removal) -> None:
    target = plan.target
    if target.anchor:
        click.echo(f"Removed the post #{target.anchor} of {target.name}.")
    else:
        click.echo(f"Withdrew {target.name}: {target.address} says so, and so do its aliases.")
        click.echo("Its title is in the file, but on no page. Its name is in its addresses.")
    if plan.mentions:
        click.echo("These still lead to it:")
        print_mentions(plan.mentions)
    click.echo("If it must be erased, it may also be in:")
    for place in _ELSEWHERE:
        click.echo(f"  - {place}")
