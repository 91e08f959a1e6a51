"""A build, which stops at a glance where nothing changed."""

from ssg.pipeline.last import Glance
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.watcher import Watcher


def build(request: Request, target: Target, watcher: Watcher) -> Report:
    """Build the site into `target`, or report why nothing was written.

    Raises PublishError when the output folder cannot be used.
    """
    glance = Glance(request, target)
    if report := glance.nothing_changed():
        return report
    # What a build needs takes longer to load than that glance.
    from ssg.pipeline.stages import publish_site  # noqa: PLC0415

    return publish_site(request, target, glance, watcher)
