"""The options of `ssg rename`."""

from pathlib import Path

import click

from ssg.cli import options


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options.dry_run
@options.force
@click.pass_obj
def rename(site: Path, old: str, new: str, dry_run: bool, force: bool) -> int:
    """Rename a document, a resource, a person or a media file.

    OLD is an id, a path such as threads/NAME, or an address; NEW is an id or a path of the same
    kind. Every reference and link in all content is changed with it, and an alias leads readers
    from the old address to the new one.
    """
    from ssg.commands.rename import rename as run

    return run(site, old, new, dry_run=dry_run, force=force)
