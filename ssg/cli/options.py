"""Options that several commands take."""

from pathlib import Path

import click

FOLDER = click.Path(file_okay=False, path_type=Path)

jobs = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Number of processes to use. Default: one per processor.",
)
drafts = click.option("--drafts", is_flag=True, help="Include drafts, to preview them.")
now = click.option(
    "--now",
    metavar="WHEN",
    help="Act as if it were this time, such as 2026-03-01 or 2026-03-01T09:30. "
    "Default: SOURCE_DATE_EPOCH if it is set, otherwise the current time.",
)
url = click.option(
    "--url", metavar="URL", help="Build for this address instead of the one in site.yaml."
)
strict = click.option(
    "--strict", is_flag=True, help="Treat warnings as errors: exit with code 1 and write nothing."
)
every_warning = click.option(
    "--all",
    "every_warning",
    is_flag=True,
    help="List every warning. Default: at most five of each kind.",
)
dry_run = click.option(
    "--dry-run", is_flag=True, help="Print what would change as a diff, and change nothing."
)
force = click.option(
    "--force", is_flag=True, help="Also change files with changes that git does not have yet."
)
