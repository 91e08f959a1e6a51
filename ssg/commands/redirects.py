"""`ssg redirects`: prints where old addresses lead as configuration of a host."""

from pathlib import Path

import click

from ssg.commands.catalog import load_catalog, make_request
from ssg.commands.console import Console
from ssg.commands.editing import finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.runner import convert_errors
from ssg.pages.host_redirects import FORMATS
from ssg.pipeline.planning import host_redirects
from ssg.pipeline.publishing import check
from ssg.pipeline.resolving import resolve_catalog


def print_redirects(site: Path, format: str) -> int:
    """Prints the redirects in one of the `FORMATS`. Raises CommandError for a site with errors."""
    finish_edit(site)
    request = make_request(site, None)
    with convert_errors():
        # Redirects in a circle, such as to an address that differs by capitals, are errors as well.
        if check(request, Console(site), renders=False).failed:
            message = "the site has errors, so redirects may be missing or wrong"
            raise CommandError(message, "run 'ssg check'")
    catalog = load_catalog(request)
    settings = catalog.given.settings
    found = host_redirects(resolve_catalog(catalog), settings)
    click.echo(FORMATS[format](found, settings), nl=False)
    return ExitCode.SUCCESS
