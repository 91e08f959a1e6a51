"""The command line: verbs and options. What a verb does is in ssg/commands."""

from pathlib import Path

import click

from ssg import __version__
from ssg.commands.exits import Exits

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(cls=Exits, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="ssg %(version)s")
@click.option(
    "--site",
    type=_FOLDER,
    default=Path(),
    metavar="DIR",
    help="The site's folder, with its site.yaml. Default: the current one.",
)
@click.pass_context
def cli(context: click.Context, site: Path) -> None:
    """Builds a static site from curated health threads: Markdown in, a folder of HTML out.

    \b
    Exit codes: 0 clean, 1 mistakes in the site, 2 wrong usage or a folder that
    cannot be used, 3 a bug in ssg, 130 interrupted.
    """
    context.obj = site


_jobs = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="How many processes to use. Default: one for each processor.",
)
_drafts = click.option("--drafts", is_flag=True, help="Build drafts too, to look at them.")
_now = click.option(
    "--now",
    metavar="WHEN",
    help="The time to build for, such as 2026-03-01 or 2026-03-01T09:30. "
    "Default: SOURCE_DATE_EPOCH, or else the clock.",
)
_url = click.option(
    "--url", metavar="URL", help="The address to build for, instead of that in site.yaml."
)
_strict = click.option(
    "--strict", is_flag=True, help="Take warnings for errors: exit with 1 and write nothing."
)


@cli.command()
@click.option(
    "--output",
    type=_FOLDER,
    metavar="DIR",
    help="The folder to publish into. Default: output, in the site's folder.",
)
@_jobs
@_drafts
@_now
@_url
@_strict
@click.option("--adopt", is_flag=True, help="Take over an output folder that ssg did not make.")
@click.pass_obj
def build(
    site: Path,
    output: Path | None,
    jobs: int | None,
    drafts: bool,
    now: str | None,
    url: str | None,
    strict: bool,
    adopt: bool,
) -> int:
    """Check the site and publish it into the output folder: all of it, or nothing."""
    from ssg.commands.build import build as run
    from ssg.commands.options import RunOptions

    options = RunOptions(site=site, jobs=jobs, drafts=drafts, now=now, url=url, strict=strict)
    return run(options, output=output or site / "output", adopt=adopt)


@cli.command()
@_jobs
@_drafts
@_now
@_url
@_strict
@click.pass_obj
def check(
    site: Path,
    jobs: int | None,
    drafts: bool,
    now: str | None,
    url: str | None,
    strict: bool,
) -> int:
    """Do everything that a build does, but for writing: name every mistake."""
    from ssg.commands.check import check as run
    from ssg.commands.options import RunOptions

    return run(RunOptions(site=site, jobs=jobs, drafts=drafts, now=now, url=url, strict=strict))


@cli.command()
@click.option(
    "--output",
    type=_FOLDER,
    metavar="DIR",
    help="The folder to look at. Default: output, in the site's folder.",
)
@_jobs
@click.pass_obj
def verify(site: Path, output: Path | None, jobs: int | None) -> int:
    """Build from nothing, at the time of the last build, and compare every byte of the output."""
    from ssg.commands.options import RunOptions
    from ssg.commands.verify import verify as run

    options = RunOptions(site=site, jobs=jobs, drafts=False, now=None, url=None, strict=False)
    return run(options, output=output or site / "output")


@cli.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
def init(folder: Path) -> int:
    """Make a new site in DIR: settings, and one example of each kind of content."""
    from ssg.commands.init import init as run

    return run(folder)
