"""Atom feeds (RFC 4287): of the whole site in each of its languages, and of each topic.

A feed must say when it was last updated. What never had a thread has no such date, and no feed. A
feed that lost its last thread stays at its address, since readers follow it.

A thread that is dated in the future is in no feed until then. The date is most likely mistyped, and
it would keep the thread at the top for years. Worse, the entry's id is made of it: when the date is
corrected, readers would get the thread a second time.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from ssg.config import Settings
from ssg.model.documents import Topic
from ssg.model.ids import ThreadId, TopicId
from ssg.model.scalars import Moment, instant
from ssg.model.site import Site
from ssg.pages.atom import FEED_DAY, MOST_ENTRIES, oldest_address, rfc3339, tag_uri
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.feed_entry import FeedEntry, FeedItem, make_entry, make_item
from ssg.pages.home import ADDRESS as HOME
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, View, not_in_sitemap
from ssg.pages.redirects import former_topics
from ssg.pages.texts import site_text

ADDRESS = "/feed.xml"
MOST_TOPIC_ENTRIES = 10
"""A topic has few new threads between two visits of a feed reader, and a site has many topics,
whose feeds are made of the same threads again."""


class FeedInputs(PageInputs, frozen=True, kw_only=True):
    """`title` is that of the topic; empty for the feed of the whole site."""

    url: str
    page_url: str
    oldest_address: str
    title: str
    lang: str
    updated: Moment
    items: tuple[FeedItem, ...] = ()


class FeedView(View, frozen=True, kw_only=True):
    id: str
    title: str
    title_lang: str
    """The language in which it starts."""
    lang: str
    origin: str
    """Scheme and host: with it, the addresses that pages share become absolute."""
    page_url: str
    self_url: str
    updated: str
    disclaimer: str
    disclaimer_lang: str
    entries: tuple[FeedEntry, ...]

    @property
    def page_lang(self) -> str:
        return self.lang


def feed_languages(site: Site, settings: Settings) -> list[str]:
    """Those of the site's languages in which it has a feed."""
    wanted, found = settings.published_languages, set(site.former_in_language)
    list_language = cache(settings.list_language)
    for name in site.published:
        # The first thread is enough for a site in one language.
        if found.issuperset(wanted):
            break
        found.add(list_language(site.threads[name].meta.lang or settings.language))
    return [lang for lang in wanted if lang in found]


def has_topic_feed(site: Site, topic: TopicId) -> bool:
    has_threads = any(name in site.published for name in site.members[topic].threads)
    return has_threads or topic in site.former_threads


def feed_topics(site: Site, _settings: Settings) -> list[TopicId]:
    """Those with a feed."""
    return [topic for topic in site.topics if has_topic_feed(site, topic)]


TOPIC_ROUTE = Route(
    "/topics/{topic}/feed.xml", "the feed of topic '{topic}'", exists_for=feed_topics
)


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    newest = _newest(context)
    site, settings = context.site, context.settings
    for lang in feed_languages(site, settings):
        cards = context.in_language(context.cards.threads.values(), lang)
        items = newest((ThreadId(card.id) for card in cards), MOST_ENTRIES)
        yield _plan_site(lang, items, context)
    for name in feed_topics(site, settings):
        items = newest(site.members[name].threads, MOST_TOPIC_ENTRIES)
        yield from _plan_topic(site.topics[name], items, context)


def _plan_site(lang: str, items: tuple[FeedItem, ...], context: PlanContext) -> PagePlan:
    address, home = context.list_address(ADDRESS, lang), context.list_address(HOME, lang)
    former = context.site.former_in_language.get(lang)
    return _page(
        address,
        FeedInputs(
            url=context.url(address),
            page_url=context.url(home),
            oldest_address=home,
            title="",
            lang=lang,
            updated=_last_update(items, (former,) if former else (), context),
            items=items,
        ),
    )


def _plan_topic(
    topic: Topic, items: tuple[FeedItem, ...], context: PlanContext
) -> Iterator[PagePlan]:
    """The feed, and a copy at each of its former addresses.

    Feed readers do not follow a page that leads on; the copy says where the feed is now.
    """
    address = TOPIC_ROUTE.address(topic=topic.id)
    former = context.site.former_threads.get(topic.id)
    inputs = FeedInputs(
        url=context.url(address),
        page_url=context.url(context.address_of(topic)),
        oldest_address=oldest_address(topic, context),
        title=topic.meta.title,
        lang=topic.meta.lang or context.settings.language,
        updated=_last_update(items, (former,) if former else (), context),
        items=items,
    )
    for name in dict.fromkeys((topic.id, *former_topics(topic))):
        yield _page(TOPIC_ROUTE.address(topic=name), inputs)


def _last_update(
    items: Iterable[FeedItem], former: Iterable[Moment], context: PlanContext
) -> Moment:
    """That of the items; without items, the last date of the threads that the feed once had."""
    moments = [item.updated for item in items] or former
    return max(moments, key=lambda moment: instant(moment, context.settings.zone))


def _newest(context: PlanContext) -> Callable[[Iterable[ThreadId], int], tuple[FeedItem, ...]]:
    """The newest of some threads by when they were published, which can be long after `asked`."""
    ranks = {name: rank for rank, name in enumerate(context.site.published)}
    # A thread is among the newest of several topics.
    item = cache(lambda name: make_item(name, context))

    def newest(ids: Iterable[ThreadId], most: int) -> tuple[FeedItem, ...]:
        published = [name for name in ids if name in ranks]
        # Most are sorted already. `nlargest` would exchange all that it has for each of them.
        published.sort(key=ranks.__getitem__, reverse=True)
        return tuple([item(name) for name in published[:most]])

    return newest


def _page(address: str, inputs: FeedInputs) -> PagePlan:
    return KIND.page(address, inputs, sources=tuple(item.path for item in inputs.items))


def _build_view(inputs: FeedInputs, context: ViewContext) -> FeedView:
    settings, lang = context.settings, inputs.lang
    title = site_text(settings, lang, lambda texts: texts.title)
    disclaimer = site_text(settings, lang, lambda texts: texts.disclaimers.thread)
    return FeedView(
        id=tag_uri(settings, FEED_DAY, inputs.oldest_address),
        title=f"{inputs.title} – {title.text}" if inputs.title else title.text,
        title_lang=lang if inputs.title else title.lang,
        lang=lang,
        origin=settings.origin,
        page_url=settings.origin + inputs.page_url,
        self_url=settings.origin + inputs.url,
        updated=rfc3339(inputs.updated, settings.zone),
        disclaimer=disclaimer.text,
        disclaimer_lang=disclaimer.lang,
        entries=tuple([context.part(item, make_entry) for item in inputs.items]),
    )


KIND = PageKind(
    name="feed",
    template="pages/feed.xml",
    inputs=FeedInputs,
    view=FeedView,
    routes=(
        Route(ADDRESS, "the feed", in_languages=True, exists_for=feed_languages),
        TOPIC_ROUTE,
    ),
    is_list=True,
    plan=_plan,
    sitemap=not_in_sitemap,
    build_view=_build_view,
)
