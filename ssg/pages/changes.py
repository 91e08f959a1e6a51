"""All corrections of threads and guides, newest first."""

from collections.abc import Iterator

from ssg.model.documents import Guide, Thread
from ssg.model.ids import GuideId, ThreadId
from ssg.model.kinds import Kind
from ssg.model.record import Record
from ssg.model.scalars import Moment
from ssg.model.site import CorrectionPlace, Site
from ssg.pages.cards import ReviewView
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, SitemapEntry
from ssg.pages.pagination import Pager, list_pages

ADDRESS = "/changes/"
NUMBERED = Route("/changes/page/{number}/", "a page of a list")
FEED_ADDRESS = "/changes/feed.xml"


class ChangeCard(Record, frozen=True, kw_only=True):
    """A correction, with the thread or guide that was corrected."""

    url: str
    title: str
    lang: str
    kind: str
    """thread or guide"""
    date: Moment
    wrong: str
    right: str
    review: ReviewView | None
    """The last review of that thread or guide."""


class ChangesInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    changes: tuple[ChangeCard, ...] = ()
    pager: Pager


class ChangesView(HtmlView, frozen=True, kw_only=True):
    changes: tuple[ChangeCard, ...]
    """This page of all corrections, newest first."""
    pager: Pager
    feed_url: str


def corrected_document(site: Site, place: CorrectionPlace) -> Thread | Guide:
    if place.kind is Kind.THREAD:
        return site.threads[ThreadId(place.document)]
    return site.guides[GuideId(place.document)]


def make_change_card(place: CorrectionPlace, context: PlanContext) -> ChangeCard:
    document = corrected_document(context.site, place)
    meta = document.meta
    correction = meta.corrections[place.position]
    return ChangeCard(
        url=context.url(context.address_of(document)),
        title=meta.title,
        lang=context.settings.other_language(meta.lang),
        kind="thread" if place.kind is Kind.THREAD else "guide",
        date=correction.date,
        wrong=correction.wrong,
        right=correction.right,
        review=context.cards.review_of(meta.review, overdue=document.path in context.site.overdue),
    )


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    """Nothing for a site without corrections."""
    if not context.site.corrections:
        return
    pages = list_pages(
        [make_change_card(place, context) for place in context.site.corrections],
        size=context.settings.page_size,
        prefix=context.prefix,
        newest=ADDRESS,
        numbered=lambda number: NUMBERED.address(number=number),
    )
    for page in pages:
        below = "" if page.is_newest else ADDRESS
        inputs = ChangesInputs(
            head=context.heads.of_list(page.address, below=below),
            changes=page.items,
            pager=page.pager,
        )
        yield KIND.page(page.address, inputs)


def _sitemap(context: PlanContext) -> Iterator[SitemapEntry]:
    if context.site.corrections:
        yield SitemapEntry(url=context.origin + context.url(ADDRESS))


def _build_view(inputs: ChangesInputs, context: ViewContext) -> ChangesView:
    return ChangesView(
        head=context.head(inputs.head),
        changes=inputs.changes,
        pager=inputs.pager,
        feed_url=context.settings.prefix + FEED_ADDRESS,
    )


KIND = PageKind(
    name="changes",
    template="pages/changes.html",
    inputs=ChangesInputs,
    view=ChangesView,
    routes=(Route(ADDRESS, "the list of corrections"), NUMBERED),
    is_list=True,
    plan=_plan,
    sitemap=_sitemap,
    build_view=_build_view,
)
