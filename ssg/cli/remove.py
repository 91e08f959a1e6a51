"""The options of `ssg remove`."""

from pathlib import Path

import click

from ssg.cli import options


@click.command()
@click.argument("name", metavar="FILE[#POST]")
@click.option("--reason", required=True, metavar="TEXT", help="Why; readers see that of a post.")
@click.option("--date", metavar="DAY", help="The day of the removal. Default: today.")
@options.dry_run
@options.force
@click.pass_obj
def remove(site: Path, name: str, reason: str, date: str | None, dry_run: bool, force: bool) -> int:
    """Remove a post, or withdraw a thread, guide or page.

    Its words and its author go, its address stays: readers see that something was removed. What
    still leads there is listed, and where copies of it may be left. POST is what its address has
    after the '#'.
    """
    from ssg.commands.remove import remove as run

    return run(site, name, reason=reason, date=date, dry_run=dry_run, force=force)
