"""The pages of a topic: what belongs to it or to a topic below it."""

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup
from msgspec import Struct, field
from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.documents import Topic
from ssg.model.frontmatter import Codes, TopicMeta
from ssg.model.media import Medium
from ssg.pages.cards import (
    GuideCard,
    ResourceCard,
    ThreadCard,
    TopicCard,
    TranslationCard,
    guides_by_title,
    topics_by_title,
)
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView, fill_body
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, SitemapEntry
from ssg.pages.pagination import ListPage, Pager, list_pages
from ssg.pages.record import SearchRecord, topic_titles
from ssg.pages.resources import PublisherGroup, group_by_publisher
from ssg.pages.sorting import letter_of, letter_order
from ssg.pages.structured_data.conditions import make_condition
from ssg.pages.structured_data.lists import make_list_page
from ssg.pages.structured_data.vocabulary import WebPage

_FOLDED_FROM = 20
"""So many guides are folded by their letters, without their summaries."""

ROUTE = Route("/topics/{topic}/")
NUMBERED = Route("/topics/{topic}/page/{number}/", "a page of a list")


class TopicInputs(PageInputs, frozen=True, kw_only=True):
    """The topic's own address shows its newest threads below everything else.

    Its older pages show threads only, or each new guide would change them all.
    """

    head: HeadInputs
    addresses: dict[str, str] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)
    subtopics: tuple[TopicCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()
    resources: tuple[ResourceCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    pager: Pager
    behind: TranslationCard | None = None


class GuideLetter(Struct, frozen=True, kw_only=True):
    letter: str
    lang: str
    """That of the first guide; the page's if any is in it."""
    guides: tuple[GuideCard, ...]


class TopicView(HtmlView, frozen=True, kw_only=True):
    title: str
    summary: str
    also_called: tuple[str, ...]
    codes: Codes | None
    body: Markup
    subtopics: tuple[TopicCard, ...]
    guides: tuple[GuideCard, ...]
    guide_letters: tuple[GuideLetter, ...]
    """The same guides by their letters where there are many; else empty."""
    threads: tuple[ThreadCard, ...]
    """This page of the topic's threads, newest first."""
    pager: Pager
    resources: tuple[PublisherGroup, ...]
    behind: TranslationCard | None
    """The original of this translation, if it has changed since; none on older pages."""
    extra: dict[str, Any]


def make_card(topic: Topic, settings: Settings) -> TopicCard:
    meta = topic.meta
    return TopicCard(
        id=topic.id,
        url=settings.prefix + ROUTE.address(topic=topic.id),
        title=meta.title,
        lang=meta.lang or settings.language,
        summary=meta.summary or topic.excerpt,
        also_called=meta.also_called,
    )


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for topic in context.site.topics.values():
        for page in _pages(topic, context):
            yield KIND.page(
                page.address,
                _newest(topic, page, context) if page.is_newest else _older(topic, page, context),
                document=topic.path,
                sources=(topic.path,) if page.is_newest else (),
            )


def _pages(topic: Topic, context: PlanContext) -> tuple[ListPage[ThreadCard], ...]:
    return list_pages(
        context.cards.threads_of(context.site.members[topic.id].threads),
        size=context.settings.page_size,
        prefix=context.prefix,
        newest=ROUTE.address(topic=topic.id),
        numbered=lambda number: NUMBERED.address(topic=topic.id, number=number),
    )


def _newest(topic: Topic, page: ListPage[ThreadCard], context: PlanContext) -> TopicInputs:
    site, cards = context.site, context.cards
    members = site.members[topic.id]
    children = (child for child in site.children[topic.id] if site.members[child])
    return TopicInputs(
        head=context.heads.of_topic(topic, page.address),
        addresses=context.links_of(topic),
        media=context.media_of(topic),
        subtopics=topics_by_title(cards.topics_of(children)),
        guides=guides_by_title(cards.guides_of(members.guides)),
        resources=cards.resources_of(members.resources),
        threads=page.items,
        pager=page.pager,
        behind=context.original_of(topic),
    )


def _older(topic: Topic, page: ListPage[ThreadCard], context: PlanContext) -> TopicInputs:
    return TopicInputs(
        head=context.heads.of_older_page(topic, page.address),
        threads=page.items,
        pager=page.pager,
    )


def _sitemap(context: PlanContext) -> Iterator[SitemapEntry]:
    start = context.origin + context.prefix
    for name, topic in context.site.topics.items():
        if context.site.members[name]:
            url = start + ROUTE.address(topic=name)
            alternates = context.heads.alternates_of(topic)
            yield SitemapEntry(url=url, modified=context.modified(topic), alternates=alternates)


def _build_view(inputs: TopicInputs, context: ViewContext) -> TopicView:
    document = context.document_as(Topic)
    meta = document.meta
    is_newest = not inputs.pager.newer_url
    return TopicView(
        head=context.head(
            inputs.head,
            title=meta.title,
            description=meta.summary or document.excerpt,
            page=_describe(meta, inputs, context.settings),
        ),
        title=meta.title,
        summary=meta.summary or "",
        also_called=meta.also_called,
        codes=meta.codes,
        body=(
            fill_body(document, inputs.addresses, inputs.media, inputs.head.lang, context)
            if is_newest
            else Markup()
        ),
        subtopics=inputs.subtopics,
        guides=inputs.guides,
        guide_letters=(
            group_by_letter(inputs.guides, inputs.head.lang)
            if len(inputs.guides) >= _FOLDED_FROM
            else ()
        ),
        threads=inputs.threads,
        pager=inputs.pager,
        resources=group_by_publisher(inputs.resources),
        behind=inputs.behind,
        extra=meta.extra,
    )


def _describe(meta: TopicMeta, inputs: TopicInputs, settings: Settings) -> WebPage:
    """Only one with codes is about a condition: others are of a part of the body, or of a habit."""
    about = make_condition(meta.title, meta.also_called, meta.codes) if meta.codes else None
    return replace(make_list_page(inputs.threads, settings.origin), about=about)


def group_by_letter(guides: Iterable[GuideCard], lang: str) -> tuple[GuideLetter, ...]:
    """Guides, in their order, under the letters of their titles."""
    groups: dict[str, list[GuideCard]] = {}
    for guide in guides:
        groups.setdefault(letter_of(guide.title), []).append(guide)
    return tuple(
        GuideLetter(
            letter=letter,
            lang=lang
            if any(one.lang == lang for one in groups[letter])
            else groups[letter][0].lang,
            guides=tuple(groups[letter]),
        )
        for letter in sorted(groups, key=letter_order)
    )


def _record(view: TopicView) -> SearchRecord | None:
    """None for an older page of the topic's threads."""
    if view.pager.newer_url:
        return None
    return SearchRecord(
        url=view.head.url,
        lang=view.head.lang,
        kind=KIND.name,
        title=view.title,
        names=view.also_called,
        topics=(*topic_titles(view.head), view.title),
        summary=view.summary,
        text=view.body,
    )


KIND = PageKind(
    name="topic",
    template="pages/topic.html",
    inputs=TopicInputs,
    view=TopicView,
    routes=(ROUTE, NUMBERED),
    is_list=True,
    plan=_plan,
    sitemap=_sitemap,
    build_view=_build_view,
    record=_record,
)
