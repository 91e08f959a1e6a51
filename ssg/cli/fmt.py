"""The options of `ssg fmt`."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Name the files that would change, and change none."
)
@click.option(
    "--to-commonmark",
    is_flag=True,
    help="Rewrite texts that were written for Python-Markdown as CommonMark instead.",
)
@click.argument(
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    nargs=-1,
    metavar="[FILE]...",
)
@click.pass_obj
def fmt(site: Path, only_check: bool, to_commonmark: bool, files: tuple[Path, ...]) -> int:
    """Put all fields in the order of the documentation, with even spacing.

    Values, comments and texts stay as they are. Without a FILE, all content and site.yaml are
    formatted. Files with errors in their fields are left alone and named, with exit code 1.

    With --to-commonmark, guides, topics and pages are rewritten so that their pages stay as they
    are. Only what is proven to show the same is changed. Every place that stays to be rewritten by
    hand is named, with exit code 1.
    """
    if to_commonmark:
        from ssg.commands.fmt import rewrite_to_commonmark

        if only_check or not files:
            raise click.UsageError("--to-commonmark takes files, and no --check")
        return rewrite_to_commonmark(site, files)
    from ssg.commands.fmt_fields import format_fields

    return format_fields(site, files, only_check=only_check)
