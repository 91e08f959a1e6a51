"""The whole way of a build, and of a check, which is a build that writes nothing."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings, load_settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.digest import Digest
from ssg.discover import CopiedFile, discover
from ssg.looks import Looks
from ssg.model.documents import Document
from ssg.model.site import Site
from ssg.model.states import BuildTime, State
from ssg.pages.plan import PagePlan
from ssg.parse.version import extension_files, parser_version
from ssg.pipeline.content import read_content
from ssg.pipeline.files import stage_files
from ssg.pipeline.last import Glance
from ssg.pipeline.pages import Pages, make_pages, template_diagnostic
from ssg.pipeline.report import Report, report_of
from ssg.pipeline.request import Request, Target
from ssg.pipeline.settings import check_extensions
from ssg.pipeline.theme import Theme, load_theme
from ssg.pipeline.watcher import Watcher
from ssg.plan import plan_pages
from ssg.publish.guard import guard
from ssg.publish.output import Output, open_output
from ssg.publish.published import Published
from ssg.render.all import Mistake
from ssg.render.mistakes import TemplateMistake
from ssg.resolve import resolve
from ssg.store import Store, StoreDamaged
from ssg.workers import Workers, available_cpus

_PATIENCE = 60.0
"""Seconds that a build waits for another one of the same output."""


def check(request: Request, watcher: Watcher) -> Report:
    """Everything that a build does, but for writing."""
    settings, warnings = _settings(request)
    if settings is None:
        return report_of(warnings, {})
    return _run(request, settings, None, watcher).with_more(warnings)


def publish_site(request: Request, target: Target, glance: Glance, watcher: Watcher) -> Report:
    """Build the site into `target`, or report why nothing was written.

    `glance` was thrown before anything was read. Raises PublishError when the output folder
    cannot be used.
    """
    glance.before_reading()
    settings, warnings = _settings(request)
    if settings is None or (request.strict and warnings):
        return report_of(warnings, {})
    guard(target.output, request.site)
    glance.look_at_code(extension_files(settings))
    with open_output(
        target.output,
        site=request.site,
        adopt=target.adopt,
        wait_seconds=_PATIENCE,
        say=watcher.say,
    ) as output:
        report = _run(request, settings, output, watcher).with_more(warnings)
        glance.remember(report, output)
    return replace(report, output=target.output)


def _settings(request: Request) -> tuple[Settings | None, list[Diagnostic]]:
    loaded, diagnostics = load_settings(request.site)
    if loaded is None:
        return None, diagnostics
    diagnostics += check_extensions(loaded)
    if has_errors(diagnostics):
        return None, diagnostics
    return loaded.settings.served_at(request.url or loaded.settings.url), diagnostics


def _run(request: Request, settings: Settings, output: Output | None, watcher: Watcher) -> Report:
    # A site is a large tree without cycles, and walking it again and again finds nothing to free.
    gc.disable()
    try:
        with _store(request, settings, watcher) as store, _workers(request) as workers:
            return _stages(request, settings, output, store, workers=workers, watcher=watcher)
    except StoreDamaged:
        # It is set aside by now; what it knew is made again from the content.
        with _store(request, settings, watcher) as store, _workers(request) as workers:
            return _stages(request, settings, output, store, workers=workers, watcher=watcher)
    finally:
        gc.enable()
        watcher.end()


@contextmanager
def _store(request: Request, settings: Settings, watcher: Watcher) -> Iterator[Store]:
    store, notes = Store.open(request.store_file, version=parser_version(settings))
    for note in notes:
        watcher.say(note)
    try:
        with store:
            yield store
    except StoreDamaged:
        watcher.say(store.set_aside())
        raise


def _workers(request: Request) -> Workers:
    return Workers(request.jobs or available_cpus())


def _stages(
    request: Request,
    settings: Settings,
    output: Output | None,
    store: Store,
    *,
    workers: Workers,
    watcher: Watcher,
) -> Report:
    looks = Looks(request.work_folder / "looks")
    report, planned = _plan(request, settings, store, looks, workers=workers, watcher=watcher)
    if planned is None:
        return report
    pages = make_pages(
        planned.plans,
        planned.documents,
        planned.theme,
        output,
        store=store.path,
        workers=workers,
        watcher=watcher,
    )
    # They read the store, which is written from here on.
    workers.close()
    report = replace(report, pages=len(planned.plans), rendered=len(pages.rendered))
    report = report.with_more(pages.diagnostics)
    if _ends(report, request):
        return report
    if output:
        report = replace(report, published=_publish(planned, pages, looks, output, request))
    _finish(store, planned.hidden, watcher)
    looks.save()
    return report


def _publish(
    planned: "_Planned", pages: Pages, looks: Looks, output: Output, request: Request
) -> Published:
    files = stage_files(planned.copied, planned.theme.assets, looks, output)
    return output.publish(
        [*files, *pages.rendered],
        unchanged=pages.kept,
        built=request.time.now,
        drafts=request.time.drafts,
        url=request.url or "",
    )


def _finish(store: Store, hidden: Iterable[str], watcher: Watcher) -> None:
    """Forgets what nobody may see, once the site is published, and closes the store."""
    try:
        store.forget(hidden)
        store.commit()
        store.close()
    except StoreDamaged:
        # All that was asked of it is done; the next build begins with an empty one.
        watcher.say(store.set_aside())


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
    looks: Looks,
    *,
    workers: Workers,
    watcher: Watcher,
) -> tuple[Report, _Planned | None]:
    """What is found in the content, and what is to be made of it if nothing forbids that."""
    found = discover(request.site)
    content = read_content(found.sources, settings, store, looks, workers=workers, watcher=watcher)
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
        theme = load_theme(request.site, site, settings, found.copied, store.version)
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
