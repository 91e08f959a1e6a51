"""The command line: commands and their options. ssg/commands contains what each command does."""

from pathlib import Path

import click

from ssg import __version__
from ssg.commands.exit_codes import CommandGroup

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="ssg %(version)s")
@click.option(
    "--site",
    type=_FOLDER,
    default=Path(),
    metavar="DIR",
    help="The site's folder, which contains site.yaml. Default: the current folder.",
)
@click.pass_context
def cli(context: click.Context, site: Path) -> None:
    """Build a static site from curated health threads: Markdown in, a folder of HTML out.

    \b
    Exit codes: 0 success, 1 errors in the site, 2 incorrect usage or a folder
    that cannot be used, 3 a bug in ssg, 130 interrupted, 143 terminated.
    """
    context.obj = site


_jobs = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Number of processes to use. Default: one per processor.",
)
_drafts = click.option("--drafts", is_flag=True, help="Include drafts, to preview them.")
_now = click.option(
    "--now",
    metavar="WHEN",
    help="Build as of this time, such as 2026-03-01 or 2026-03-01T09:30. "
    "Default: SOURCE_DATE_EPOCH if it is set, otherwise the current time.",
)
_url = click.option(
    "--url", metavar="URL", help="Build for this address instead of the one in site.yaml."
)
_strict = click.option(
    "--strict", is_flag=True, help="Treat warnings as errors: exit with code 1 and write nothing."
)

_all = click.option(
    "--all",
    "every_warning",
    is_flag=True,
    help="List every warning. Default: at most five of each kind.",
)


@cli.command()
@click.option(
    "--output",
    type=_FOLDER,
    metavar="DIR",
    help="Folder to publish into. Default: output, in the site's folder.",
)
@_jobs
@_drafts
@_now
@_url
@_strict
@_all
@click.option("--adopt", is_flag=True, help="Take over an output folder that ssg did not create.")
@click.option(
    "--plain-templates",
    is_flag=True,
    help="Render all pages with Jinja. The output is the same, and takes longer.",
)
@click.pass_obj
def build(
    site: Path,
    output: Path | None,
    jobs: int | None,
    drafts: bool,
    now: str | None,
    url: str | None,
    strict: bool,
    every_warning: bool,
    adopt: bool,
    plain_templates: bool,
) -> int:
    """Check the site and publish it into the output folder.

    The whole site is published, or nothing.
    """
    from ssg.commands.build import build as run
    from ssg.commands.options import RunOptions

    options = RunOptions(
        site=site,
        jobs=jobs,
        drafts=drafts,
        now=now,
        url=url,
        strict=strict,
        every_warning=every_warning,
        plain_templates=plain_templates,
    )
    return run(options, output=output or site / "output", adopt=adopt)


@cli.command()
@_jobs
@_drafts
@_now
@_url
@_strict
@_all
@click.pass_obj
def check(
    site: Path,
    jobs: int | None,
    drafts: bool,
    now: str | None,
    url: str | None,
    strict: bool,
    every_warning: bool,
) -> int:
    """Run all checks of a build without publishing anything.

    Every problem is reported.
    """
    from ssg.commands.check import check as run
    from ssg.commands.options import RunOptions

    options = RunOptions(
        site=site,
        jobs=jobs,
        drafts=drafts,
        now=now,
        url=url,
        strict=strict,
        every_warning=every_warning,
    )
    return run(options)


@cli.command()
@click.option(
    "--output",
    type=_FOLDER,
    metavar="DIR",
    help="Folder to verify. Default: output, in the site's folder.",
)
@_jobs
@click.pass_obj
def verify(site: Path, output: Path | None, jobs: int | None) -> int:
    """Compare the output, byte for byte, with a clean build.

    The clean build uses the time, the address and the drafts setting of the last build.
    """
    from ssg.commands.options import RunOptions
    from ssg.commands.verify import verify as run

    options = RunOptions(site=site, jobs=jobs, drafts=False, now=None, url=None, strict=False)
    return run(options, output=output or site / "output")


@cli.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="Port to listen on. If it is in use, the next free one is taken.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="Address to listen on. With any other, others can read the preview over the network.",
)
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="Also answer requests for this name, such as that of a proxy. Can be repeated.",
)
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
@click.option("--no-drafts", is_flag=True, help="Show only what readers see now.")
@click.option(
    "--now",
    metavar="WHEN",
    help="Show the site as if it were now this time, such as 2026-03-01 or 2026-03-01T09:30.",
)
@click.pass_obj
def serve(
    site: Path,
    port: int,
    host: str,
    allowed_hosts: tuple[str, ...],
    opens: bool,
    no_drafts: bool,
    now: str | None,
) -> int:
    """Show the site in a browser while it is edited.

    Every save shows at once, drafts and scheduled pages are marked, and mistakes are shown on the
    page that they are about. Nothing is published.
    """
    from ssg.commands.serve import ServeOptions
    from ssg.commands.serve import serve as run

    options = ServeOptions(
        site=site,
        port=port,
        host=host,
        allowed_hosts=allowed_hosts,
        opens=opens,
        drafts=not no_drafts,
        now=now,
    )
    return run(options)


@cli.command()
@click.argument("format", type=click.Choice(["netlify", "nginx", "apache"]))
@click.pass_obj
def headers(site: Path, format: str) -> int:
    """Print the headers that a host should send, as configuration of that host.

    A build writes those for netlify, which other hosts read too, into the file _headers.
    """
    from ssg.commands.headers import print_headers

    return print_headers(site, format)


@cli.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
def init(folder: Path) -> int:
    """Create a new site in DIR, a new or empty folder.

    The site has settings and one example of each kind of content.
    """
    from ssg.commands.init import init as run

    return run(folder)


@cli.command()
@click.option(
    "--to-commonmark",
    is_flag=True,
    required=True,
    help="Rewrite texts that were written for Python-Markdown as CommonMark.",
)
@click.argument(
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    nargs=-1,
    required=True,
    metavar="FILE...",
)
@click.pass_obj
def fmt(site: Path, to_commonmark: bool, files: tuple[Path, ...]) -> int:
    """Rewrite guides, topics and pages so that their pages stay as they are.

    Only what is proven to show the same is changed. Every place that stays to be rewritten by
    hand is named, with exit code 1.
    """
    from ssg.commands.fmt import rewrite_to_commonmark

    assert to_commonmark, "the option is required"
    return rewrite_to_commonmark(site, files)
