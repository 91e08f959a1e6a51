"""The options of `ssg init`."""

from pathlib import Path

import click

from ssg.cli.options import FOLDER


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
def init(folder: Path) -> int:
    """Create a new site in DIR, a new or empty folder.

    The site has settings and one example of each kind of content.
    """
    from ssg.commands.init import init as run

    return run(folder)
