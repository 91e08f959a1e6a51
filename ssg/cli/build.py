"""The options of `ssg build`."""

from pathlib import Path

import click

from ssg.cli import options
from ssg.cli.options import FOLDER


@click.command()
@click.option(
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="Folder to publish into. Default: output, in the site's folder.",
)
@options.jobs
@options.drafts
@click.option(
    "--environment",
    type=click.Choice(("production", "preview")),
    default="production",
    help="With preview, each page says that it is one, and asks search engines to leave it out. "
    "Default: production.",
)
@options.now
@options.url
@options.strict
@options.every_warning
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
    environment: str,
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
    from ssg.model.states import Environment

    options = RunOptions(
        site=site,
        jobs=jobs,
        drafts=drafts,
        environment=Environment(environment),
        now=now,
        url=url,
        strict=strict,
        every_warning=every_warning,
        plain_templates=plain_templates,
    )
    return run(options, output=output or site / "output", adopt=adopt)
