"""`ssg duplicate`: has a thread lead to the one that asked the same before."""

from pathlib import Path

import click

from ssg.commands.editing import convert_edit_errors, make_changes, open_site
from ssg.commands.exit_codes import ExitCode
from ssg.editing.duplicates import plan_duplicate
from ssg.editing.names import find_target
from ssg.model.kinds import Kind


def duplicate(site: Path, thread: str, of: str, *, dry_run: bool, force: bool) -> int:
    """Marks the thread and returns the exit code. Raises CommandError."""
    folder, settings = open_site(site)
    with convert_edit_errors():
        target = find_target(folder, thread, kind=Kind.THREAD)
        original = find_target(folder, of, kind=Kind.THREAD)
        plan = plan_duplicate(folder, settings, target, original)
    make_changes(folder, plan.changes, dry_run=dry_run, force=force)
    for one in plan.followed:
        click.echo(f"{one.name} is a duplicate itself.", err=True)
    if not dry_run:
        click.echo(f"{plan.thread.name} leads to {plan.original.name} now.")
        for one in plan.moved:
            click.echo(f"{one.name}, which led there, leads to {plan.original.name} now.")
    return ExitCode.SUCCESS
