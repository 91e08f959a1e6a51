"""Atom feeds (RFC 4287): of the whole site in each of its languages, and of each topic.

A feed must say when it was last updated. What never had a thread has no such date, and no feed. A
feed that lost its last thread stays at its address, since readers follow it.

A thread that is dated in the future is in no feed until then. The date is most likely mistyped, and
it would keep the thread at the top for years. Worse, the entry's id is made of it: when the date is
corrected, readers would get the thread a second time.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct, field

from ssg.config import Settings
from ssg.digest import Digest
from ssg.model.documents import Topic
from ssg.model.ids import ThreadId, TopicId
from ssg.model.media import Medium
from ssg.model.record import Record
from ssg.model.scalars import Moment, day_text, instant
from ssg.model.site import AddressedDocument, Site
from ssg.pages.cards import ThreadCard
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.home import ADDRESS as HOME
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, View, not_in_sitemap
from ssg.pages.texts import site_text

ADDRESS = "/feed.xml"
MOST_ENTRIES = 20
# A tag URI needs a day on which its authority was in charge, and must never change. A feed has no
# such day of its own.
FEED_DAY = "2000-01-01"


class FeedItem(Record, frozen=True, kw_only=True):
    """A thread in a feed. Its question is the first fragment of the file at `path`."""

    path: str
    question: Digest
    """Of that fragment, which is all of the file's text that the feed shows."""
    oldest_address: str
    """Without the prefix: its first alias, else its address. The entry's id is made of it."""
    card: ThreadCard
    published: Moment
    addresses: dict[str, str] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)


class FeedInputs(PageInputs, frozen=True, kw_only=True):
    """`title` is that of the topic; empty for the feed of the whole site."""

    url: str
    page_url: str
    oldest_address: str
    title: str
    lang: str
    updated: Moment
    items: tuple[FeedItem, ...] = ()


class FeedEntry(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    url: str
    published: str
    """RFC 3339, as Atom wants it."""
    updated: str
    author: str
    lang: str
    answers: int
    content: Markup
    """Safe HTML with absolute links."""


class FeedView(View, frozen=True, kw_only=True):
    id: str
    title: str
    title_lang: str
    """The language in which it starts."""
    lang: str
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
    langs = {site.threads[name].meta.lang or settings.language for name in site.published}
    langs |= {one.lang for one in site.tombstones if one.thread_since}
    lists = {settings.list_language(lang) for lang in langs}
    return [lang for lang in settings.published_languages if lang in lists]


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
        yield _plan_site(lang, newest(ThreadId(card.id) for card in cards), context)
    for name in feed_topics(site, settings):
        yield _plan_topic(site.topics[name], newest(site.members[name].threads), context)


def _plan_site(lang: str, items: tuple[FeedItem, ...], context: PlanContext) -> PagePlan:
    address, home = context.list_address(ADDRESS, lang), context.list_address(HOME, lang)
    former = [
        one.thread_since
        for one in context.site.tombstones
        if one.thread_since and context.list_language(one.lang) == lang
    ]
    return _page(
        address,
        FeedInputs(
            url=context.url(address),
            page_url=context.url(home),
            oldest_address=home,
            title="",
            lang=lang,
            updated=_last_update(items, former, context),
            items=items,
        ),
    )


def _plan_topic(topic: Topic, items: tuple[FeedItem, ...], context: PlanContext) -> PagePlan:
    address = TOPIC_ROUTE.address(topic=topic.id)
    former = context.site.former_threads.get(topic.id)
    return _page(
        address,
        FeedInputs(
            url=context.url(address),
            page_url=context.url(context.address_of(topic)),
            oldest_address=oldest_address(topic, context),
            title=topic.meta.title,
            lang=topic.meta.lang or context.settings.language,
            updated=_last_update(items, (former,) if former else (), context),
            items=items,
        ),
    )


def _last_update(
    items: Iterable[FeedItem], former: Iterable[Moment], context: PlanContext
) -> Moment:
    """That of the items; without items, the last date of the threads that the feed once had."""
    moments = [item.card.updated for item in items] or former
    return max(moments, key=lambda moment: instant(moment, context.settings.zone))


def _newest(context: PlanContext) -> Callable[[Iterable[ThreadId]], tuple[FeedItem, ...]]:
    """The newest of some threads by when they were published, which can be long after `asked`."""
    ranks = {name: rank for rank, name in enumerate(context.site.published)}

    def newest(ids: Iterable[ThreadId]) -> tuple[FeedItem, ...]:
        published = [name for name in ids if name in ranks]
        # Most are sorted already. `nlargest` would exchange all that it has for each of them.
        published.sort(key=ranks.__getitem__, reverse=True)
        return tuple([_item(name, context) for name in published[:MOST_ENTRIES]])

    return newest


def _page(address: str, inputs: FeedInputs) -> PagePlan:
    return KIND.page(address, inputs, sources=tuple(item.path for item in inputs.items))


def _item(name: ThreadId, context: PlanContext) -> FeedItem:
    thread = context.site.threads[name]
    return FeedItem(
        path=thread.path,
        question=thread.first_text,
        oldest_address=oldest_address(thread, context),
        card=context.cards.threads[name],
        published=context.site.published[name],
        addresses=context.links_of(thread),
        media=context.media_of(thread),
    )


def oldest_address(document: AddressedDocument, context: PlanContext) -> str:
    return document.aliases[0].path if document.aliases else context.address_of(document)


def _build_view(inputs: FeedInputs, context: ViewContext) -> FeedView:
    settings, lang = context.settings, inputs.lang
    title = site_text(settings, lang, lambda texts: texts.title)
    disclaimer = site_text(settings, lang, lambda texts: texts.disclaimers.thread)
    return FeedView(
        id=tag_uri(settings, FEED_DAY, inputs.oldest_address),
        title=f"{inputs.title} – {title.text}" if inputs.title else title.text,
        title_lang=lang if inputs.title else title.lang,
        lang=lang,
        page_url=settings.origin + inputs.page_url,
        self_url=settings.origin + inputs.url,
        updated=rfc3339(instant(inputs.updated, settings.zone), settings.zone),
        disclaimer=disclaimer.text,
        disclaimer_lang=disclaimer.lang,
        entries=tuple(_entry(item, lang, context) for item in inputs.items),
    )


def _entry(item: FeedItem, feed_lang: str, context: ViewContext) -> FeedEntry:
    settings, card = context.settings, item.card
    zone = settings.zone
    url = settings.origin + card.url
    question = context.fragments(item.path)[0]
    return FeedEntry(
        id=tag_uri(settings, day_text(card.asked), item.oldest_address),
        title=card.title,
        url=url,
        published=rfc3339(instant(item.published, zone), zone),
        updated=rfc3339(instant(card.updated, zone), zone),
        author=card.by,
        lang="" if card.lang == feed_lang else card.lang,
        answers=card.answers,
        content=context.fill(question, item.addresses, item.media, card.lang, canonical=url),
    )


def tag_uri(settings: Settings, day: str, path: str) -> str:
    """An id that outlives titles, moves and hosts (RFC 4151)."""
    return f"tag:{settings.authority},{day}:{quote(path)}"


def rfc3339(time: datetime, zone: ZoneInfo) -> str:
    return time.astimezone(zone).isoformat(timespec="seconds")


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
