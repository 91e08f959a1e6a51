"""Makes the records of pages in worker processes, from the store."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from markupsafe import Markup
from msgspec import Struct

from ssg.cache.store import StoreCorrupted, StoreReader
from ssg.config import Settings
from ssg.digest import Digest, digest_of
from ssg.messages import SOURCE_LANGUAGE
from ssg.model.codec import decode_fragments, encode
from ssg.pages.plan import build_view, decode_plan, make_record
from ssg.search.errors import SearchError
from ssg.search.html import record_html
from ssg.workers import Done, Workers

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
            raise SearchError(
                f"what is searched of {decode_plan(plans[index]).output_path}"
                f" cannot be made: {outcome}"
            )
        early[index] = _PAGES.decode(outcome.result)
        while position in early:
            yield early.pop(position)
            position += 1


def start_records(settings: bytes) -> Callable[[bytes], bytes]:
    """What a worker process runs: plans in, `IndexedPage`s out, both as msgpack."""
    task = _TASKS.decode(settings)
    store = StoreReader(Path(task.store))
    return lambda plan: encode(_make_page(plan, task, store))


def _make_page(encoded: bytes, task: RecordTask, store: StoreReader) -> IndexedPage:
    plan = decode_plan(encoded)
    try:
        view = build_view(
            plan,
            documents=store.document,
            settings=task.settings,
            fragments=lambda path: decode_fragments(store.fragments(path)),
            # Words of the interface are on too many pages to be searched.
            alert_titles=lambda _lang: _NO_TITLES,
            interface=lambda _lang: _NoInterface(),
            file_label=lambda _file, _lang: Markup(),
        )
    except StoreCorrupted as error:
        return IndexedPage(store_error=str(error))
    record = make_record(plan, view)
    if record is None:
        return IndexedPage()
    html = record_html(record, task.settings)
    digest = digest_of(f"{record.url} {html}".encode())
    if task.is_digest:
        return IndexedPage(digest=digest)
    return IndexedPage(url=record.url, html=html, digest=digest)
