"""`ssg verify`: compares the output, byte for byte, with a clean build."""

from pathlib import Path

import click

from ssg.commands.console import Console
from ssg.commands.exit_codes import ExitCode
from ssg.commands.options import RunOptions, absolute_folder
from ssg.commands.runner import convert_errors
from ssg.diagnostics import escape_unsafe
from ssg.pipeline.verification import Verification
from ssg.pipeline.verification import verify as verify_site
from ssg.text import pluralize

_MAX_DIFFERENCES = 20
"""How many differences are listed."""


def verify(options: RunOptions, *, output: Path) -> int:
    """Compares the folder `output` with a clean build and returns the exit code."""
    console = Console()
    with convert_errors():
        found = verify_site(options.to_request(), absolute_folder(output), console)
    if found.report.published is None:
        console.print_report(found.report, strict=False)
        return ExitCode.CONTENT_ERROR
    return _print_result(found, output)


def _print_result(found: Verification, output: Path) -> ExitCode:
    for path in found.untracked:
        click.echo(f"untracked: {escape_unsafe(path)}")
    for difference in found.differences[:_MAX_DIFFERENCES]:
        click.echo(f"{difference.kind}: {difference.path}", err=True)
    if more := found.differences[_MAX_DIFFERENCES:]:
        click.echo(f"… and {len(more)} more", err=True)
    if found.differences:
        count = len(found.differences)
        differ = "differs" if count == 1 else "differ"
        click.echo(
            f"{pluralize(count, 'file')} in {output} {differ} from a clean build"
            f" as of {found.built}.",
            err=True,
        )
        return ExitCode.CONTENT_ERROR
    click.echo(
        f"Verified {pluralize(found.files, 'file')} in {output}: identical, byte for byte, to a"
        f" clean build as of {found.built}."
    )
    return ExitCode.SUCCESS
