"""`ssg check`: names every mistake and writes nothing."""

from ssg.commands.console import Console
from ssg.commands.options import RunOptions
from ssg.commands.running import run
from ssg.pipeline.stages import check as check_site


def check(options: RunOptions) -> int:
    """The exit code of a check of the site."""
    console = Console()
    return run(options, console, lambda request: check_site(request, console))
