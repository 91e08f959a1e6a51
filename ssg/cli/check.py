"""The options of `ssg check`."""

from pathlib import Path

import click

from ssg.cli import options

_FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")


@click.command()
@options.jobs
@options.drafts
@options.now
@options.url
@options.strict
@options.every_warning
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="What to print: text for people, or a document for a program. Default: text.",
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Report only what the current branch touches or breaks, compared with REV in git.",
)
@click.option("--fix", is_flag=True, help="Make the changes that are safe, then check again.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the changes, and make none.")
@click.option(
    "--force", is_flag=True, help="With --fix: also change files with uncommitted changes."
)
@click.option("--cleared", "with_cleared", is_flag=True, help="List the cleared warnings, too.")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH]...")
@click.pass_obj
def check(
    site: Path,
    jobs: int | None,
    drafts: bool,
    now: str | None,
    url: str | None,
    strict: bool,
    every_warning: bool,
    form: str,
    changed_since: str | None,
    fix: bool,
    dry_run: bool,
    force: bool,
    with_cleared: bool,
    paths: tuple[Path, ...],
) -> int:
    """Run all checks of a build without publishing anything.

    Every problem is reported; with PATHs, those in these files and folders.
    """
    from ssg.commands.check import CheckOptions
    from ssg.commands.check import check as run
    from ssg.commands.options import RunOptions

    run_options = RunOptions(
        site=site,
        jobs=jobs,
        drafts=drafts,
        now=now,
        url=url,
        strict=strict,
        every_warning=every_warning,
    )
    options = CheckOptions(
        run=run_options,
        form=form,
        paths=paths,
        changed_since=changed_since,
        fix=fix,
        dry_run=dry_run,
        force=force,
        with_cleared=with_cleared,
    )
    return run(options)
