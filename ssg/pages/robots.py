"""robots.txt (RFC 9309), which tells crawlers where the sitemap is.

A preview has no sitemap. Its robots.txt still allows everything: a page that crawlers may not read
cannot tell them that no search engine should list it
(https://developers.google.com/search/docs/crawling-indexing/block-indexing).
"""

from collections.abc import Iterator

from ssg.model.states import Environment
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, View, not_in_sitemap
from ssg.pages.sitemap import ADDRESS as SITEMAP

ADDRESS = "/robots.txt"


class RobotsInputs(PageInputs, frozen=True, kw_only=True):
    sitemap_url: str


class RobotsView(View, frozen=True, kw_only=True):
    sitemap_url: str
    """Empty in a preview."""


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    is_preview = context.environment is Environment.PREVIEW
    sitemap_url = "" if is_preview else context.origin + context.url(SITEMAP)
    yield KIND.page(ADDRESS, RobotsInputs(sitemap_url=sitemap_url))


def _build_view(inputs: RobotsInputs, _context: ViewContext) -> RobotsView:
    return RobotsView(sitemap_url=inputs.sitemap_url)


KIND = PageKind(
    name="robots",
    template="pages/robots.txt",
    inputs=RobotsInputs,
    view=RobotsView,
    routes=(Route(ADDRESS, "the robots.txt that every site gets"),),
    is_list=True,
    is_for_hosts=True,
    plan=_plan,
    sitemap=not_in_sitemap,
    build_view=_build_view,
)
