"""Renders many pages in worker processes, and stages them or gives them back."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ssg.cache.store import StoreCorrupted, StoreReader
from ssg.config import Settings
from ssg.digest import Digest, digest_of
from ssg.model.codec import decode_fragments, encode
from ssg.model.fragments import Fragment
from ssg.pages.html import HtmlView
from ssg.pages.kind import PagePlan
from ssg.pages.plan import build_view, decode_plan, template_of
from ssg.pages.site import SiteView
from ssg.plugins.calling import NO_FUNCTIONS, Functions
from ssg.render.dependencies import compile_templates
from ssg.render.environment import COMPILED, use_compiled
from ssg.render.errors import ThemeError, ThemeProblem
from ssg.render.localization import Formats
from ssg.render.page_code import (
    PageCounts,
    are_of_theme,
    compile_pages,
    load_formats,
    load_pages,
    page_types,
    without_code,
)
from ssg.render.renderer import Renderer
from ssg.workers import Crashed, Done, Failed, Outcome, TimedOut, Workers


class RenderTask(Struct, frozen=True, kw_only=True):
    """What all pages of a build share, as every worker gets it.

    `staging` is the folder to write pages to; None only renders them, to find errors.
    """

    template_dirs: tuple[str, ...]
    settings: Settings
    sites: Mapping[str, SiteView]
    """By the language of the lists that a page belongs to."""
    templates: Mapping[str, Digest]
    """The fingerprints of the page templates, by their names: for others, all are read again."""
    store: str
    staging: str | None
    attempt: int = 0
    """A process reads all templates again for another number."""
    code: Mapping[str, bytes] = {}
    """Templates that need not be compiled again, from `compile_templates`."""
    pages: Mapping[str, bytes] = {}
    """The code of page templates, from `Renderer.compile`; Jinja renders others."""
    functions: Functions = NO_FUNCTIONS
    """Those of plugins."""
    formats: Mapping[str, Formats] = {}
    """By language of the interface; for others, Babel formats each value."""


class RenderedPage(Struct, frozen=True, kw_only=True):
    """A page that was rendered and staged, or why it was not."""

    output_path: str
    digest: Digest | None = None
    problem: ThemeProblem | None = None
    write_error: tuple[int, str] | None = None
    """Why it could not be written: an errno and its message."""
    store_error: str = ""
    """What is wrong with the store, which holds what it shows."""


class PageTask(Struct, frozen=True, kw_only=True):
    """A page, with all that it is rendered from: its documents, and their fragments, by path."""

    plan: bytes
    documents: Mapping[str, bytes]
    fragments: Mapping[str, bytes]


class PageData(Struct, frozen=True, kw_only=True):
    """The bytes of a page, or why there are none."""

    data: bytes = b""
    problem: ThemeProblem | None = None
    has_timed_out: bool = False


class RendererFailed(Exception):
    """Rendering itself failed on a page: a bug. The text is the worker's traceback."""


# Starting processes takes longer than rendering so few pages.
_FEW = 32
_RENDERED_PAGES = msgspec.msgpack.Decoder(RenderedPage)
_TASKS = msgspec.msgpack.Decoder(RenderTask)
_PAGE_TASKS = msgspec.msgpack.Decoder(PageTask)
_PAGE_DATA = msgspec.msgpack.Decoder(PageData)


def render_plans(
    plans: Sequence[bytes],
    task: RenderTask,
    *,
    counts: PageCounts,
    workers: Workers,
    seconds: int,
    plain_templates: bool = False,
) -> Iterator[RenderedPage]:
    """Render and stage pages in worker processes, from encoded plans; results in any order.

    `counts` says how many pages there are of each kind in each language. With `plain_templates`
    Jinja renders all of them, which gives the same pages.
    Raises RendererFailed, OSError when a page cannot be written, and StoreCorrupted.
    """
    if plain_templates:
        counts = {}
    task = _with_kept(task, counts)
    pages = (
        _render_here(plans, task)
        # A plugin may do anything to its process.
        if len(plans) <= _FEW and not task.functions
        else _render_in_workers(plans, _with_code(task, counts), workers, seconds)
    )
    for page in pages:
        if page.write_error:
            raise OSError(*page.write_error, page.output_path)
        if page.store_error:
            raise StoreCorrupted(page.store_error)
        yield page
    COMPILED.save()


def _render_here(plans: Sequence[bytes], task: RenderTask) -> Iterator[RenderedPage]:
    with closing(_RenderWorker(task)) as worker:
        yield from map(worker.render, plans)


def _render_in_workers(
    plans: Sequence[bytes], task: RenderTask, workers: Workers, seconds: int
) -> Iterator[RenderedPage]:
    settings = encode(task)
    outcomes = workers.run(plans, start=start_rendering, settings=settings, seconds=seconds)
    for index, outcome in outcomes:
        if isinstance(outcome, Done):
            yield _RENDERED_PAGES.decode(outcome.result)
        else:
            yield _failed_page(plans[index], outcome, seconds, task.functions)


def _with_kept(task: RenderTask, counts: PageCounts) -> RenderTask:
    """The task with what is kept, of all that its pages need."""
    renderer = _make_renderer(task)
    task = replace(task, formats=load_formats(counts, renderer))
    if are_of_theme(_template_dirs(task), task.functions):
        return replace(task, pages=load_pages(counts, renderer, task.templates))
    return task


def _with_code(task: RenderTask, counts: PageCounts) -> RenderTask:
    """The task with the code that all workers need, so that none has to compile it."""
    others = without_code(counts, task.pages)
    # Before Jinja's own compiler takes the syntax trees.
    pages = compile_pages(others, _make_renderer(task))
    # Kept code needs nothing of Jinja's. All else needs nearly all templates.
    templates = {page[0] for page in page_types(others)} if task.pages else task.templates
    code = compile_templates(_template_dirs(task), templates, task.functions)
    return replace(task, code=code, pages={**task.pages, **pages})


def start_rendering(settings: bytes) -> Callable[[bytes], bytes]:
    """What a worker process runs: plans in, `RenderedPage`s out, both as msgpack."""
    task = _TASKS.decode(settings)
    use_compiled(task.code)
    worker = _RenderWorker(task)
    return lambda plan: encode(worker.render(plan))


def render_pages(
    tasks: Sequence[PageTask], shared: RenderTask, *, workers: Workers, seconds: int
) -> Iterator[tuple[int, PageData]]:
    """Each task's index and its page, in any order. Raises RendererFailed.

    A page whose process is killed, as when memory is short, is rendered once more.
    """
    killed: list[int] = []
    for index, outcome in _run_pages(tasks, shared, workers, seconds):
        if isinstance(outcome, Crashed) and outcome.exit_code < 0:
            killed.append(index)
        else:
            yield index, _page_data(tasks[index], outcome, seconds, shared.functions)
    again = [tasks[index] for index in killed]
    for position, outcome in _run_pages(again, shared, workers, seconds):
        yield killed[position], _page_data(again[position], outcome, seconds, shared.functions)


def _run_pages(
    tasks: Sequence[PageTask], shared: RenderTask, workers: Workers, seconds: int
) -> Iterator[tuple[int, Outcome]]:
    return workers.run(
        [encode(task) for task in tasks],
        start=start_rendering_pages,
        settings=encode(shared),
        seconds=seconds,
    )


def _page_data(task: PageTask, outcome: Outcome, seconds: int, functions: Functions) -> PageData:
    if isinstance(outcome, Done):
        return _PAGE_DATA.decode(outcome.result)
    problem = _failed_page(task.plan, outcome, seconds, functions).problem
    return PageData(problem=problem, has_timed_out=isinstance(outcome, TimedOut))


def prepare_rendering(shared: RenderTask, *, workers: Workers) -> None:
    """Starts the processes of `render_pages`, so that the first page need not wait for them."""
    workers.prepare(start=start_rendering_pages, settings=encode(shared))


def start_rendering_pages(settings: bytes) -> Callable[[bytes], bytes]:
    """What a worker process runs: `PageTask`s in, `PageData` out, both as msgpack."""
    shared = _TASKS.decode(settings)
    renderer = _make_renderer(shared)

    def render(encoded: bytes) -> bytes:
        task = _PAGE_TASKS.decode(encoded)
        plan = decode_plan(task.plan)
        try:
            data = _render(
                plan,
                documents=task.documents.__getitem__,
                fragments=lambda path: decode_fragments(task.fragments[path]),
                renderer=renderer,
                settings=shared.settings,
            )
        except ThemeError as error:
            return encode(PageData(problem=error.problem))
        return encode(PageData(data=data))

    return render


def _make_renderer(task: RenderTask) -> Renderer:
    return Renderer(
        _template_dirs(task),
        sites=task.sites,
        settings=task.settings,
        code=task.pages,
        functions=task.functions,
        formats=task.formats,
    )


def _template_dirs(task: RenderTask) -> list[Path]:
    return [Path(folder) for folder in task.template_dirs]


def _render(
    plan: PagePlan,
    *,
    documents: Callable[[str], bytes],
    fragments: Callable[[str], tuple[Fragment, ...]],
    renderer: Renderer,
    settings: Settings,
    parts: dict[bytes, Any] | None = None,
) -> bytes:
    """The page's bytes. Raises ThemeError, also for a preview that search engines would list."""
    view = build_view(
        plan,
        documents=documents,
        settings=settings,
        fragments=fragments,
        alert_titles=renderer.alert_titles,
        interface=renderer.localization,
        file_label=renderer.file_label,
        parts=parts,
    )
    data = renderer.render(template_of(plan), view)
    if renderer.is_preview and isinstance(view, HtmlView) and _NOINDEX not in data:
        raise ThemeError(_LAYOUT, 0, _INDEXED)
    return data


_NOINDEX = b'<meta name="robots" content="noindex">'
_LAYOUT = "base.html"
_INDEXED = (
    "search engines would list a page of this preview: where site.is_preview is set, each page"
    f" needs the line {_NOINDEX.decode()}"
)


class _RenderWorker:
    def __init__(self, task: RenderTask) -> None:
        self._task = task
        self._renderer = _make_renderer(task)
        self._store = StoreReader(Path(task.store))
        self._parts: dict[bytes, Any] = {}

    def close(self) -> None:
        self._store.close()

    def render(self, encoded: bytes) -> RenderedPage:
        plan = decode_plan(encoded)
        path = plan.output_path
        try:
            data = _render(
                plan,
                documents=self._store.document,
                fragments=self._read_fragments,
                renderer=self._renderer,
                settings=self._task.settings,
                parts=self._parts,
            )
        except ThemeError as error:
            return RenderedPage(output_path=path, problem=error.problem)
        except StoreCorrupted as error:
            return RenderedPage(output_path=path, store_error=str(error))
        if self._task.staging:
            try:
                _write(f"{self._task.staging}/{path}", data)
            except OSError as error:
                reason = (error.errno or 0, error.strerror or str(error))
                return RenderedPage(output_path=path, write_error=reason)
        return RenderedPage(output_path=path, digest=digest_of(data))

    def _read_fragments(self, path: str) -> tuple[Fragment, ...]:
        return decode_fragments(self._store.fragments(path))


_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | getattr(os, "O_BINARY", 0)


def _write(file: str, data: bytes) -> None:
    """The same as with a Path, at half of its cost for each of many thousand files."""
    folder = file.rpartition("/")[0]
    # Nearly every page has a folder of its own.
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    handle = os.open(file, _NEW_FILE, 0o666)
    try:
        while data:
            data = data[os.write(handle, data) :]
    finally:
        os.close(handle)


def _failed_page(
    encoded: bytes, outcome: TimedOut | Crashed | Failed, seconds: int, functions: Functions
) -> RenderedPage:
    """What is wrong with the page of this plan. Raises RendererFailed if that is no template.

    With `functions` of plugins, one of them may have ended the process.
    """
    plan = decode_plan(encoded)
    match outcome:
        case TimedOut():
            message = f"the page {plan.output_path} takes longer than {seconds} s"
            problem = ThemeProblem(template_of(plan), 0, message)
            return RenderedPage(output_path=plan.output_path, problem=problem)
        case Crashed(exit_code=code) if functions:
            message = f"the process that rendered {plan.output_path} ended ({code}): see plugins"
            problem = ThemeProblem(template_of(plan), 0, message)
            return RenderedPage(output_path=plan.output_path, problem=problem)
        case Crashed(exit_code=code):
            raise RendererFailed(f"the process that rendered {plan.output_path} ended ({code})")
        case Failed(traceback=traceback):
            raise RendererFailed(f"while rendering {plan.output_path}\n{traceback}")
