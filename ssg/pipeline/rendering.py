"""Renders the stale pages, and finds those that are up to date."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ssg.cache.fingerprints import page_key
from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest
from ssg.model.codec import encode
from ssg.pages.kind import PagePlan
from ssg.pages.plan import template_of
from ssg.pages.registry import KINDS_BY_NAME
from ssg.pipeline.session import Session
from ssg.pipeline.theme import Theme
from ssg.publish.manifest import OutputFile, PublishOrder
from ssg.publish.output import Output
from ssg.render.errors import ThemeProblem
from ssg.render.staging import RenderTask, render_plans

# Pages are small, and templates are trusted: one that takes this long never ends.
_PAGE_SECONDS = 60


class RenderedSite(Struct, frozen=True, kw_only=True):
    """All pages of a site: those rendered now, and those that are up to date in the output."""

    pages: tuple[OutputFile, ...]
    unchanged: tuple[OutputFile, ...]
    diagnostics: tuple[Diagnostic, ...]


def render_site(
    plans: Sequence[PagePlan],
    documents: Mapping[str, Digest],
    theme: Theme,
    output: Output | None,
    session: Session,
) -> RenderedSite:
    """Render and stage the stale pages; without an output all pages, to find errors (S03).

    `documents` are the digests of all documents by path; the store holds them and their fragments.
    """
    unchanged = _find_unchanged(plans, documents, theme, output) if output else {}
    stale = {plan.output_path: plan for plan in plans if plan.output_path not in unchanged}
    rendered: list[OutputFile] = []
    problems: dict[ThemeProblem, list[str]] = {}
    session.progress.begin("Rendering", len(stale))
    task = render_task(
        theme,
        session.settings,
        store=str(session.store.path),
        staging=str(output.staging) if output else None,
    )
    for page in render_plans(
        tuple(stale.values()), task, workers=session.workers, seconds=_PAGE_SECONDS
    ):
        session.progress.step()
        path = page.output_path
        if page.problem:
            problems.setdefault(page.problem, []).append(path)
        if page.digest:
            order = _publish_order(stale[path])
            rendered.append(OutputFile(path=path, digest=page.digest, order=order, key=page.key))
    if not theme.is_unchanged(session.request.site):
        # Which templates these pages show is unknown, so the next build renders them again.
        rendered = [replace(file, key=None) for file in rendered]
    return RenderedSite(
        pages=tuple(rendered),
        unchanged=tuple(unchanged.values()),
        diagnostics=tuple(template_diagnostic(one, paths) for one, paths in problems.items()),
    )


def render_task(
    theme: Theme, settings: Settings, *, store: str = "", staging: str | None = None
) -> RenderTask:
    """What all pages share that are rendered with this theme."""
    return RenderTask(
        template_dirs=tuple(str(folder) for folder in theme.folders),
        settings=settings,
        site=theme.site,
        shared=theme.shared,
        templates=theme.templates,
        store=store,
        staging=staging,
    )


def _find_unchanged(
    plans: Iterable[PagePlan], documents: Mapping[str, Digest], theme: Theme, output: Output
) -> dict[str, OutputFile]:
    """The pages whose file and cache key in the output are what rendering would give."""
    if output.manifest is None:
        return {}
    before, files = output.manifest.keys, output.manifest.files
    unchanged = {}
    for plan in plans:
        path = plan.output_path
        if path not in before:
            continue
        key = page_key(
            encode(plan),
            document=documents[plan.document] if plan.document else None,
            template=theme.templates[template_of(plan)],
            shared=theme.shared,
        )
        if before[path] == key:
            file = OutputFile(path=path, digest=files[path], order=_publish_order(plan), key=key)
            if output.is_up_to_date(file):
                unchanged[path] = file
    return unchanged


def _publish_order(plan: PagePlan) -> PublishOrder:
    return PublishOrder.LIST if KINDS_BY_NAME[plan.kind].is_list else PublishOrder.PAGE


def template_diagnostic(problem: ThemeProblem, pages: Iterable[str] = ()) -> Diagnostic:
    """S03 at the template's line, with the page that was being rendered."""
    names = sorted(pages)
    message = problem.message
    if names:
        others = f" and {len(names) - 1} more" if len(names) > 1 else ""
        message = f"{message} (while rendering {names[0]}{others})"
    path = f"templates/{problem.template}".rstrip("/")
    at = Location(path=path, line=problem.line)
    return Diagnostic(code="S03", at=at, message=message)
