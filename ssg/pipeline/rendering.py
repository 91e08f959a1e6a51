"""Renders the pages that are stale, and finds those that need not be rendered again."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ssg.cache.fingerprints import page_key
from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest
from ssg.model.codec import encode
from ssg.pages.kind import PagePlan
from ssg.pages.plan import template_of
from ssg.pages.registry import KINDS_BY_NAME
from ssg.pipeline.progress import Progress
from ssg.pipeline.theme import Theme
from ssg.publish.manifest import OutputFile, Rank
from ssg.publish.output import Output
from ssg.render.staging import Mistake, RenderTask, render_all
from ssg.workers import Workers

# Pages are small and templates are the publisher's own; one that takes this long never ends.
_PAGE_SECONDS = 60


class Pages(Struct, frozen=True, kw_only=True):
    """All pages of a site: those rendered now, and those the output holds already."""

    rendered: tuple[OutputFile, ...]
    kept: tuple[OutputFile, ...]
    diagnostics: tuple[Diagnostic, ...]


def make_pages(
    plans: Sequence[PagePlan],
    documents: Mapping[str, Digest],
    theme: Theme,
    output: Output | None,
    *,
    store: Path,
    workers: Workers,
    progress: Progress,
) -> Pages:
    """Render and stage what is stale; without an output everything, to find mistakes (S03).

    `documents` are the digests of the documents at their paths, which are in `store` with
    their fragments.
    """
    kept = _kept(plans, documents, theme, output) if output else {}
    stale = [plan for plan in plans if plan.output_path not in kept]
    task = RenderTask(
        template_dirs=tuple(str(folder) for folder in theme.folders),
        settings=theme.settings,
        site=theme.site,
        shared=theme.shared,
        templates=theme.templates,
        store=str(store),
        staging=str(output.staging) if output else None,
    )
    rendered: list[OutputFile] = []
    mistakes: dict[Mistake, list[str]] = {}
    ranks = {plan.output_path: _rank(plan) for plan in stale}
    progress.begin("Rendering", len(stale))
    for page in render_all(stale, task, workers=workers, seconds=_PAGE_SECONDS):
        progress.step()
        path = page.output_path
        if page.mistake:
            mistakes.setdefault(page.mistake, []).append(path)
        if page.digest:
            file = OutputFile(path=path, digest=page.digest, rank=ranks[path], key=page.key)
            rendered.append(file)
    if not theme.is_unchanged():
        # Nobody can tell which templates these pages show, so the next build renders them again.
        rendered = [replace(file, key=None) for file in rendered]
    found = [template_diagnostic(mistake, pages) for mistake, pages in mistakes.items()]
    return Pages(rendered=tuple(rendered), kept=tuple(kept.values()), diagnostics=tuple(found))


def _kept(
    plans: Iterable[PagePlan], documents: Mapping[str, Digest], theme: Theme, output: Output
) -> dict[str, OutputFile]:
    """The pages that the output holds as they would be rendered."""
    if output.manifest is None:
        return {}
    before, files = output.manifest.keys, output.manifest.files
    kept = {}
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
            file = OutputFile(path=path, digest=files[path], rank=_rank(plan), key=key)
            if output.holds(file):
                kept[path] = file
    return kept


def _rank(plan: PagePlan) -> Rank:
    return Rank.LIST if KINDS_BY_NAME[plan.kind].is_list else Rank.PAGE


def template_diagnostic(mistake: Mistake, pages: Iterable[str] = ()) -> Diagnostic:
    """S03 at the template's line, with the page that was being rendered."""
    names = sorted(pages)
    message = mistake.message
    if names:
        others = f" and {len(names) - 1} more" if len(names) > 1 else ""
        message = f"{message} (while rendering {names[0]}{others})"
    at = Location(path=f"templates/{mistake.template}", line=mistake.line)
    return Diagnostic(code="S03", at=at, message=message)
