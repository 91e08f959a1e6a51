"""The options of `ssg clear`."""

from pathlib import Path

import click

from ssg.cli import options


@click.command()
@options.drafts
@options.now
@click.option("--reason", required=True, help="Why the text can stay as it is. Required.")
@click.option("--code", metavar="CODE", help="The code of the warning, such as W04.")
@click.option("--dry-run", is_flag=True, help="Show the change, and do not make it.")
@click.option("--force", is_flag=True, help="Also change a file with uncommitted changes.")
@click.argument("place", metavar="FILE:LINE[:COLUMN]")
@click.pass_obj
def clear(
    site: Path,
    drafts: bool,
    now: str | None,
    reason: str,
    code: str | None,
    dry_run: bool,
    force: bool,
    place: str,
) -> int:
    """Clear a warning: note in its file that it was looked at, and why it stays.

    A later warning of the same code elsewhere, or after its line has changed, is reported again.
    """
    from ssg.commands.clear import ClearOptions
    from ssg.commands.clear import clear as run

    given = ClearOptions(
        site=site,
        place=place,
        reason=reason,
        code=code,
        dry_run=dry_run,
        force=force,
        drafts=drafts,
        now=now,
    )
    return run(given)
