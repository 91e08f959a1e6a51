"""The list of all threads, newest first: one for each language of the site."""

from collections.abc import Iterator

from ssg.pages.cards import ThreadCard
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.pages.pagination import Pager, list_pages
from ssg.pages.structured_data.lists import make_list_page

ADDRESS = "/threads/"
NAME = "Questions"
NUMBERED = Route("/threads/page/{number}/", "a page of a list", in_languages=True)


class ThreadsInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    threads: tuple[ThreadCard, ...] = ()
    pager: Pager


class ThreadsView(HtmlView, frozen=True, kw_only=True):
    threads: tuple[ThreadCard, ...]
    """This page of all threads, newest first."""
    pager: Pager


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for lang in context.settings.published_languages:
        yield from _plan_language(lang, context)


def _plan_language(lang: str, context: PlanContext) -> Iterator[PagePlan]:
    pages = list_pages(
        context.in_language(context.cards.threads.values(), lang),
        size=context.settings.page_size,
        prefix=context.prefix,
        newest=context.list_address(ADDRESS, lang),
        numbered=lambda number: context.list_address(NUMBERED.address(number=number), lang),
    )
    for page in pages:
        head = (
            context.heads.of_list_in(ADDRESS, lang)
            if page.is_newest
            else context.heads.of_list(page.address, below=ADDRESS, word=NAME, lang=lang)
        )
        inputs = ThreadsInputs(head=head, threads=page.items, pager=page.pager)
        yield KIND.page(page.address, inputs)


def _build_view(inputs: ThreadsInputs, context: ViewContext) -> ThreadsView:
    head = context.list_head(
        inputs.head,
        name=NAME,
        lead="What people have asked, the newest first.",
        pager=inputs.pager,
        page=make_list_page(inputs.threads, context.settings.origin),
    )
    return ThreadsView(head=head, threads=inputs.threads, pager=inputs.pager)


KIND = PageKind(
    name="threads",
    template="pages/threads.html",
    inputs=ThreadsInputs,
    view=ThreadsView,
    routes=(Route(ADDRESS, "the list of all threads", in_languages=True), NUMBERED),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS),
    build_view=_build_view,
)
