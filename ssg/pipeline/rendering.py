"""Renders the stale pages, and finds those that are up to date."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ssg.cache.fingerprints import page_key
from ssg.cache.plans import PlannedPage, Plans
from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest
from ssg.pages.registry import KINDS_BY_NAME
from ssg.pipeline.session import Session
from ssg.pipeline.theme import Theme
from ssg.plugins.calling import Functions
from ssg.publish.manifest import OutputFile, PublishOrder
from ssg.publish.output import Output
from ssg.render.errors import ThemeProblem
from ssg.render.staging import RenderTask, render_plans

# Pages are small, and templates are trusted: one that takes this long never ends.
_PAGE_SECONDS = 60

_ORDERS = {
    name: PublishOrder.LIST if kind.is_list else PublishOrder.PAGE
    for name, kind in KINDS_BY_NAME.items()
}


class RenderedSite(Struct, frozen=True, kw_only=True):
    """All pages of a site: those rendered now, and those that are up to date in the output."""

    pages: tuple[OutputFile, ...]
    unchanged: tuple[OutputFile, ...]
    diagnostics: tuple[Diagnostic, ...]


def render_site(
    plans: Plans,
    documents: Mapping[str, Digest],
    theme: Theme,
    output: Output | None,
    session: Session,
) -> RenderedSite:
    """Render and stage the stale pages; without an output all pages, to find errors (S03).

    `documents` are the digests of all documents by path; the store holds them and their fragments.
    """
    keys = _page_keys(plans.pages, documents, theme)
    unchanged = _find_unchanged(plans.pages, keys, output) if output else {}
    stale = {page.output_path: page for page in plans.pages if page.output_path not in unchanged}
    rendered: list[OutputFile] = []
    problems: dict[ThemeProblem, list[str]] = {}
    session.progress.begin("Rendering", len(stale))
    task = render_task(
        theme,
        session.settings,
        store=str(session.store.path),
        staging=str(output.staging) if output else None,
        functions=session.functions,
    )
    with plans.open(tuple(stale.values())) as encoded:
        pages = render_plans(
            encoded,
            task,
            counts=Counter((page.kind, page.lang) for page in stale.values()),
            workers=session.workers,
            seconds=_PAGE_SECONDS,
            plain_templates=session.request.plain_templates,
        )
        for page in pages:
            session.progress.step()
            path = page.output_path
            if page.problem:
                problems.setdefault(page.problem, []).append(path)
            if page.digest:
                order = _ORDERS[stale[path].kind]
                file = OutputFile(path=path, digest=page.digest, order=order, key=keys[path])
                rendered.append(file)
    if not theme.is_unchanged(session.request.site):
        # Which templates these pages show is unknown, so the next build renders them again.
        rendered = [replace(file, key=None) for file in rendered]
    return RenderedSite(
        pages=tuple(rendered),
        unchanged=tuple(unchanged.values()),
        diagnostics=tuple(template_diagnostic(one, paths) for one, paths in problems.items()),
    )


def render_task(
    theme: Theme,
    settings: Settings,
    *,
    store: str = "",
    staging: str | None = None,
    functions: Functions,
) -> RenderTask:
    """What all pages share that are rendered with this theme, and `functions` of plugins."""
    return RenderTask(
        template_dirs=tuple(str(folder) for folder in theme.folders),
        settings=settings,
        sites=theme.sites,
        templates=theme.templates,
        store=store,
        staging=staging,
        functions=functions,
    )


def _page_keys(
    pages: Iterable[PlannedPage], documents: Mapping[str, Digest], theme: Theme
) -> dict[str, Digest]:
    """By output path."""
    templates = {name: theme.templates[kind.template] for name, kind in KINDS_BY_NAME.items()}
    return {
        page.output_path: page_key(
            page.digest,
            documents=[documents[path] for path in page.documents],
            template=templates[page.kind],
            shared=theme.shared,
        )
        for page in pages
    }


def _find_unchanged(
    pages: Sequence[PlannedPage], keys: Mapping[str, Digest], output: Output
) -> dict[str, OutputFile]:
    """The pages whose file and cache key in the output are what rendering would give."""
    if output.manifest is None:
        return {}
    before, files = output.manifest.keys, output.manifest.files
    unmodified = output.find_unmodified()
    return {
        path: OutputFile(path=path, digest=files[path], order=_ORDERS[page.kind], key=keys[path])
        for page in pages
        if before.get(path := page.output_path) == keys[path] and path in unmodified
    }


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
