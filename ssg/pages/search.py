"""The page that searches the site, in the browser."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from ssg.config import Settings
from ssg.model.record import Record
from ssg.model.site import Site
from ssg.pages.cards import topics_by_title
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.headers import SEARCH_POLICY
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, not_in_sitemap
from ssg.urls import SEARCH, SEARCH_INDEX

ADDRESS = SEARCH
SCRIPT = "js/search.js"
"""The asset that only this page loads."""


class TopicTitle(Record, frozen=True, kw_only=True):
    """What a topic is called, by which readers choose it."""

    title: str
    lang: str


class SearchInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    topics: tuple[TopicTitle, ...] = ()
    languages: tuple[str, ...] = ()


class OtherSearch(Struct, frozen=True, kw_only=True):
    """The page that searches what is in another language of the site."""

    lang: str
    url: str


class SearchView(HtmlView, frozen=True, kw_only=True):
    policy: ClassVar[Markup] = SEARCH_POLICY
    index_url: str
    """The folder of the search index."""
    topics: tuple[TopicTitle, ...]
    """Those that have something, by title."""
    languages: tuple[str, ...]
    """The languages of what is searched here, if there are several."""
    others: tuple[OtherSearch, ...]


def search_languages(_site: Site, settings: Settings) -> Sequence[str]:
    """All of the site's, or none for a site without search."""
    return settings.published_languages if settings.search else ()


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for lang in search_languages(context.site, context.settings):
        address = context.list_address(ADDRESS, lang)
        inputs = SearchInputs(
            head=context.heads.of_hidden(address, lang),
            topics=_topics(lang, context),
            languages=_languages(lang, context),
        )
        yield KIND.page(address, inputs)


def _topics(lang: str, context: PlanContext) -> tuple[TopicTitle, ...]:
    site, cards = context.site, context.cards.topics
    found = context.in_language((cards[name] for name in site.topics if site.members[name]), lang)
    titles = {card.title: card.lang for card in topics_by_title(found)}
    return tuple(TopicTitle(title=title, lang=lang) for title, lang in titles.items())


def _languages(lang: str, context: PlanContext) -> tuple[str, ...]:
    cards = context.cards
    langs = {card.lang for card in cards.threads.values()}
    langs |= {card.lang for card in cards.guides.values()}
    found = {one for one in langs if context.list_language(one) == lang}
    return tuple(sorted(found)) if len(found) > 1 else ()


def _build_view(inputs: SearchInputs, context: ViewContext) -> SearchView:
    settings = context.settings
    return SearchView(
        head=context.head(inputs.head),
        index_url=settings.prefix + SEARCH_INDEX,
        topics=inputs.topics,
        languages=inputs.languages,
        others=tuple(
            OtherSearch(lang=lang, url=settings.prefix + settings.list_prefix(lang) + ADDRESS)
            for lang in settings.published_languages
            if lang != inputs.head.lang
        ),
    )


KIND = PageKind(
    name="search",
    template="pages/search.html",
    inputs=SearchInputs,
    view=SearchView,
    routes=(Route(ADDRESS, "the search page", in_languages=True, exists_for=search_languages),),
    plan=_plan,
    sitemap=not_in_sitemap,
    build_view=_build_view,
)
