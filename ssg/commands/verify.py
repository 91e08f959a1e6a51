"""`ssg verify`: proves that the output is what a build from nothing gives."""

from pathlib import Path

import click

from ssg.commands.console import Console, counted
from ssg.commands.exits import Exit
from ssg.commands.options import RunOptions
from ssg.commands.running import refusals
from ssg.pipeline.verification import Verification
from ssg.pipeline.verification import verify as verify_site

_MOST = 20
"""How many differences are named."""


def verify(options: RunOptions, *, output: Path) -> int:
    """The exit code of a comparison of the folder `output` with a clean build."""
    console = Console()
    with refusals():
        found = verify_site(options.request(), output.absolute(), console)
    if found.report.published is None:
        console.show(found.report, strict=False)
        return Exit.CONTENT
    return _tell(found, output)


def _tell(found: Verification, output: Path) -> Exit:
    for path in found.strangers:
        click.echo(f"not ours: {path}")
    for difference in found.differences[:_MOST]:
        click.echo(f"{difference.kind}: {difference.path}", err=True)
    if more := found.differences[_MOST:]:
        click.echo(f"… and {len(more)} more", err=True)
    if found.differences:
        differences = counted(len(found.differences), "file")
        click.echo(
            f"{differences} of {output} are not what a build from nothing at {found.built} gives.",
            err=True,
        )
        return Exit.CONTENT
    click.echo(
        f"All {counted(found.files, 'file')} of {output} are, byte for byte, what a build from"
        f" nothing at {found.built} gives."
    )
    return Exit.CLEAN
