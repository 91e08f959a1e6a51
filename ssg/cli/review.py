"""The options of `ssg review`."""

from pathlib import Path

import click

from ssg.cli import options

_FORMATS = click.Choice(("text", "json"))


@click.command()
@click.option("--by", metavar="PERSON", help="Who made the review: an id from content/people.")
@click.option("--date", metavar="DAY", help="The day of the review. Default: today.")
@click.option("--due", metavar="DAY", help="The day by which the next review must be made.")
@click.option(
    "--minor",
    metavar="REASON",
    help="Keep the review of a text that has changed since, for a change that does not matter,"
    " such as a typo.",
)
@click.option("--queue", is_flag=True, help="List what should be reviewed, worst first.")
@click.option(
    "--format",
    "format_",
    type=_FORMATS,
    default="text",
    help="How --queue lists it: text (the default) or json.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--force", is_flag=True, help="Change files that git says have changes, too.")
@options.now
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, metavar="FILE...")
@click.pass_obj
def review(
    site: Path,
    by: str | None,
    date: str | None,
    due: str | None,
    minor: str | None,
    queue: bool,
    format_: str,
    dry_run: bool,
    force: bool,
    now: str | None,
    files: tuple[Path, ...],
) -> int:
    """Record that guides or threads were reviewed, and of which text.

    When the text changes afterwards, its page loses the seal, and 'ssg check' warns.
    """
    from ssg.commands.review import ReviewOptions, change_reviews
    from ssg.commands.review_queue import print_queue

    if queue:
        if files or by or date or due or minor is not None or dry_run or force:
            raise click.UsageError("--queue takes no file, and no option but --format and --now.")
        return print_queue(site, now=now, as_json=format_ == "json")
    return change_reviews(
        ReviewOptions(
            site=site,
            files=files,
            by=by,
            date=date,
            due=due,
            minor=minor,
            dry_run=dry_run,
            force=force,
            now=now,
        )
    )
