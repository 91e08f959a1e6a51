"""The options of `ssg redirects`."""

from pathlib import Path

import click


@click.command()
@click.argument("format", type=click.Choice(["netlify", "nginx", "apache"]))
@click.pass_obj
def redirects(site: Path, format: str) -> int:
    """Print where old addresses lead, as configuration of a host.

    A build writes a page for each of them, and for hosts that read it the file _redirects.
    """
    from ssg.commands.redirects import print_redirects

    return print_redirects(site, format)
