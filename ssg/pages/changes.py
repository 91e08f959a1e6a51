"""All corrections of threads and guides, newest first."""

from collections.abc import Iterator, Sequence

from ssg.config import Settings
from ssg.model.documents import Guide, Thread
from ssg.model.frontmatter import GuideMeta, Part, Review, ThreadMeta, ThreadReview
from ssg.model.ids import GuideId, ThreadId
from ssg.model.kinds import Kind
from ssg.model.record import Record
from ssg.model.scalars import Moment
from ssg.model.site import CorrectionPlace, Site
from ssg.pages.cards import ReviewView
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.pages.pagination import Pager, list_pages
from ssg.pages.structured_data.vocabulary import CollectionPage

ADDRESS = "/changes/"
NAME = "Corrections"
NUMBERED = Route("/changes/page/{number}/", "a page of a list", in_languages=True)
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
        name = ThreadId(place.document)
        return site.duplicates.get(name) or site.threads[name]
    return site.guides[GuideId(place.document)]


def make_change_card(place: CorrectionPlace, context: PlanContext) -> ChangeCard:
    document = corrected_document(context.site, place)
    meta = document.meta
    correction = meta.corrections[place.position]
    return ChangeCard(
        url=context.url(context.address_of(document)),
        title=meta.title,
        lang=meta.lang or context.settings.language,
        kind="thread" if place.kind is Kind.THREAD else "guide",
        date=correction.date,
        wrong=correction.wrong,
        right=correction.right,
        review=context.cards.review_of(_review(meta), document.path, context.site),
    )


def _review(meta: ThreadMeta | GuideMeta) -> Review | None:
    """The document's review, if that covers what is most often corrected: answers, or a guide."""
    review = meta.review
    if isinstance(review, ThreadReview) and Part.ANSWERS not in review.covers:
        return None
    return review


def corrections_in(lang: str, site: Site, settings: Settings) -> list[CorrectionPlace]:
    """The corrections of what the lists of the site's language `lang` show, oldest first."""
    return [
        place
        for place in site.corrections
        if settings.list_language(_language(corrected_document(site, place), settings)) == lang
    ]


def _language(document: Thread | Guide, settings: Settings) -> str:
    return document.meta.lang or settings.language


def changed_languages(site: Site, settings: Settings) -> list[str]:
    """Those in which something was corrected."""
    return [lang for lang in settings.published_languages if corrections_in(lang, site, settings)]


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    """Nothing for a site without corrections."""
    languages = changed_languages(context.site, context.settings)
    for lang in languages:
        yield from _plan_language(lang, languages, context)


def _plan_language(lang: str, languages: Sequence[str], context: PlanContext) -> Iterator[PagePlan]:
    places = corrections_in(lang, context.site, context.settings)
    pages = list_pages(
        [make_change_card(place, context) for place in places],
        size=context.settings.page_size,
        prefix=context.prefix,
        newest=context.list_address(ADDRESS, lang),
        numbered=lambda number: context.list_address(NUMBERED.address(number=number), lang),
    )
    for page in pages:
        head = (
            context.heads.of_list_in(ADDRESS, lang, languages)
            if page.is_newest
            else context.heads.of_list(page.address, below=ADDRESS, word=NAME, lang=lang)
        )
        inputs = ChangesInputs(head=head, changes=page.items, pager=page.pager)
        yield KIND.page(page.address, inputs)


def _build_view(inputs: ChangesInputs, context: ViewContext) -> ChangesView:
    start = context.settings.prefix + context.settings.list_prefix(inputs.head.lang)
    return ChangesView(
        head=context.list_head(
            inputs.head,
            name=NAME,
            lead="What was wrong on this site, and what is right. The newest correction is first.",
            pager=inputs.pager,
            page=CollectionPage(),
        ),
        changes=inputs.changes,
        pager=inputs.pager,
        feed_url=start + FEED_ADDRESS,
    )


KIND = PageKind(
    name="changes",
    template="pages/changes.html",
    inputs=ChangesInputs,
    view=ChangesView,
    routes=(
        Route(ADDRESS, "the list of corrections", in_languages=True, exists_for=changed_languages),
        NUMBERED,
    ),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS, changed_languages),
    build_view=_build_view,
)
