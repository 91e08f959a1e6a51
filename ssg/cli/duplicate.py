"""The options of `ssg duplicate`."""

from pathlib import Path

import click

from ssg.cli import options


@click.command()
@click.argument("thread", metavar="THREAD")
@click.argument("of", metavar="OF")
@options.dry_run
@options.force
@click.pass_obj
def duplicate(site: Path, thread: str, of: str, dry_run: bool, force: bool) -> int:
    """Mark a thread as a duplicate of another one.

    THREAD keeps its page with its words and authors. It leads readers to OF, and leaves lists and
    the search. Where OF is a duplicate itself, it leads to the thread that OF leads to.
    """
    from ssg.commands.duplicate import duplicate as run

    return run(site, thread, of, dry_run=dry_run, force=force)
