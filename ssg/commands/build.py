"""`ssg build`: checks the site and publishes it atomically."""

from pathlib import Path

from ssg.commands.console import Console
from ssg.commands.options import RunOptions, absolute_folder
from ssg.commands.runner import run_pipeline
from ssg.pipeline.request import Target
from ssg.pipeline.run import build as build_site


def build(options: RunOptions, *, output: Path, adopt: bool) -> int:
    """Builds the site into the folder `output` and returns the exit code."""
    console = Console(options.site)
    target = Target(output=absolute_folder(output), adopt=adopt)
    return run_pipeline(options, console, lambda request: build_site(request, target, console))
