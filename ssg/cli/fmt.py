"""The options of `ssg fmt`."""

from pathlib import Path

import click


@click.command()
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
