"""`ssg headers`: prints the headers of the site as configuration of a host."""

from pathlib import Path

import click

from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.config import load_settings
from ssg.diagnostics import has_errors
from ssg.pages.hosts import FORMATS


def print_headers(site: Path, format: str) -> int:
    """Prints the headers in one of the `FORMATS`. Raises CommandError without valid settings."""
    loaded, problems = load_settings(site)
    if loaded is None or has_errors(problems):
        raise CommandError(
            f"the settings in {site / 'site.yaml'} cannot be used",
            "run 'ssg check', which says what is wrong",
        )
    click.echo(FORMATS[format](loaded.settings), nl=False)
    return ExitCode.SUCCESS
