"""The options of `ssg check`."""

from pathlib import Path

import click

from ssg.cli import options


@click.command()
@options.jobs
@options.drafts
@options.now
@options.url
@options.strict
@options.every_warning
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
