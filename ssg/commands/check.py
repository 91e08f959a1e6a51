"""`ssg check`: reports every problem and publishes nothing."""

from ssg.commands.console import Console
from ssg.commands.options import RunOptions
from ssg.commands.runner import run_pipeline
from ssg.pipeline.stages import check as check_site


def check(options: RunOptions) -> int:
    """Checks the site and returns the exit code."""
    console = Console()
    return run_pipeline(options, console, lambda request: check_site(request, console))
