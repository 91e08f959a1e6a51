"""Renders many pages in worker processes and stages them."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import overload

import msgspec
from msgspec import Struct

from ssg.cache.fingerprints import page_key
from ssg.cache.store import StoreDamaged, StoreReader
from ssg.config import Settings
from ssg.digest import Digest, digest_of
from ssg.model.codec import decode_fragments, encode
from ssg.model.fragments import Fragment
from ssg.pages.kind import PagePlan
from ssg.pages.plan import build_view, decode_plan, template_of
from ssg.pages.site import SiteView
from ssg.render.errors import TemplateMistake
from ssg.render.renderer import Renderer
from ssg.workers import Died, Done, Failed, Outcome, TimedOut, Workers


class RenderTask(Struct, frozen=True, kw_only=True):
    """What all pages of a build share, as every worker gets it.

    `staging` is the folder to write pages to; None renders them to find mistakes only.
    """

    template_dirs: tuple[str, ...]
    settings: Settings
    site: SiteView
    shared: Digest
    """Of what all pages show."""
    templates: Mapping[str, Digest]
    """The digests of the templates, by their names."""
    store: str
    staging: str | None


class Mistake(Struct, frozen=True, kw_only=True):
    """A template's mistake; `line` 0 is the whole file."""

    template: str
    line: int
    message: str

    @classmethod
    def of(cls, error: TemplateMistake) -> "Mistake":
        return cls(template=error.template, line=error.line, message=error.message)


class RenderedPage(Struct, frozen=True, kw_only=True):
    """A page that was rendered, and staged; or the mistake that kept it from that."""

    output_path: str
    digest: Digest | None = None
    key: Digest | None = None
    """Of all that it was made from, as `page_key` says."""
    mistake: Mistake | None = None
    unwritten: tuple[int, str] | None = None
    """Why the disk did not take it: an errno and its words."""
    unread: str = ""
    """What is wrong with the store, which keeps what it shows."""


class RendererFailed(Exception):
    """Rendering itself broke on a page: a bug. The text is the worker's traceback."""


# Starting processes takes longer than rendering so few pages.
_A_HANDFUL = 16

_RESULTS = msgspec.msgpack.Decoder(RenderedPage)
_TASKS = msgspec.msgpack.Decoder(RenderTask)


def render_all(
    plans: Sequence[PagePlan], task: RenderTask, *, workers: Workers, seconds: int
) -> Iterator[RenderedPage]:
    """What became of each page, in no order.

    Raises RendererFailed, OSError when a page cannot be written, and StoreDamaged.
    """
    for page in _rendered_pages(plans, task, workers=workers, seconds=seconds):
        if page.unwritten:
            raise OSError(*page.unwritten, page.output_path)
        if page.unread:
            raise StoreDamaged(page.unread)
        yield page


def _rendered_pages(
    plans: Sequence[PagePlan], task: RenderTask, *, workers: Workers, seconds: int
) -> Iterator[RenderedPage]:
    if len(plans) <= _A_HANDFUL:
        with closing(_RenderWorker(task)) as worker:
            yield from map(worker.render, _Encoded(plans))
        return
    outcomes = workers.run(
        _Encoded(plans),
        start=start_rendering,
        settings=encode(task),
        seconds=seconds,
    )
    for index, outcome in outcomes:
        yield _rendered(plans[index], outcome, seconds)


class _Encoded(Sequence[bytes]):
    """Plans as workers get them, each encoded when its turn comes: all at once fill the memory."""

    def __init__(self, plans: Sequence[PagePlan]) -> None:
        self._plans = plans

    def __len__(self) -> int:
        return len(self._plans)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(index, slice):
            return _Encoded(self._plans[index])
        return encode(self._plans[index])


def start_rendering(settings: bytes) -> Callable[[bytes], bytes]:
    """What a worker process runs: plans in, `RenderedPage`s out, both as msgpack."""
    task = _TASKS.decode(settings)
    worker = _RenderWorker(task)
    return lambda plan: encode(worker.render(plan))


class _RenderWorker:
    def __init__(self, task: RenderTask) -> None:
        self._task = task
        self._renderer = Renderer(
            [Path(folder) for folder in task.template_dirs],
            site=task.site,
            zone=task.settings.zone,
        )
        self._store = StoreReader(Path(task.store))

    def close(self) -> None:
        self._store.close()

    def render(self, encoded: bytes) -> RenderedPage:
        plan = decode_plan(encoded)
        template = template_of(plan)
        try:
            document = self._store.document(plan.document) if plan.document else b""
            view = build_view(
                plan,
                document=document,
                settings=self._task.settings,
                fragments=self._read,
                alert_titles=self._renderer.alert_titles,
            )
            data = self._renderer.render(template, view)
        except TemplateMistake as error:
            return RenderedPage(output_path=plan.output_path, mistake=Mistake.of(error))
        except StoreDamaged as error:
            return RenderedPage(output_path=plan.output_path, unread=str(error))
        if self._task.staging:
            try:
                _write(f"{self._task.staging}/{plan.output_path}", data)
            except OSError as error:
                reason = (error.errno or 0, error.strerror or str(error))
                return RenderedPage(output_path=plan.output_path, unwritten=reason)
        key = page_key(
            encoded,
            document=digest_of(document) if document else None,
            template=self._task.templates[template],
            shared=self._task.shared,
        )
        return RenderedPage(output_path=plan.output_path, digest=digest_of(data), key=key)

    def _read(self, path: str) -> tuple[Fragment, ...]:
        return decode_fragments(self._store.fragments(path))


def _write(file: str, data: bytes) -> None:
    """As a Path does, at two thirds of its cost for each of many thousand files."""
    folder = file.rpartition("/")[0]
    with suppress(FileExistsError):
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileNotFoundError:
            os.makedirs(folder)  # noqa: PTH103
    with open(file, "wb") as stream:  # noqa: PTH123
        stream.write(data)


def _rendered(plan: PagePlan, outcome: Outcome, seconds: int) -> RenderedPage:
    match outcome:
        case Done(result=result):
            return _RESULTS.decode(result)
        case TimedOut():
            message = f"the page {plan.output_path} takes longer than {seconds} s"
            mistake = Mistake(template=template_of(plan), line=0, message=message)
            return RenderedPage(output_path=plan.output_path, mistake=mistake)
        case Died(exit_code=code):
            raise RendererFailed(f"the process that rendered {plan.output_path} ended ({code})")
        case Failed(traceback=traceback):
            raise RendererFailed(f"while rendering {plan.output_path}\n{traceback}")
