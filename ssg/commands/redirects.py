"""`ssg redirects`: prints where old addresses lead as configuration of a host."""

from pathlib import Path

import click

from ssg.commands.catalog import open_catalog
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.pages.host_redirects import FORMATS
from ssg.pipeline.planning import host_redirects
from ssg.pipeline.resolving import resolve_catalog


def print_redirects(site: Path, format: str) -> int:
    """Prints the redirects in one of the `FORMATS`. Raises CommandError for a site with errors."""
    catalog = open_catalog(site)
    if catalog.failed or catalog.found.refused:
        raise CommandError("some files have errors, so redirects may be missing", "run 'ssg check'")
    settings = catalog.given.settings
    found = host_redirects(resolve_catalog(catalog), settings)
    click.echo(FORMATS[format](found, settings), nl=False)
    return ExitCode.SUCCESS
