"""robots.txt (RFC 9309), which tells crawlers where the sitemap is."""

from collections.abc import Iterator

from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, View, not_in_sitemap
from ssg.pages.sitemap import ADDRESS as SITEMAP

ADDRESS = "/robots.txt"


class RobotsInputs(PageInputs, frozen=True, kw_only=True):
    sitemap_url: str


class RobotsView(View, frozen=True, kw_only=True):
    sitemap_url: str


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    yield KIND.page(ADDRESS, RobotsInputs(sitemap_url=context.origin + context.url(SITEMAP)))


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
