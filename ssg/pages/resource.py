"""The page of an outside resource: what it is, and which pages cite it."""

from collections.abc import Iterator

from ssg.config import Settings
from ssg.model.documents import Resource
from ssg.model.ids import ResourceId
from ssg.model.scalars import Moment, day_of, parse_moment
from ssg.model.site import Site
from ssg.pages.cards import GuideCard, ResourceCard, ThreadCard, TopicCard, guides_by_title
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, SitemapEntry
from ssg.pages.resources import ADDRESS as RESOURCES
from ssg.pages.resources import NAME as RESOURCES_NAME
from ssg.pages.structured_data.vocabulary import CreativeWork, Organization, WebPage

ROUTE = Route("/resources/{resource}/", "the page of resource '{resource}'")


class ResourceInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    resource: ResourceCard
    last_good: Moment | None = None
    """The last day on which a check found its page. Cards do not have it: they change rarely."""
    topics: tuple[TopicCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()
    threads: tuple[ThreadCard, ...] = ()


class ResourceView(HtmlView, frozen=True, kw_only=True):
    resource: ResourceCard
    checked: Moment | None
    """When somebody, or a check, last found its page; None for one that is gone."""
    topics: tuple[TopicCard, ...]
    guides: tuple[GuideCard, ...]
    """Guides that cite it, by title."""
    threads: tuple[ThreadCard, ...]
    """Threads that cite it, newest first."""


def make_card(resource: Resource, settings: Settings, *, is_dead: bool) -> ResourceCard:
    meta = resource.meta
    return ResourceCard(
        id=meta.id,
        url=settings.prefix + ROUTE.address(resource=meta.id),
        href=meta.url,
        title=meta.title,
        lang=meta.lang or settings.language,
        publisher=resource.publisher.name,
        publisher_href=resource.publisher.url,
        description=meta.description or "",
        kind=meta.kind or "",
        text_lang=settings.list_language(meta.lang or settings.language),
        checked=meta.checked,
        archived=meta.archived,
        is_dead=is_dead,
    )


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for name in context.site.resources:
        address = ROUTE.address(resource=name)
        yield KIND.page(address, _inputs(name, address, context))


def _inputs(name: ResourceId, address: str, context: PlanContext) -> ResourceInputs:
    """The page is in the language of the list that leads to it."""
    site, cards = context.site, context.cards
    citations, card = site.citations[name], cards.resources[name]
    lang = context.list_language(card.lang)
    return ResourceInputs(
        head=context.heads.of_list(address, below=RESOURCES, word=RESOURCES_NAME, lang=lang),
        resource=card,
        last_good=_last_good(name, site),
        topics=context.topics_of(site.resources[name].meta.topics, lang),
        guides=guides_by_title(cards.guides_of(citations.guides)),
        threads=cards.threads_of(reversed(citations.threads)),
    )


def _sitemap(context: PlanContext) -> Iterator[SitemapEntry]:
    start = context.origin + context.prefix
    for name in context.site.resources:
        yield SitemapEntry(url=start + ROUTE.address(resource=name))


def _build_view(inputs: ResourceInputs, context: ViewContext) -> ResourceView:
    resource = inputs.resource
    return ResourceView(
        head=context.head(
            inputs.head,
            title=resource.title,
            description=resource.description,
            description_lang=resource.text_lang if resource.description else resource.lang,
            page=WebPage(about=_describe(resource)),
        ),
        resource=resource,
        checked=_find_last_check(inputs),
        topics=inputs.topics,
        guides=inputs.guides,
        threads=inputs.threads,
    )


def _last_good(name: ResourceId, site: Site) -> Moment | None:
    day = site.last_good.get(name)
    return parse_moment(day) if day else None


def _find_last_check(inputs: ResourceInputs) -> Moment | None:
    dates = [date for date in (inputs.resource.checked, inputs.last_good) if date]
    return None if inputs.resource.is_dead else max(dates, key=day_of, default=None)


def _describe(resource: ResourceCard) -> CreativeWork:
    return CreativeWork(
        name=resource.title,
        url=resource.readable_href,
        in_language=resource.lang,
        publisher=Organization(name=resource.publisher, url=resource.publisher_href or ""),
    )


KIND = PageKind(
    name="resource",
    template="pages/resource.html",
    inputs=ResourceInputs,
    view=ResourceView,
    routes=(ROUTE,),
    is_list=True,
    plan=_plan,
    sitemap=_sitemap,
    build_view=_build_view,
)
