"""What a build and a check do around the stages: settings, the lock, the session, the verdict.

A check does all that a build does but publishing. The stages from planning on are loaded while
workers parse.
"""

from collections.abc import MutableMapping

from msgspec.structs import replace

from ssg.cache.stat_cache import Stats
from ssg.cache.temporary import TemporaryFolder, remove_abandoned_folders
from ssg.cache.up_to_date import UpToDateCheck
from ssg.diagnostics import Diagnostic, has_errors
from ssg.pipeline.parsing import begin_reading_content, is_large_first_build
from ssg.pipeline.progress import Progress
from ssg.pipeline.report import Report, report_of
from ssg.pipeline.request import Request, Target
from ssg.pipeline.session import RunSettings, Session, read_settings, run_in_session
from ssg.pipeline.unchanged import begin_reading, reads_through_links, save_report
from ssg.pipeline.verdict import SourceLines, judge
from ssg.publish.guard import guard
from ssg.publish.output import Output, open_output

_LOCK_TIMEOUT = 60.0
"""Seconds that a build waits for another build into the same output folder."""


def check(request: Request, progress: Progress, *, renders: bool = True) -> Report:
    """Do everything that a build does but publishing.

    Without rendering, which takes most of the time of a large site, errors in templates are not
    found (S03).
    """
    remove_abandoned_folders()
    settings, problems = read_settings(request)
    if settings is None:
        return report_of(problems, {})
    return _check(request, settings, problems, progress, renders=renders)


def _check(
    request: Request,
    settings: RunSettings,
    problems: list[Diagnostic],
    progress: Progress,
    *,
    renders: bool = True,
) -> Report:
    """`problems` are those of site.yaml."""

    def run(asked: Request) -> Report:
        return run_in_session(
            lambda session: _run(session, None, problems, seen={}, renders=renders),
            asked,
            settings,
            progress,
        )

    if not has_errors(problems):
        return run(request)
    # The cache is kept for the next valid settings: with others it would be emptied.
    with TemporaryFolder() as folder:
        return run(replace(request, cache=folder.path))


def publish_site(
    request: Request, target: Target, up_to_date: UpToDateCheck, progress: Progress
) -> Report:
    """Build the site into `target`, or report why nothing was written.

    `up_to_date` was started before anything was read. Raises PublishError when the output folder
    cannot be used.
    """
    begin_reading(up_to_date, request)
    settings, problems = read_settings(request)
    if settings is None:
        return report_of(problems, {})
    lines = SourceLines(request.site)
    verdict = judge(problems, errors=settings.settings.checks.errors, lines=lines)
    if verdict.blocks(strict=request.strict):
        return _check(request, settings, problems, progress)
    guard(target.output, request.site)
    up_to_date.add_extensions(
        settings.extension_files, is_trusted=not reads_through_links(request.site)
    )
    with open_output(
        target.output,
        site=request.site,
        adopt=target.adopt,
        wait_seconds=_LOCK_TIMEOUT,
        say=progress.say,
    ) as output:
        report = run_in_session(
            lambda session: _run(session, output, problems, seen=up_to_date.inputs),
            request,
            settings,
            progress,
        )
        save_report(up_to_date, report, request, target, output)
    return replace(report, output=target.output)


def _run(
    session: Session,
    output: Output | None,
    problems: list[Diagnostic],
    *,
    seen: MutableMapping[str, Stats],
    renders: bool = True,
) -> Report:
    """`seen` are the stats of files by their paths on the disk, as far as they are known.

    Those of documents are taken out of it: their paths fill memory.
    """
    is_large = is_large_first_build(session)
    reading = None if is_large else begin_reading_content(session, seen)
    # This takes a while to load.
    from ssg.pipeline.stages import run_stages  # noqa: PLC0415

    report = run_stages(session, reading, output, problems, seen=seen, renders=renders)
    verdict = session.judge(report.diagnostics, report.hidden)
    return replace(report, diagnostics=verdict.diagnostics, cleared=verdict.cleared)
