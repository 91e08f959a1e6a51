"""Atom feeds: of the whole site, and of each topic."""

from collections.abc import Iterable, Iterator
from heapq import nlargest

from ssg import urls
from ssg.model.documents import Thread, Topic
from ssg.model.ids import ThreadId
from ssg.model.site import Site, address_of
from ssg.pages.inputs import FeedInputs, FeedItem
from ssg.pages.plan import PagePlan, Rank
from ssg.plan.cards import Cards
from ssg.plan.frames import Frames

_ENTRIES = 20


def plan_feeds(site: Site, cards: Cards, frames: Frames) -> Iterator[PagePlan]:
    """The newest threads by when they were published, which an old question may be late."""
    language = frames.settings.language
    ranks = {name: rank for rank, name in enumerate(site.published)}

    def newest(names: Iterable[ThreadId]) -> tuple[FeedItem, ...]:
        return tuple(
            _item(name, site, cards) for name in nlargest(_ENTRIES, names, key=ranks.__getitem__)
        )

    yield _plan_feed(
        urls.FEED,
        FeedInputs(
            url=frames.prefix + urls.FEED,
            page_url=frames.prefix + urls.HOME,
            oldest_address=urls.HOME,
            title="",
            lang=language,
            items=newest(site.threads),
        ),
    )
    for topic in site.topics.values():
        address = urls.topic_feed_address(topic.id)
        yield _plan_feed(
            address,
            FeedInputs(
                url=frames.prefix + address,
                page_url=frames.prefix + address_of(topic),
                oldest_address=_oldest_address(topic),
                title=topic.meta.title,
                lang=topic.meta.lang or language,
                items=newest(site.members[topic.id].threads),
            ),
        )


def _plan_feed(address: str, inputs: FeedInputs) -> PagePlan:
    return PagePlan(
        output_path=urls.output_path(address),
        template="pages/feed.xml",
        rank=Rank.LIST,
        sources=tuple(item.path for item in inputs.items),
        inputs=inputs,
    )


def _item(name: ThreadId, site: Site, cards: Cards) -> FeedItem:
    thread = site.threads[name]
    return FeedItem(
        path=thread.path,
        question=thread.first_text,
        oldest_address=_oldest_address(thread),
        card=cards.threads[name],
        published=site.published[name],
        addresses=dict(site.links.get(thread.path, {})),
    )


def _oldest_address(document: Thread | Topic) -> str:
    return document.aliases[0].path if document.aliases else address_of(document)
