"""An editorial page: about, privacy, terms …"""

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import field

from ssg.config import Settings
from ssg.model.documents import Page
from ssg.model.media import Medium
from ssg.model.states import State
from ssg.pages.cards import PageCard, TranslationCard
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView, fill_body
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, SitemapEntry
from ssg.pages.record import SearchRecord
from ssg.pages.structured_data.vocabulary import AboutPage, WebPage

ROUTE = Route("/{page}/")
_ABOUT = "about"
"""The page, and the original of the translations, that say what the site is."""


class EditorialPageInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    addresses: dict[str, str] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)
    behind: TranslationCard | None = None


class PageView(HtmlView, frozen=True, kw_only=True):
    """An editorial page."""

    title: str
    summary: str
    body: Markup
    behind: TranslationCard | None


def make_card(page: Page, settings: Settings) -> PageCard:
    return PageCard(
        url=settings.prefix + ROUTE.address(page=page.id),
        title=page.meta.title,
        lang=page.meta.lang or settings.language,
    )


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for page in context.site.pages.values():
        address = ROUTE.address(page=page.id)
        head = context.heads.of_page(page, address)
        yield KIND.page(
            address,
            EditorialPageInputs(
                head=head,
                addresses=context.links_of(page),
                media=context.media_of(page),
                behind=context.original_of(page),
            ),
            document=page.path,
            sources=(page.path,),
        )


def _sitemap(context: PlanContext) -> Iterator[SitemapEntry]:
    start = context.origin + context.prefix
    for page in context.site.pages.values():
        if context.site.state_of(page) is State.PUBLISHED:
            url = start + ROUTE.address(page=page.id)
            alternates = context.heads.alternates_of(page)
            yield SitemapEntry(url=url, modified=context.modified(page), alternates=alternates)


def _build_view(inputs: EditorialPageInputs, context: ViewContext) -> PageView:
    document = context.document_as(Page)
    meta = document.meta
    return PageView(
        head=context.head(
            inputs.head,
            title=meta.title,
            description=meta.summary or document.excerpt,
            page=AboutPage() if _ABOUT in (document.id, meta.translation_of) else WebPage(),
        ),
        title=meta.title,
        summary=meta.summary or "",
        body=fill_body(document, inputs.addresses, inputs.media, inputs.head.lang, context),
        behind=inputs.behind,
    )


def _record(view: PageView) -> SearchRecord:
    return SearchRecord(
        url=view.head.url,
        lang=view.head.lang,
        kind=KIND.name,
        title=view.title,
        summary=view.summary,
        text=view.body,
    )


KIND = PageKind(
    name="page",
    template="pages/page.html",
    inputs=EditorialPageInputs,
    view=PageView,
    routes=(ROUTE,),
    plan=_plan,
    sitemap=_sitemap,
    build_view=_build_view,
    record=_record,
)
