"""Renders the pages that are stale, and finds those that need not be rendered again."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest, digest_of_parts
from ssg.model.codec import encode
from ssg.pages.plan import PagePlan
from ssg.pages.plan import Rank as PageRank
from ssg.pipeline.theme import Theme
from ssg.pipeline.watcher import Watcher
from ssg.publish import Output, OutputFile, Rank
from ssg.render.all import Mistake, RenderTask, render_all
from ssg.workers import Workers

# Pages are small and templates are the publisher's own; one that takes this long never ends.
_PAGE_SECONDS = 60
_RANKS = {PageRank.PAGE: Rank.PAGE, PageRank.LIST: Rank.LIST}


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
    watcher: Watcher,
) -> Pages:
    """Render and stage what is stale; without an output everything, to find mistakes (S03).

    `documents` are the digests of the documents at their paths, which are in `store` with
    their fragments.
    """
    keys = page_keys(plans, documents, theme)
    kept = _kept(plans, keys, output) if output else {}
    stale = [plan for plan in plans if plan.output_path not in kept]
    task = RenderTask(
        template_dirs=tuple(str(folder) for folder in theme.folders),
        settings=theme.settings,
        site=theme.site,
        store=str(store),
        staging=str(output.staging) if output else None,
    )
    rendered: list[OutputFile] = []
    mistakes: dict[Mistake, list[str]] = {}
    ranks = {plan.output_path: _RANKS[plan.rank] for plan in stale}
    watcher.begin("Rendering", len(stale))
    for page in render_all(stale, task, workers=workers, seconds=_PAGE_SECONDS):
        watcher.step()
        path = page.output_path
        if page.mistake:
            mistakes.setdefault(page.mistake, []).append(path)
        if page.digest:
            file = OutputFile(path=path, digest=page.digest, rank=ranks[path], key=keys[path])
            rendered.append(file)
    if not theme.is_as_it_was():
        # Nobody can tell which templates these pages show, so the next build renders them again.
        rendered = [replace(file, key=None) for file in rendered]
    found = [template_diagnostic(mistake, pages) for mistake, pages in mistakes.items()]
    return Pages(rendered=tuple(rendered), kept=tuple(kept.values()), diagnostics=tuple(found))


def page_keys(
    plans: Iterable[PagePlan], documents: Mapping[str, Digest], theme: Theme
) -> dict[str, Digest]:
    """By output path, the digest of all that a page can show: two pages of one key are the same.

    That is its plan, which holds the inputs of its view; its document, which holds the digest
    of its texts; its template with all that it includes; and what all pages share.
    """
    shared = theme.key
    return {
        plan.output_path: digest_of_parts(
            shared,
            theme.templates[plan.template],
            encode(plan),
            documents[plan.document] if plan.document else "",
        )
        for plan in plans
    }


def _kept(
    plans: Iterable[PagePlan], keys: Mapping[str, Digest], output: Output
) -> dict[str, OutputFile]:
    """The pages that the output holds as they would be rendered."""
    if output.manifest is None:
        return {}
    before, files = output.manifest.keys, output.manifest.files
    kept = {}
    for plan in plans:
        path, key = plan.output_path, keys[plan.output_path]
        if before.get(path) == key:
            file = OutputFile(path=path, digest=files[path], rank=_RANKS[plan.rank], key=key)
            if output.holds(file):
                kept[path] = file
    return kept


def template_diagnostic(mistake: Mistake, pages: Iterable[str] = ()) -> Diagnostic:
    """S03 at the template's line, with the page that was being rendered."""
    names = sorted(pages)
    message = mistake.message
    if names:
        others = f" and {len(names) - 1} more" if len(names) > 1 else ""
        message = f"{message} (while rendering {names[0]}{others})"
    at = Location(path=f"templates/{mistake.template}", line=mistake.line)
    return Diagnostic(code="S03", at=at, message=message)
