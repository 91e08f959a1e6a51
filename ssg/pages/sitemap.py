"""The sitemap (https://www.sitemaps.org/protocol.html), in several parts where it is long."""

from collections.abc import Iterator

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

MOST_URLS = 40_000
"""In one file; the protocol allows 50,000."""


class SitemapInputs(PageInputs, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...] = ()


class SitemapIndexInputs(PageInputs, frozen=True, kw_only=True):
    urls: tuple[str, ...]


class SitemapView(View, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...]


class SitemapIndexView(View, frozen=True, kw_only=True):
    sitemaps: tuple[str, ...]


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    """Where there are several parts, their index stands in the sitemap's place."""
    entries = tuple([entry for kind in context.kinds for entry in kind.sitemap(context)])
    if len(entries) <= MOST_URLS:
        yield KIND.page(ADDRESS, SitemapInputs(entries=entries))
        return
    urls: list[str] = []
    for number, first in enumerate(range(0, len(entries), MOST_URLS), start=1):
        address = _PART.address(number=number)
        urls.append(context.origin + context.url(address))
        yield KIND.page(address, SitemapInputs(entries=entries[first : first + MOST_URLS]))
    yield INDEX_KIND.page(ADDRESS, SitemapIndexInputs(urls=tuple(urls)))


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
    plan=_plan_nothing,
    sitemap=not_in_sitemap,
    build_view=_build_index_view,
)
