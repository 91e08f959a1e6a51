"""The options of `ssg explain`."""

from pathlib import Path

import click

from ssg.cli import options
from ssg.cli.completions import Explainable


@click.command()
@click.argument("what", type=Explainable(), metavar="CODE|URL|FILE")
@options.now
@click.pass_obj
def explain(site: Path, what: str, now: str | None) -> int:
    """Explain a code, a page or a file.

    \b
    ssg explain R01                         why the rule exists, and how to mend it
    ssg explain /threads/tea/               what made the page, what it lists, and why
    ssg explain content/threads/tea.md      its address, what mentions it, what it waits for
    """
    from ssg.commands.explain import explain as run

    return run(site, what, now=now)
