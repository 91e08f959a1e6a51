"""The plan cache: the plans of all pages, and what else the last run found out about the site.

Keyed by `plan_key`, from the time of that run until the site changes by itself. It shows only what
readers may see, and is deleted as soon as it is not that of the site any more.

The file holds the plans, one after the other, then the index, and at its end the digest and the
size of the index. The index has the digest of each plan.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, overload

import msgspec
from msgspec import Struct

from ssg.cache.store import StoreCorrupted
from ssg.digest import Digest, digest_of
from ssg.files import STATE_LIMIT, open_regular, remove, remove_irregular
from ssg.model.record import Record
from ssg.model.states import is_still_valid

_SIZE_BYTES = 8
_BUFFER = 1 << 18
"""Bytes that are written at once: with the usual 8 KiB, it is about one plan."""
_DIGEST_LENGTH = len(digest_of(b""))


class EncodedPlan(Struct, frozen=True, kw_only=True):
    """The plan of a page as msgpack, and what is known of it without decoding it."""

    output_path: str
    kind: str
    lang: str
    documents: tuple[str, ...]
    data: bytes


class PlannedPage(Record, frozen=True, kw_only=True):
    """A page, the digest of its plan, and where in the file the plan is."""

    output_path: str
    kind: str
    lang: str
    documents: tuple[str, ...]
    digest: Digest
    start: int
    size: int


class Validity(Record, frozen=True, kw_only=True):
    """For which site plans are valid.

    `key` was computed with the documents at the paths in `exact` by their digests, and with all
    others by their outlines.
    """

    key: Digest
    exact: tuple[str, ...]
    built: str
    next_change: str
    """When the site changes by itself, with the offset of its time zone; empty for never."""

    def covers(self, key: Callable[[Collection[str]], Digest], now: datetime) -> bool:
        next_change = datetime.fromisoformat(self.next_change) if self.next_change else None
        built = datetime.fromisoformat(self.built)
        return is_still_valid(built, next_change, now) and self.key == key(self.exact)


class _Index(Record, frozen=True, kw_only=True):
    validity: Validity
    facts: bytes
    pages: tuple[PlannedPage, ...]


_INDEXES = msgspec.msgpack.Decoder(_Index)
_PAGES = msgspec.msgpack.Decoder(tuple[PlannedPage, ...])
_PAGE = msgspec.msgpack.Encoder()
_ARRAY = b"\xdd\0\0\0\0"
"""The head of an "array 32", whose size is filled in later: https://github.com/msgpack/msgpack/blob/master/spec.md"""


class Plans(Struct, frozen=True, kw_only=True):
    """All pages of a site; `facts` is what the caller has saved with them."""

    file: Path
    facts: bytes
    pages: tuple[PlannedPage, ...]

    @contextmanager
    def open(self, pages: Sequence[PlannedPage]) -> Iterator[Sequence[bytes]]:
        """The encoded plans of these pages, each read when it is asked for.

        To read one raises StoreCorrupted if it is damaged. Raises OSError.
        """
        with open_regular(self.file) as file:
            yield _PlansInFile(self.file, file.fileno(), pages)


def find_last_plans(file: Path, now: datetime) -> Plans | None:
    """The plans of the last run, for those who only read.

    None if there are none, or the site has changed by itself since. Whether its files have changed,
    the caller must know.
    """
    index = _read_index(file)
    if index is None or not index.validity.covers(lambda _: index.validity.key, now):
        return None
    return Plans(file=file, facts=index.facts, pages=index.pages)


class PlanCache:
    """The plan cache in `file`, which only the process that has the store open may use."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def find(self, key: Callable[[Collection[str]], Digest] | None, now: datetime) -> Plans | None:
        """The plans for the site with this key at this time, if they are saved.

        `key` computes it from the paths of documents that count with their digests; None for a
        site that has none. Deletes plans for any other site. Raises OSError.
        """
        index = _read_index(self._file) if key else None
        if index and key and index.validity.covers(key, now):
            return Plans(file=self._file, facts=index.facts, pages=index.pages)
        remove(self._file)
        return None

    def write(
        self, plans: Iterable[EncodedPlan], *, facts: bytes, validity: Validity | None
    ) -> bytearray:
        """Writes plans as they come; with None, only this process can use them. Raises OSError.

        Returns the pages as msgpack, for `read`: until then, nothing keeps in memory what the
        plans were made from.
        """
        temporary = self._file.with_name(f"{self._file.name}.new")
        remove(temporary)
        try:
            with temporary.open("xb", buffering=_BUFFER) as file:
                pages = _write_plans(plans, file)
                if validity:
                    _write_index(validity, facts, pages, file)
        except OSError as error:
            remove(temporary)
            # A write that fails does not say where.
            raise OSError(error.errno, error.strerror, str(self._file)) from error
        remove_irregular(self._file)
        temporary.replace(self._file)
        return pages

    def read(self, pages: bytearray, *, facts: bytes) -> Plans:
        """The plans that were just written; `pages` is what that returned."""
        return Plans(file=self._file, facts=facts, pages=_PAGES.decode(pages))


class _PlansInFile(Sequence[bytes]):
    def __init__(self, path: Path, handle: int, pages: Sequence[PlannedPage]) -> None:
        self._path = path
        self._handle = handle
        self._pages = pages

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(index, slice):
            return _PlansInFile(self._path, self._handle, self._pages[index])
        page = self._pages[index]
        data = os.pread(self._handle, page.size, page.start)
        if digest_of(data) != page.digest:
            raise StoreCorrupted(f"{self._path} has a plan that differs from its digest")
        return data


def _write_plans(plans: Iterable[EncodedPlan], file: BinaryIO) -> bytearray:
    """Writes all plans; their `PlannedPage`s, in an array of msgpack."""
    pages, count, start = bytearray(_ARRAY), 0, 0
    for plan in plans:
        size = file.write(plan.data)
        page = PlannedPage(
            output_path=plan.output_path,
            kind=plan.kind,
            lang=plan.lang,
            documents=plan.documents,
            digest=digest_of(plan.data),
            start=start,
            size=size,
        )
        _PAGE.encode_into(page, pages, -1)
        count, start = count + 1, start + size
    pages[1 : len(_ARRAY)] = count.to_bytes(len(_ARRAY) - 1)
    return pages


def _write_index(validity: Validity, facts: bytes, pages: bytearray, file: BinaryIO) -> None:
    # An `_Index` whose pages are encoded already.
    data = msgspec.msgpack.encode((validity, facts, msgspec.Raw(pages)))
    file.write(data)
    file.write(digest_of(data).encode() + len(data).to_bytes(_SIZE_BYTES))


def _read_index(path: Path) -> _Index | None:
    """None if there is none, or it was damaged."""
    with suppress(OSError, ValueError, msgspec.MsgspecError), open_regular(path) as file:
        end = file.seek(-_DIGEST_LENGTH - _SIZE_BYTES, os.SEEK_END)
        digest, size = file.read(_DIGEST_LENGTH), int.from_bytes(file.read(_SIZE_BYTES))
        if size <= min(end, STATE_LIMIT):
            file.seek(end - size)
            data = file.read(size)
            if digest_of(data).encode() == digest:
                return _INDEXES.decode(data)
    return None
