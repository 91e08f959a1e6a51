"""The pages of a site with what each is made from, for commands that explain them.

They are those of the last run where nothing has changed since, and are planned anew otherwise.
Nothing is written.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from ssg.cache.leftovers import plan_cache_file
from ssg.cache.plans import Plans, find_last_plans
from ssg.cache.store import StoreCorrupted
from ssg.config import SETTINGS_FILE
from ssg.files import STATE_LIMIT, read_file
from ssg.ledger import LEDGER_FILE
from ssg.model.codec import encode
from ssg.pages.kind import PagePlan
from ssg.pages.plan import decode_plan
from ssg.pipeline.catalog import Catalog


class SitePage(Struct, frozen=True, kw_only=True):
    """A page, without the cards and addresses in its plan."""

    output_path: str
    kind: str
    documents: tuple[str, ...]
    """The paths of the files whose texts it shows."""


class SitePages:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept = _find_kept(catalog)

    @cached_property
    def pages(self) -> Sequence[SitePage]:
        found = self._kept.pages if self._kept else self._planned
        return [
            SitePage(output_path=one.output_path, kind=one.kind, documents=one.documents)
            for one in found
        ]

    def plan_of(self, page: SitePage) -> PagePlan:
        if self._kept:
            wanted = [one for one in self._kept.pages if one.output_path == page.output_path]
            with suppress(OSError, StoreCorrupted), self._kept.open(wanted) as plans:
                return decode_plan(plans[0])
            self._kept = None
        return next(one for one in self._planned if one.output_path == page.output_path)

    def that_name(self, address: str) -> Iterator[SitePage]:
        """The pages whose plans hold this address: they show a card of it, or link to it."""
        needle = address.encode()
        data, starts = self._data
        at = data.find(needle)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            yield self.pages[index]
            at = data.find(needle, starts[index + 1]) if index + 1 < len(starts) else -1

    @cached_property
    def _data(self) -> tuple[bytes, Sequence[int]]:
        """All plans one after the other, and where each starts."""
        if self._kept:
            with suppress(OSError):
                whole = read_file(self._kept.file, limit=STATE_LIMIT)
                # What follows the last plan is the index of them all.
                end = max((one.start + one.size for one in self._kept.pages), default=0)
                return whole[:end], [one.start for one in self._kept.pages]
            self._kept = None
        plans = [encode(one) for one in self._planned]
        return b"".join(plans), [0, *accumulate(map(len, plans[:-1]))]

    @cached_property
    def _planned(self) -> Sequence[PagePlan]:
        # Most questions are answered by what the last run has kept.
        from ssg.pages.plan import plan_pages  # noqa: PLC0415
        from ssg.pipeline.resolving import resolve_catalog  # noqa: PLC0415

        catalog = self._catalog
        site = resolve_catalog(catalog)
        return list(plan_pages(site, catalog.given.settings, has_errors=True))


def _find_kept(catalog: Catalog) -> Plans | None:
    """The plans of the last run, if no file has changed since."""
    if not catalog.is_stored:
        return None
    file = plan_cache_file(catalog.request.store_file)
    ledger = catalog.request.site / LEDGER_FILE
    if not _is_older(catalog.request.site / SETTINGS_FILE, file):
        return None
    if ledger.exists() and not _is_older(ledger, file):
        return None
    return find_last_plans(file, datetime.fromisoformat(catalog.request.time.now))


def _is_older(file: Path, other: Path) -> bool:
    try:
        return file.stat().st_mtime_ns < other.stat().st_mtime_ns
    except OSError:
        return False
