"""`python -m bench.templates SITE`: what compiling the page templates of a site gives.

For each kind of page in each language: what its template takes with Jinja and compiled, what
compiling takes, and for how many pages that pays. The times are processor time, each the least of
several runs, without the making of views.
"""

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bench.stages import Silence
from ssg.commands.options import RunOptions
from ssg.model.codec import encode
from ssg.pages.kind import View
from ssg.pipeline import rendering
from ssg.pipeline.request import Target
from ssg.pipeline.run import build as build_site
from ssg.render.compile.functions import PageType
from ssg.render.renderer import Renderer
from ssg.render.staging import RenderedPage, RenderTask, start_rendering

_RUNS = 5
_MOST_PAGES = 200
"""Of each kind."""


class Times(Struct, frozen=True, kw_only=True):
    """Seconds: of all pages of a kind with Jinja and compiled, and of compiling their template."""

    pages: int
    jinja: float
    compiled: float
    compiling: float

    @property
    def break_even(self) -> float:
        """The number of pages for which compiling takes as long as it gives."""
        gain = (self.jinja - self.compiled) / self.pages
        return math.ceil(self.compiling / gain) if gain > 0 else math.inf

    def __str__(self) -> str:
        jinja, compiled = (1000 * one / self.pages for one in (self.jinja, self.compiled))
        return (
            f"{jinja:.3f} ms → {compiled:.3f} ms a page, {self.compiled / self.jinja:.2f} ×; "
            f"compiling takes {1000 * self.compiling:.1f} ms, as {self.break_even} pages give"
        )


def main() -> None:
    with TemporaryDirectory() as output:
        _build(Path(sys.argv[1]), Path(output))


def _build(site: Path, output: Path) -> None:
    """Builds the site, and measures in place of rendering it."""
    stage: Any = rendering
    stage.render_plans = _measure
    options = RunOptions(site=site, jobs=1, drafts=False, now=None, url=None, strict=False)
    request = replace(options.to_request(), cache=output / "cache")
    build_site(request, Target(output=output / "site", adopt=False), Silence())


def _measure(plans: Sequence[bytes], task: RenderTask, **_: object) -> Iterator[RenderedPage]:
    folders = [Path(folder) for folder in task.template_dirs]
    plain = Renderer(folders, sites=task.sites, settings=task.settings)
    for key, views in _views(plans, replace(task, staging=None)).items():
        plain.compile([key])
        compiling = _least(lambda key=key: plain.compile([key]))  # type: ignore[misc]
        code = plain.compile([key])
        fast = Renderer(folders, sites=task.sites, settings=task.settings, code=code)
        times = Times(
            pages=len(views),
            jinja=_least(_render(plain, key[0], views)),
            compiled=_least(_render(fast, key[0], views)),
            compiling=compiling,
        )
        print(f"{key[0]} {key[2]}: {times}", flush=True)
    return iter(())


def _views(plans: Sequence[bytes], task: RenderTask) -> dict[PageType, list[View]]:
    """The views of the pages, by what those of one function have in common."""
    found: dict[PageType, list[View]] = {}
    render = Renderer.render

    def record(self: Renderer, template: str, view: View) -> bytes:
        views = found.setdefault((template, type(view), view.page_lang), [])
        if len(views) < _MOST_PAGES:
            views.append(view)
        return render(self, template, view)

    Renderer.render = record  # type: ignore[method-assign]
    try:
        work = start_rendering(encode(task))
        for index in range(len(plans)):
            work(plans[index])
    finally:
        Renderer.render = render  # type: ignore[method-assign]
    return found


def _render(renderer: Renderer, template: str, views: Sequence[View]) -> Callable[[], None]:
    def render() -> None:
        for view in views:
            renderer.render(template, view)

    return render


def _least(run: Callable[[], object]) -> float:
    def seconds() -> float:
        start = time.process_time()
        run()
        return time.process_time() - start

    return min(seconds() for _ in range(_RUNS))


if __name__ == "__main__":
    main()
