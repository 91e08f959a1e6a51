"""`ssg rename`: gives something another name, and changes every mention of it."""

import os
from pathlib import Path

import click

from ssg.commands.editing import convert_edit_errors, make_changes, open_site, print_mentions
from ssg.commands.exit_codes import ExitCode
from ssg.commands.options import resolve_build_time
from ssg.editing.names import find_target, name_new
from ssg.editing.renames import Rename, plan_rename
from ssg.model.kinds import Kind
from ssg.text import pluralize


def rename(site: Path, old: str, new: str, *, dry_run: bool, force: bool) -> int:
    """Renames and returns the exit code. Raises CommandError, before any file is changed."""
    folder, settings = open_site(site)
    now = resolve_build_time(None, os.environ, lambda: settings.zone)
    with convert_edit_errors():
        target = find_target(folder, old)
        plan = plan_rename(folder, settings, target, name_new(target, new), now)
    make_changes(folder, plan.changes, dry_run=dry_run, force=force)
    if not dry_run:
        _print_result(plan)
    return ExitCode.SUCCESS


def _print_result(plan: Rename) -> None:
    click.echo(f"Renamed {plan.old.name} to {plan.new.name}.")
    if plan.mentions:
        files = len({one.path for one in plan.mentions})
        count = pluralize(len(plan.mentions), "mention")
        click.echo(f"Changed {count} of it in {pluralize(files, 'file')}, at these old places:")
        print_mentions(plan.mentions)
    if plan.alias:
        click.echo(f"The old address {plan.alias} leads to {plan.new.address}.")
        if plan.old.kind is Kind.TOPIC:
            click.echo(f"The feed has moved to {plan.new.address}feed.xml: no alias leads there.")
    elif plan.old.kind is None:
        click.echo(
            f"Its old address {plan.old.address} leads nowhere: media files have no aliases."
        )
    elif plan.no_alias:
        click.echo(f"It has no alias: {plan.no_alias}.")
