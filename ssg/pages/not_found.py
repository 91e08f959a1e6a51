"""The page that hosts show for an address that does not exist."""

from collections.abc import Iterator

from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, not_in_sitemap

ADDRESS = "/404.html"
_OWNER = "the page for missing addresses"


class NotFoundInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs


class NotFoundView(HtmlView, frozen=True, kw_only=True):
    pass


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    head = context.heads.of_hidden(ADDRESS, context.settings.language)
    yield KIND.page(ADDRESS, NotFoundInputs(head=head))


def _build_view(inputs: NotFoundInputs, context: ViewContext) -> NotFoundView:
    return NotFoundView(head=context.head(inputs.head))


KIND = PageKind(
    name="not_found",
    template="pages/not_found.html",
    inputs=NotFoundInputs,
    view=NotFoundView,
    routes=(Route(ADDRESS, _OWNER),),
    # Some hosts answer missing addresses with the page at this one.
    reserved=(Route("/404/", _OWNER),),
    is_for_hosts=True,
    plan=_plan,
    sitemap=not_in_sitemap,
    build_view=_build_view,
)
