"""The options of `ssg migrate`."""

from pathlib import Path

import click


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be changed as a diff.")
@click.option("--force", is_flag=True, help="Change files that git could not bring back.")
@click.pass_obj
def migrate(site: Path, dry_run: bool, force: bool) -> int:
    """Bring the site's files up to the newest version of the format.

    The version is in site.yaml. Today there is only one, so that nothing but its number is added.
    """
    from ssg.commands.migrate import migrate as run

    return run(site, dry_run=dry_run, force=force)
