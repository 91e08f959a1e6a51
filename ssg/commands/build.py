"""`ssg build`: publishes the site, all of it or nothing."""

from pathlib import Path

from ssg.commands.console import Console
from ssg.commands.options import RunOptions
from ssg.commands.running import run
from ssg.pipeline.request import Target
from ssg.pipeline.run import build as build_site


def build(options: RunOptions, *, output: Path, adopt: bool) -> int:
    """The exit code of a build into the folder `output`."""
    console = Console()
    target = Target(output=output.absolute(), adopt=adopt)
    return run(options, console, lambda request: build_site(request, target, console))
