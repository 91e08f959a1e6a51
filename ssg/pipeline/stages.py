"""The whole way of a build, and of a check, which is a build that writes nothing."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from ssg.cache.fingerprints import parser_fingerprint
from ssg.cache.stat_cache import StatCache
from ssg.cache.store import Store, StoreDamaged
from ssg.cache.up_to_date import UpToDateCheck
from ssg.config import Settings, load_settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.digest import Digest
from ssg.discover import CopiedFile, discover
from ssg.model.documents import Document
from ssg.model.site import Site
from ssg.model.states import BuildTime, State
from ssg.pages.kind import PagePlan
from ssg.pages.plan import plan_pages
from ssg.parse.editorial.extensions import check_extensions, extension_files
from ssg.pipeline.copying import stage_files
from ssg.pipeline.parsing import read_content
from ssg.pipeline.progress import Progress
from ssg.pipeline.rendering import Pages, make_pages, template_diagnostic
from ssg.pipeline.report import Report, report_of
from ssg.pipeline.request import Request, Target
from ssg.pipeline.theme import Theme, load_theme
from ssg.pipeline.unchanged import begin_reading, reads_through_links, save_report
from ssg.publish.guard import guard
from ssg.publish.output import Output, open_output
from ssg.publish.published import Published
from ssg.render.errors import TemplateMistake
from ssg.render.staging import Mistake
from ssg.resolve import resolve
from ssg.workers import Workers, available_cpus

_PATIENCE = 60.0
"""Seconds that a build waits for another one of the same output."""


def check(request: Request, progress: Progress) -> Report:
    """Everything that a build does, but for writing."""
    settings, warnings = _settings(request)
    if settings is None:
        return report_of(warnings, {})
    return _run(request, settings, None, progress).with_more(warnings)


def publish_site(
    request: Request, target: Target, check: UpToDateCheck, progress: Progress
) -> Report:
    """Build the site into `target`, or report why nothing was written.

    `check` was started before anything was read. Raises PublishError when the output folder
    cannot be used.
    """
    begin_reading(check, request)
    settings, warnings = _settings(request)
    if settings is None or (request.strict and warnings):
        return report_of(warnings, {})
    guard(target.output, request.site)
    check.add_extensions(
        extension_files(settings.markdown), is_trusted=not reads_through_links(request.site)
    )
    with open_output(
        target.output,
        site=request.site,
        adopt=target.adopt,
        wait_seconds=_PATIENCE,
        say=progress.say,
    ) as output:
        report = _run(request, settings, output, progress).with_more(warnings)
        save_report(check, report, request, target, output)
    return replace(report, output=target.output)


def _settings(request: Request) -> tuple[Settings | None, list[Diagnostic]]:
    loaded, diagnostics = load_settings(request.site)
    if loaded is None:
        return None, diagnostics
    diagnostics += check_extensions(loaded)
    if has_errors(diagnostics):
        return None, diagnostics
    return loaded.settings.served_at(request.url or loaded.settings.url), diagnostics


def _run(request: Request, settings: Settings, output: Output | None, progress: Progress) -> Report:
    # A site is a large tree without cycles, and walking it again and again finds nothing to free.
    gc.disable()
    try:
        with _store(request, settings, progress) as store, _workers(request) as workers:
            return _stages(request, settings, output, store, workers=workers, progress=progress)
    except StoreDamaged:
        # It is set aside by now; what it knew is made again from the content.
        with _store(request, settings, progress) as store, _workers(request) as workers:
            return _stages(request, settings, output, store, workers=workers, progress=progress)
    finally:
        gc.enable()
        progress.end()


@contextmanager
def _store(request: Request, settings: Settings, progress: Progress) -> Iterator[Store]:
    store, notes = Store.open(request.store_file, version=_parser_version(settings))
    for note in notes:
        progress.say(note)
    try:
        with store:
            yield store
    except StoreDamaged:
        progress.say(store.set_aside())
        raise


def _parser_version(settings: Settings) -> Digest:
    return parser_fingerprint(settings, extension_files(settings.markdown))


def _workers(request: Request) -> Workers:
    return Workers(request.jobs or available_cpus())


def _stages(
    request: Request,
    settings: Settings,
    output: Output | None,
    store: Store,
    *,
    workers: Workers,
    progress: Progress,
) -> Report:
    stat_cache = StatCache(request.cache_folder / "stat-cache")
    report, planned = _plan(
        request, settings, store, stat_cache, workers=workers, progress=progress
    )
    if planned is None:
        return report
    pages = make_pages(
        planned.plans,
        planned.documents,
        planned.theme,
        output,
        store=store.path,
        workers=workers,
        progress=progress,
    )
    # They read the store, which is written from here on.
    workers.close()
    report = replace(report, pages=len(planned.plans), rendered=len(pages.rendered))
    report = report.with_more(pages.diagnostics)
    if _ends(report, request):
        return report
    if output:
        report = replace(report, published=_publish(planned, pages, stat_cache, output, request))
    _finish(store, planned.hidden, progress)
    stat_cache.save()
    return report


def _publish(
    planned: "_Planned", pages: Pages, stat_cache: StatCache, output: Output, request: Request
) -> Published:
    files = stage_files(planned.copied, planned.theme.assets, stat_cache, output)
    return output.publish(
        [*files, *pages.rendered],
        unchanged=pages.kept,
        built=request.time.now,
        drafts=request.time.drafts,
        url=request.url or "",
    )


def _finish(store: Store, hidden: Iterable[str], progress: Progress) -> None:
    """Forgets what nobody may see, once the site is published, and closes the store."""
    try:
        store.forget(hidden)
        store.commit()
        store.close()
    except StoreDamaged:
        # All that was asked of it is done; the next build begins with an empty one.
        progress.say(store.set_aside())


class _Planned(Struct, frozen=True, kw_only=True):
    """What is known of a site from here on: documents fill the memory, so they are let go."""

    plans: tuple[PagePlan, ...]
    documents: Mapping[str, Digest]
    """The digests of all documents, by their paths."""
    theme: Theme
    copied: tuple[CopiedFile, ...]
    hidden: tuple[str, ...]
    """The paths of the documents that nobody may see."""


def _plan(
    request: Request,
    settings: Settings,
    store: Store,
    stat_cache: StatCache,
    *,
    workers: Workers,
    progress: Progress,
) -> tuple[Report, _Planned | None]:
    """What is found in the content, and what is to be made of it if nothing forbids that."""
    found = discover(request.site)
    content = read_content(
        found.sources, settings, store, stat_cache, workers=workers, progress=progress
    )
    site, mistakes = resolve(
        content.documents,
        failed={path: Document(path=path) for path in found.refused} | content.failed,
        files=frozenset((*(file.path for file in found.copied), *found.refused_files)),
        settings=settings,
        time=request.time,
    )
    report = report_of([*found.diagnostics, *content.diagnostics, *mistakes], site.states)
    report = replace(report, next_change=site.next_change)
    if _ends(report, request):
        return report, None
    try:
        theme = load_theme(request.site, site, settings, found.copied, Digest(store.version))
    except TemplateMistake as error:
        return report.with_more([template_diagnostic(Mistake.of(error))]), None
    return report, _Planned(
        plans=plan_pages(site, settings),
        documents=content.digests,
        theme=theme,
        copied=tuple(_shown(found.copied, site)),
        hidden=tuple(_hidden(site, request.time)),
    )


def _shown(copied: Iterable[CopiedFile], site: Site) -> Iterator[CopiedFile]:
    """Static files, and the media that something published shows: an image may tell of a draft."""
    targets = {target for links in site.links.values() for target in links}
    for file in copied:
        address = file.output_path
        if file.path.startswith("static/") or {address, f"/{address}"} & targets:
            yield file


def _hidden(site: Site, time: BuildTime) -> Iterator[str]:
    """The files whose words nobody may find, not even in what is kept for the next build."""
    shown = {State.PUBLISHED, State.DRAFT} if time.drafts else {State.PUBLISHED}
    return (path for path, state in site.states.items() if state not in shown)


def _ends(report: Report, request: Request) -> bool:
    """Whether what was found keeps the site from being written."""
    return report.failed or (request.strict and bool(report.diagnostics))
