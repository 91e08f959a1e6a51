"""The options of `ssg verify`."""

from pathlib import Path

import click

from ssg.cli import options
from ssg.cli.options import FOLDER


@click.command()
@click.option(
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="Folder to verify. Default: output, in the site's folder.",
)
@options.jobs
@click.pass_obj
def verify(site: Path, output: Path | None, jobs: int | None) -> int:
    """Compare the output, byte for byte, with a clean build.

    The clean build uses the time, the address, the environment and the drafts setting of the last
    build.
    """
    from ssg.commands.options import RunOptions
    from ssg.commands.verify import verify as run

    options = RunOptions(site=site, jobs=jobs, drafts=False, now=None, url=None, strict=False)
    return run(options, output=output or site / "output")
