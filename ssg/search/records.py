"""Makes the records of pages in worker processes, from the store."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from ssg.cache.store import StoreCorrupted, StoreReader
from ssg.config import Settings
from ssg.digest import Digest, digest_of
from ssg.messages import SOURCE_LANGUAGE
from ssg.model.codec import decode_fragments, encode
from ssg.model.fragments import Fragment
from ssg.pages.kind import PagePlan
from ssg.pages.plan import build_view, decode_plan, make_record
from ssg.search.errors import SearchError
from ssg.search.html import record_html
from ssg.workers import Crashed, Done, Failed, TimedOut, Workers

# Starting processes takes longer than making so few records.
_FEW = 16
_SECONDS = 60
"""A record is small: one that takes this long never ends."""

_NO_TITLES: Mapping[str, str] = {}


class _NoInterface:
    """A record has no words of the interface, so they are as good in English."""

    lang = SOURCE_LANGUAGE

    def translate(self, message: str) -> Markup:
        return Markup(message)

    def number(self, value: float) -> str:
        return str(value)


class RecordTask(Struct, frozen=True, kw_only=True):
    """What all records share. With `is_digest`, only the digests of their pages are made."""

    settings: Settings
    store: str
    is_digest: bool


class IndexedPage(Struct, frozen=True, kw_only=True):
    """A page as Pagefind gets it; `html` is empty for a page that is not in the index."""

    url: str = ""
    html: str = ""
    digest: Digest = Digest("")
    store_error: str = ""


_TASKS = msgspec.msgpack.Decoder(RecordTask)
_PAGES = msgspec.msgpack.Decoder(IndexedPage)


def make_records(
    plans: Sequence[bytes], task: RecordTask, *, workers: Workers
) -> Iterator[IndexedPage]:
    """The pages of encoded plans, in their order. Raises SearchError and StoreCorrupted."""
    pages = _make_here(plans, task) if len(plans) <= _FEW else _make(plans, task, workers)
    for page in pages:
        if page.store_error:
            raise StoreCorrupted(page.store_error)
        yield page


def _make_here(plans: Sequence[bytes], task: RecordTask) -> Iterator[IndexedPage]:
    with closing(StoreReader(Path(task.store))) as store:
        for plan in plans:
            yield _make_page(plan, task, store)


def _make(plans: Sequence[bytes], task: RecordTask, workers: Workers) -> Iterator[IndexedPage]:
    early: dict[int, IndexedPage] = {}
    position = 0
    for index, outcome in workers.run(
        plans, start=start_records, settings=encode(task), seconds=_SECONDS
    ):
        if not isinstance(outcome, Done):
            raise SearchError(_explain(outcome, decode_plan(plans[index]).output_path))
        early[index] = _PAGES.decode(outcome.result)
        while position in early:
            yield early.pop(position)
            position += 1


def _explain(outcome: TimedOut | Crashed | Failed, path: str) -> str:
    match outcome:
        case TimedOut():
            return f"to read the text of {path} takes longer than {_SECONDS} s"
        case Crashed(exit_code=code):
            return f"the process that read the text of {path} ended ({code})"
        case Failed(traceback=traceback):
            raise RuntimeError(f"while reading the text of {path}\n{traceback}")


def start_records(settings: bytes) -> Callable[[bytes], bytes]:
    """What a worker process runs: plans in, `IndexedPage`s out, both as msgpack."""
    task = _TASKS.decode(settings)
    store = StoreReader(Path(task.store))
    return lambda plan: encode(_make_page(plan, task, store))


def _make_page(encoded: bytes, task: RecordTask, store: StoreReader) -> IndexedPage:
    plan = decode_plan(encoded)
    try:
        page = index_page(
            plan,
            documents=store.document,
            fragments=lambda path: decode_fragments(store.fragments(path)),
            settings=task.settings,
        )
    except StoreCorrupted as error:
        return IndexedPage(store_error=str(error))
    return replace(page, html="") if task.is_digest else page


def index_page(
    plan: PagePlan,
    *,
    documents: Callable[[str], bytes],
    fragments: Callable[[str], tuple[Fragment, ...]],
    settings: Settings,
) -> IndexedPage:
    """The page with this plan, from its documents and the fragments of its sources."""
    view = build_view(
        plan,
        documents=documents,
        settings=settings,
        fragments=fragments,
        # Words of the interface are on too many pages to be searched.
        alert_titles=lambda _lang: _NO_TITLES,
        interface=lambda _lang: _NoInterface(),
        file_label=lambda _file, _lang: Markup(),
    )
    record = make_record(plan, view)
    if record is None:
        return IndexedPage()
    html = record_html(record, settings)
    return IndexedPage(url=record.url, html=html, digest=digest_of(f"{record.url} {html}".encode()))
