"""The list of all threads, newest first."""

from collections.abc import Iterator

from ssg.pages.cards import ThreadCard
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.pages.pagination import Pager, list_pages

ADDRESS = "/threads/"
NUMBERED = Route("/threads/page/{number}/", "a page of a list")


class ThreadsInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    threads: tuple[ThreadCard, ...] = ()
    pager: Pager


class ThreadsView(HtmlView, frozen=True, kw_only=True):
    threads: tuple[ThreadCard, ...]
    """This page of all threads, newest first."""
    pager: Pager


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    pages = list_pages(
        tuple(context.cards.threads.values()),
        size=context.settings.page_size,
        prefix=context.prefix,
        newest=ADDRESS,
        numbered=lambda number: NUMBERED.address(number=number),
    )
    for page in pages:
        below = "" if page.is_newest else ADDRESS
        inputs = ThreadsInputs(
            head=context.heads.of_list(page.address, below=below),
            threads=page.items,
            pager=page.pager,
        )
        yield KIND.page(page.address, inputs)


def _build_view(inputs: ThreadsInputs, context: ViewContext) -> ThreadsView:
    return ThreadsView(head=context.head(inputs.head), threads=inputs.threads, pager=inputs.pager)


KIND = PageKind(
    name="threads",
    template="pages/threads.html",
    inputs=ThreadsInputs,
    view=ThreadsView,
    routes=(Route(ADDRESS, "the list of all threads"), NUMBERED),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS),
    build_view=_build_view,
)
