"""The sitemap (https://www.sitemaps.org/protocol.html), in several parts where it is long."""

from collections.abc import Iterable, Iterator

from markupsafe import escape

from ssg.model.states import Environment
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.kind import (
    PageInputs,
    PageKind,
    PagePlan,
    Route,
    SitemapEntry,
    View,
    not_in_sitemap,
)

ADDRESS = "/sitemap.xml"
_PART = Route("/sitemap-{number}.xml", "a part of the sitemap")

MOST_URLS = 50_000
"""In one file, as the protocol allows."""
MOST_BYTES = 50 * 1024 * 1024
"""Of one file, uncompressed, as the protocol allows: 52,428,800."""

_FILE_BYTES = 300
_ENTRY_BYTES = 60
_ALTERNATE_BYTES = 50
"""More than the template writes around the addresses and languages of a file, an entry and an
alternate. A test compares them with its output."""


class SitemapInputs(PageInputs, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...] = ()


class SitemapIndexInputs(PageInputs, frozen=True, kw_only=True):
    urls: tuple[str, ...]


class SitemapView(View, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...]


class SitemapIndexView(View, frozen=True, kw_only=True):
    sitemaps: tuple[str, ...]


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    """Where there are several parts, their index stands in the sitemap's place.

    A preview has none: no search engine should list any of its pages.
    """
    if context.environment is Environment.PREVIEW:
        return
    entries = [entry for kind in context.kinds for entry in kind.sitemap(context)]
    first, *others = _split(entries)
    if not others:
        yield KIND.page(ADDRESS, SitemapInputs(entries=first))
        return
    urls: list[str] = []
    for number, part in enumerate((first, *others), start=1):
        address = _PART.address(number=number)
        urls.append(context.origin + context.url(address))
        yield KIND.page(address, SitemapInputs(entries=part))
    yield INDEX_KIND.page(ADDRESS, SitemapIndexInputs(urls=tuple(urls)))


def _split(entries: Iterable[SitemapEntry]) -> list[tuple[SitemapEntry, ...]]:
    """The entries of each file, as many as it may have; one file for no entries."""
    parts: list[list[SitemapEntry]] = [[]]
    room = MOST_BYTES - _FILE_BYTES
    for entry in entries:
        size = _size(entry)
        room -= size
        if room < 0 or len(parts[-1]) == MOST_URLS:
            parts.append([])
            room = MOST_BYTES - _FILE_BYTES - size
        parts[-1].append(entry)
    return [tuple(part) for part in parts]


def _size(entry: SitemapEntry) -> int:
    """The most bytes that an entry takes in the file. All its addresses are ASCII."""
    size = _ENTRY_BYTES + len(escape(entry.url))
    for one in entry.alternates:
        size += _ALTERNATE_BYTES + len(escape(one.url)) + len(one.hreflang)
    return size


def _plan_nothing(_context: PlanContext) -> Iterator[PagePlan]:
    """The index is planned with the parts that it lists."""
    return iter(())


def _build_view(inputs: SitemapInputs, _context: ViewContext) -> SitemapView:
    return SitemapView(entries=inputs.entries)


def _build_index_view(inputs: SitemapIndexInputs, _context: ViewContext) -> SitemapIndexView:
    return SitemapIndexView(sitemaps=inputs.urls)


KIND = PageKind(
    name="sitemap",
    template="pages/sitemap.xml",
    inputs=SitemapInputs,
    view=SitemapView,
    routes=(Route(ADDRESS, "the sitemap"), _PART),
    is_list=True,
    is_for_hosts=True,
    plan=_plan,
    sitemap=not_in_sitemap,
    build_view=_build_view,
)

INDEX_KIND = PageKind(
    name="sitemap_index",
    template="pages/sitemap_index.xml",
    inputs=SitemapIndexInputs,
    view=SitemapIndexView,
    routes=(Route(ADDRESS, "the sitemap"),),
    is_list=True,
    is_for_hosts=True,
    plan=_plan_nothing,
    sitemap=not_in_sitemap,
    build_view=_build_index_view,
)
