"""The options of `ssg init`."""

from pathlib import Path

import click

from ssg.cli.options import FOLDER

_HOSTS = ("github", "gitlab", "forgejo", "netlify", "cloudflare-pages")


@click.command()
@click.option(
    "--ci",
    "host",
    type=click.Choice(_HOSTS),
    help="Also write what this host needs to check and publish the site. In a site, only that.",
)
@click.argument("folder", type=FOLDER, metavar="DIR")
def init(folder: Path, host: str | None) -> int:
    """Create a new site in DIR, a new or empty folder.

    The site has settings and one example of each kind of content.
    """
    from ssg.commands.init import init as run

    return run(folder, host)
