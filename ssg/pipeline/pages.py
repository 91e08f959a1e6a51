"""Renders all planned pages, and stages them beside what is published as it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Location
from ssg.discover import CopiedFile
from ssg.model.site import Site
from ssg.pages.build import site_view
from ssg.pages.plan import PagePlan
from ssg.pages.plan import Rank as PageRank
from ssg.pipeline.files import stage_files
from ssg.pipeline.watcher import Watcher
from ssg.publish import OutputFile, Rank
from ssg.render.all import Mistake, RenderTask, render_all
from ssg.render.assets import Asset, load_assets
from ssg.render.closure import template_digests
from ssg.render.mistakes import TemplateMistake
from ssg.render.theme import template_dirs

# Pages are small and templates are the publisher's own; one that takes this long never ends.
_PAGE_SECONDS = 60
# A static file of this name is the site's icon.
_ICON = "favicon.svg"
_RANKS = {PageRank.PAGE: Rank.PAGE, PageRank.LIST: Rank.LIST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """Where rendering finds what it needs, and puts what it makes.

    `staging` is None when nothing is to be written.
    """

    site_folder: Path
    store: Path
    staging: Path | None
    jobs: int


def render_site(
    site: Site,
    plans: Sequence[PagePlan],
    copied: Sequence[CopiedFile],
    *,
    settings: Settings,
    rendering: Rendering,
    watcher: Watcher,
) -> tuple[list[OutputFile], list[Diagnostic]]:
    """All files of the site, staged; and S03 for each mistake in a template.

    Raises OSError when a file cannot be read or staged.
    """
    folders = template_dirs(rendering.site_folder / "templates")
    try:
        template_digests(folders)
        assets = load_assets(folders)
    except TemplateMistake as error:
        mistake = Mistake(template=error.template, line=error.line, message=error.message)
        return [], [_diagnostic(mistake, ())]
    urls = {asset.name: f"{settings.prefix}/{asset.output_path}" for asset in assets}
    if any(file.output_path == _ICON for file in copied):
        urls.setdefault(_ICON, f"{settings.prefix}/{_ICON}")
    task = RenderTask(
        template_dirs=tuple(str(folder) for folder in folders),
        settings=settings,
        site=site_view(site, settings=settings, assets=urls),
        store=str(rendering.store),
        staging=str(rendering.staging) if rendering.staging else None,
    )
    pages, mistakes = _render(plans, task, rendering.jobs, watcher)
    files = _files(copied, assets, rendering.staging)
    return [*files, *pages], mistakes


def _files(
    copied: Iterable[CopiedFile], assets: Iterable[Asset], staging: Path | None
) -> Iterator[OutputFile]:
    if staging:
        yield from stage_files(copied, assets, staging)


def _render(
    plans: Sequence[PagePlan], task: RenderTask, jobs: int, watcher: Watcher
) -> tuple[list[OutputFile], list[Diagnostic]]:
    ranks = {plan.output_path: _RANKS[plan.rank] for plan in plans}
    files: list[OutputFile] = []
    mistakes: dict[Mistake, list[str]] = {}
    watcher.begin("Rendering", len(plans))
    for page in render_all(plans, task, jobs=jobs, seconds=_PAGE_SECONDS):
        watcher.step()
        path = page.output_path
        if page.mistake:
            mistakes.setdefault(page.mistake, []).append(path)
        if page.digest:
            files.append(OutputFile(path=path, digest=page.digest, rank=ranks[path]))
    return files, [_diagnostic(mistake, pages) for mistake, pages in mistakes.items()]


def _diagnostic(mistake: Mistake, pages: Iterable[str]) -> Diagnostic:
    """S03 at the template's line, with the page that was being rendered."""
    names = sorted(pages)
    message = mistake.message
    if names:
        others = f" and {len(names) - 1} more" if len(names) > 1 else ""
        message = f"{message} (while rendering {names[0]}{others})"
    at = Location(path=f"templates/{mistake.template}", line=mistake.line)
    return Diagnostic(code="S03", at=at, message=message)
