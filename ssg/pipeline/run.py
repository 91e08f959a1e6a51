"""A build, which ends early where nothing has changed."""

from ssg.cache.temporary import remove_abandoned_folders
from ssg.pipeline.progress import Progress
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.unchanged import find_report, start_check


def build(request: Request, target: Target, progress: Progress) -> Report:
    """Build the site into `target`, or report why nothing was written.

    Raises PublishError when the output folder cannot be used.
    """
    remove_abandoned_folders()
    check = start_check(request, target)
    if report := find_report(check, request, target):
        return report
    # This takes longer to load than the check takes.
    from ssg.pipeline.publishing import publish_site  # noqa: PLC0415

    return publish_site(request, target, check, progress)
