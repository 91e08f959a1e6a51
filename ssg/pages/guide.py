"""The page of a guide: what a condition is and what to do about it, and who checked that."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from msgspec import field

from ssg.config import Settings
from ssg.model.documents import Guide, Heading
from ssg.model.frontmatter import Citation, Codes, Correction, GuideMeta
from ssg.model.ids import GuideId
from ssg.model.media import Medium
from ssg.model.scalars import Moment, day_text
from ssg.model.site import Members
from ssg.model.states import State
from ssg.pages.cards import (
    GuideCard,
    ResourceCard,
    ReviewView,
    ThreadCard,
    TopicCard,
    TranslationCard,
    guides_by_title,
)
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.emergency import EmergencyCard
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView, fill_body
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, SitemapEntry
from ssg.pages.neighbours import Neighbours
from ssg.pages.record import SearchRecord, topic_titles
from ssg.pages.sorting import newest_first
from ssg.pages.structured_data.conditions import find_specialty, make_condition
from ssg.pages.structured_data.people import with_review
from ssg.pages.structured_data.vocabulary import CreativeWork, MedicalWebPage, Patient, WebPage
from ssg.pages.texts import site_text

ROUTE = Route("/guides/{guide}/")


class GuideInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    state: State
    addresses: dict[str, str] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)
    topics: tuple[TopicCard, ...] = ()
    resources: tuple[ResourceCard, ...] = ()
    related: tuple[GuideCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    review: ReviewView | None = None
    emergencies: tuple[EmergencyCard, ...] = ()
    previous: GuideCard | None = None
    next: GuideCard | None = None
    behind: TranslationCard | None = None
    future_corrections: tuple[Moment, ...] = ()
    """The dates of corrections that are not shown yet."""
    modified: str = ""
    """The day of its last change; empty if that is not known."""


class GuideView(HtmlView, frozen=True, kw_only=True):
    state: str
    title: str
    summary: str
    also_called: tuple[str, ...]
    codes: Codes | None
    specialty: str
    body: Markup
    contents: tuple[Heading, ...]
    """Headings of the two highest levels that the text uses."""
    review: ReviewView | None
    behind: TranslationCard | None
    """The original of this translation, if it has changed since the two were compared."""
    corrections: tuple[Correction, ...]
    """Newest first."""
    topics: tuple[TopicCard, ...]
    resources: tuple[ResourceCard, ...]
    sources: tuple[Citation, ...]
    related: tuple[GuideCard, ...]
    threads: tuple[ThreadCard, ...]
    """Published threads that name this guide, newest first."""
    emergencies: tuple[EmergencyCard, ...]
    """Its own signs that cannot wait: one card or none."""
    previous: GuideCard | None
    """The guide before it in its first topic, by title."""
    next: GuideCard | None
    disclaimer: str
    disclaimer_lang: str
    extra: dict[str, Any]


def make_card(guide: Guide, settings: Settings, *, is_sealed: bool) -> GuideCard:
    meta = guide.meta
    return GuideCard(
        id=guide.id,
        url=settings.prefix + ROUTE.address(guide=guide.id),
        title=meta.title,
        lang=meta.lang or settings.language,
        summary=meta.summary or guide.excerpt,
        also_called=meta.also_called,
        reviewed=meta.review.date if meta.review else None,
        is_sealed=is_sealed,
        has_changed=guide.changed_since_review,
    )


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    cards = context.cards

    def by_title(members: Members) -> tuple[GuideId, ...]:
        return tuple(GuideId(card.id) for card in guides_by_title(cards.guides_of(members.guides)))

    neighbours = Neighbours(context.site, by_title)
    for guide in context.site.guides.values():
        address = ROUTE.address(guide=guide.id)
        yield KIND.page(
            address,
            _inputs(guide, address, neighbours, context),
            document=guide.path,
            sources=(guide.path,),
        )


def _inputs(
    guide: Guide, address: str, neighbours: Neighbours[GuideId], context: PlanContext
) -> GuideInputs:
    site, cards, meta = context.site, context.cards, guide.meta
    head = context.heads.of_thread_or_guide(guide, address)
    previous, following = neighbours.of(guide.id, context.topics_in(meta.topics, head.lang))
    return GuideInputs(
        head=head,
        state=site.state_of(guide),
        addresses=context.links_of(guide),
        media=context.media_of(guide),
        topics=context.topics_of(meta.topics, head.lang),
        resources=cards.resources_of(meta.resources),
        related=cards.guides_of(name for name in meta.related if name != guide.id),
        threads=cards.threads_of(reversed(site.guide_threads[guide.id])),
        review=cards.review_of(meta.review, guide.path, site),
        emergencies=cards.emergencies_of((guide.id,)),
        previous=cards.guides.get(previous) if previous else None,
        next=cards.guides.get(following) if following else None,
        behind=context.original_of(guide),
        future_corrections=site.future_corrections.get(guide.path, ()),
        modified=context.modified(guide),
    )


def _sitemap(context: PlanContext) -> Iterator[SitemapEntry]:
    start = context.origin + context.prefix
    for guide in context.site.guides.values():
        if context.site.state_of(guide) is State.PUBLISHED:
            url = start + ROUTE.address(guide=guide.id)
            alternates = context.heads.alternates_of(guide)
            yield SitemapEntry(url=url, modified=context.modified(guide), alternates=alternates)


def _build_view(inputs: GuideInputs, context: ViewContext) -> GuideView:
    document = context.document_as(Guide)
    meta = document.meta
    disclaimer = site_text(
        context.settings, inputs.head.lang, lambda texts: texts.disclaimers.guide
    )
    return GuideView(
        head=context.head(
            inputs.head,
            title=meta.title,
            description=meta.summary or document.excerpt,
            page=_describe(meta, inputs),
        ),
        state=inputs.state,
        title=meta.title,
        summary=meta.summary or "",
        also_called=meta.also_called,
        codes=meta.codes,
        specialty=meta.specialty or "",
        body=fill_body(document, inputs.addresses, inputs.media, inputs.head.lang, context),
        contents=contents_of(document.headings),
        review=inputs.review,
        behind=inputs.behind,
        corrections=newest_first(
            (one for one in meta.corrections if one.date not in inputs.future_corrections),
            context.settings.zone,
        ),
        topics=inputs.topics,
        resources=inputs.resources,
        sources=meta.sources,
        related=inputs.related,
        threads=inputs.threads,
        emergencies=inputs.emergencies,
        previous=inputs.previous,
        next=inputs.next,
        disclaimer=disclaimer.text,
        disclaimer_lang=disclaimer.lang,
        extra=meta.extra,
    )


def _describe(meta: GuideMeta, inputs: GuideInputs) -> WebPage:
    page = MedicalWebPage(
        date_modified=inputs.modified,
        about=make_condition(meta.title, meta.also_called, meta.codes),
        specialty=find_specialty(meta.specialty or ""),
        audience=Patient(),
        citation=tuple(CreativeWork(name=one.title, url=one.url or "") for one in meta.sources),
    )
    return with_review(page, inputs.review)


def contents_of(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings of the two highest levels that a text uses."""
    levels = sorted({heading.level for heading in headings})[:2]
    return tuple(heading for heading in headings if heading.level in levels)


def _record(view: GuideView) -> SearchRecord:
    review = view.review
    return SearchRecord(
        url=view.head.url,
        lang=view.head.lang,
        kind=KIND.name,
        title=view.title,
        names=view.also_called,
        topics=topic_titles(view.head, view.topics),
        summary=view.summary,
        text=view.body,
        reviewed=day_text(review.date) if review and review.is_sealed else "",
    )


KIND = PageKind(
    name="guide",
    template="pages/guide.html",
    inputs=GuideInputs,
    view=GuideView,
    routes=(ROUTE,),
    plan=_plan,
    sitemap=_sitemap,
    build_view=_build_view,
    record=_record,
)
