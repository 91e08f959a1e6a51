"""The options of `ssg headers`."""

from pathlib import Path

import click


@click.command()
@click.argument("format", type=click.Choice(["netlify", "nginx", "apache"]))
@click.pass_obj
def headers(site: Path, format: str) -> int:
    """Print the headers that a host should send, as configuration of that host.

    A build writes those for netlify, which other hosts read too, into the file _headers.
    """
    from ssg.commands.headers import print_headers

    return print_headers(site, format)
