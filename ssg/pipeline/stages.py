"""The stages in order: discover, parse, resolve, plan, render, publish.

Workers parse while this module and the theme are loaded.
"""

from collections.abc import Mapping, MutableMapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from ssg.cache.plans import Plans
from ssg.cache.stat_cache import Stats
from ssg.cache.store import StoreCorrupted
from ssg.diagnostics import Diagnostic
from ssg.digest import Digest
from ssg.discover import CopiedFile
from ssg.pages.host_redirects import HostRedirect
from ssg.pipeline.compression import compress_files
from ssg.pipeline.copying import host_files, stage_files
from ssg.pipeline.listed import find_listed
from ssg.pipeline.media import inspect_media
from ssg.pipeline.parsing import Reading, begin_reading_content, finish_reading
from ssg.pipeline.planning import plan_site
from ssg.pipeline.rendering import RenderedSite, render_site, template_diagnostic
from ssg.pipeline.report import Report, report_of
from ssg.pipeline.searching import IndexedSite, index_site
from ssg.pipeline.session import Session
from ssg.pipeline.theme import Theme, load_theme, published_assets, with_site
from ssg.publish.manifest import Build
from ssg.publish.output import Output
from ssg.publish.published import Published
from ssg.render.errors import ThemeError


def run_stages(
    session: Session,
    reading: Reading | None,
    output: Output | None,
    problems: list[Diagnostic],
    *,
    seen: MutableMapping[str, Stats],
    renders: bool,
) -> Report:
    """The report with all that was found, which is not judged yet."""
    report, plan = _plan_site(session, reading, problems, seen)
    if plan is None:
        return report
    if not renders:
        _save_caches(session)
        return report
    rendered = render_site(plan.plans, plan.documents, plan.theme, output, session)
    report = replace(report, pages=len(plan.plans.pages), rendered=len(rendered.pages))
    report = report.with_more(rendered.diagnostics)
    if session.is_blocked(report.diagnostics, report.hidden):
        return report
    if output:
        index = index_site(plan.plans, plan.documents, output, session)
        report = replace(report, published=_publish(plan, rendered, index, output, session))
    _save_caches(session)
    return report


class _SitePlan(Struct, frozen=True, kw_only=True):
    """All that rendering and publishing need: documents fill the memory, so they are not kept."""

    plans: Plans
    documents: Mapping[str, Digest]
    """The digests of all documents, by their paths."""
    theme: Theme
    copied: tuple[CopiedFile, ...]
    redirects: tuple[HostRedirect, ...]
    withdrawn: tuple[str, ...]


def _plan_site(
    session: Session,
    reading: Reading | None,
    problems: list[Diagnostic],
    seen: MutableMapping[str, Stats],
) -> tuple[Report, _SitePlan | None]:
    """Parse, resolve and plan; no plan where what was found forbids to write the site.

    Without a `reading`, no worker has begun to parse. `seen` are the stats of files by their paths
    on the disk, as far as they are known. `problems` were found before, in site.yaml. With an error
    there, no template is run: it could fail only because a setting is missing.
    """
    request = session.request
    theme = _load_theme(session)
    found, content = finish_reading(
        # Of a large site, nobody keeps a reference to what was only needed for parsing.
        reading or _begin_reading_large_site(session, seen),
        session,
    )
    media = inspect_media(found.copied, session)
    listed = find_listed(request.site)
    others = [*problems, *found.diagnostics, *content.diagnostics, *media.diagnostics]
    others += listed.diagnostics
    planned = plan_site(found, content, media, listed, others=others, session=session)
    facts = planned.facts
    report = report_of([*others, *planned.diagnostics], facts.counts)
    report = replace(
        report,
        next_change=datetime.fromisoformat(facts.next_change) if facts.next_change else None,
        minor_changes=facts.minor_changes,
        hidden=frozenset(content.hidden),
        secretive=frozenset(content.secretive),
    )
    if planned.plans is None:
        return report, None
    if isinstance(theme, ThemeError):
        return report.with_more([template_diagnostic(theme.problem)]), None
    report = report.with_more(theme.diagnostics)
    return report, _SitePlan(
        plans=planned.plans,
        documents=content.digests,
        theme=with_site(
            theme,
            facts.shown,
            session.settings,
            pictures=session.pictures,
            copied=found.copied,
            parser=session.parser,
        ),
        copied=planned.copied,
        redirects=facts.redirects,
        withdrawn=facts.withdrawn,
    )


def _begin_reading_large_site(session: Session, seen: MutableMapping[str, Stats]) -> Reading:
    """Starts all workers once all that they need is loaded, and before the files are listed.

    Memory that this process changes after a fork exists twice from then on, and in workers until
    they end.
    """
    import ssg.parse.files  # noqa: F401, PLC0415

    session.workers.start()
    return begin_reading_content(session, seen)


def _load_theme(session: Session) -> Theme | ThemeError:
    """The theme, which shows nothing of the site yet; what is wrong with it is reported last."""
    try:
        return load_theme(
            session.request.site,
            {},
            session.settings,
            pictures=session.pictures,
            copied=(),
            parser=session.parser,
        )
    except ThemeError as error:
        return error


def _publish(
    plan: _SitePlan,
    rendered: RenderedSite,
    index: IndexedSite,
    output: Output,
    session: Session,
) -> Published:
    assets = published_assets(plan.theme, session.settings)
    environment = session.request.environment
    made = [
        *assets,
        *host_files(session.settings, plan.copied, plan.redirects, environment=environment),
    ]
    staged = stage_files(plan.copied, made, session.stat_cache, output)
    files = [*staged, *index.files, *rendered.pages]
    unchanged = [*index.unchanged, *rendered.unchanged]
    if session.settings.compress:
        files += compress_files((*files, *unchanged), output, session.workers, session.progress)
    return output.publish(files, unchanged=unchanged, build=_describe_build(plan, session))


def _describe_build(plan: _SitePlan, session: Session) -> Build:
    time = session.request.time
    return Build(
        built=time.now,
        drafts=time.drafts,
        url=session.request.url or "",
        address=session.settings.url,
        environment=session.request.environment,
        withdrawn=plan.withdrawn,
    )


def _save_caches(session: Session) -> None:
    # Workers read the store, which is written from here on.
    session.workers.close()
    _close_store(session)
    session.stat_cache.save()


def _close_store(session: Session) -> None:
    try:
        session.store.close()
    except StoreCorrupted:
        # Its work is done; the next build begins with an empty one.
        session.progress.say(session.store.delete())
