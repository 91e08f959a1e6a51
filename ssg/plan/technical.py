"""Tombstones, redirects, the page for missing addresses, the sitemap and robots.txt."""

from collections.abc import Iterator
from itertools import chain

from ssg import urls
from ssg.model.scalars import Moment, day_of
from ssg.model.site import AddressedDocument, Site, Tombstone, address_of
from ssg.model.states import State
from ssg.pages.inputs import (
    NotFoundInputs,
    RedirectInputs,
    RobotsInputs,
    SitemapIndexInputs,
    SitemapInputs,
    TombstoneInputs,
)
from ssg.pages.plan import PagePlan, Rank
from ssg.pages.views import SitemapEntry
from ssg.plan.cards import Cards
from ssg.plan.frames import Frames

SITEMAP_URLS = 40_000
"""The protocol allows 50,000 (https://www.sitemaps.org/protocol.html)."""


def plan_technical(site: Site, cards: Cards, frames: Frames) -> Iterator[PagePlan]:
    for tombstone in site.tombstones:
        yield _plan_tombstone(tombstone, cards, frames)
    yield from _plan_redirects(site, frames)
    yield PagePlan(
        output_path=urls.output_path(urls.NOT_FOUND),
        template="pages/not_found.html",
        inputs=NotFoundInputs(frame=frames.of_hidden(urls.NOT_FOUND, frames.settings.language)),
    )
    yield from _plan_sitemaps(site, frames)
    yield PagePlan(
        output_path=urls.output_path(urls.ROBOTS),
        template="pages/robots.txt",
        rank=Rank.LIST,
        inputs=RobotsInputs(sitemap_url=frames.origin + frames.prefix + urls.SITEMAP),
    )


def _plan_tombstone(tombstone: Tombstone, cards: Cards, frames: Frames) -> PagePlan:
    return PagePlan(
        output_path=urls.output_path(tombstone.address),
        template="pages/tombstone.html",
        inputs=TombstoneInputs(
            frame=frames.of_hidden(tombstone.address, tombstone.lang),
            state=tombstone.state,
            topics=cards.topics_of(tombstone.topics),
        ),
    )


def _plan_redirects(site: Site, frames: Frames) -> Iterator[PagePlan]:
    for document in _visible(site):
        for alias in document.aliases:
            lang = document.meta.lang or frames.settings.language
            yield PagePlan(
                output_path=urls.alias_output_path(alias.path),
                template="pages/redirect.html",
                inputs=RedirectInputs(frame=frames.of_hidden(address_of(document), lang)),
            )


def _visible(site: Site) -> Iterator[AddressedDocument]:
    yield from site.threads.values()
    yield from site.guides.values()
    yield from site.topics.values()
    yield from site.pages.values()


def _plan_sitemaps(site: Site, frames: Frames) -> Iterator[PagePlan]:
    """One sitemap, or as many as needed with an index in its place."""
    start = frames.origin + frames.prefix
    entries = tuple(_entries(site, start))
    if len(entries) <= SITEMAP_URLS:
        yield _plan_sitemap(urls.SITEMAP, entries)
        return
    parts = range(0, len(entries), SITEMAP_URLS)
    addresses = [urls.sitemap_address(number) for number in range(1, len(parts) + 1)]
    for address, first in zip(addresses, parts, strict=True):
        yield _plan_sitemap(address, entries[first : first + SITEMAP_URLS])
    yield PagePlan(
        output_path=urls.output_path(urls.SITEMAP),
        template="pages/sitemap_index.xml",
        rank=Rank.LIST,
        inputs=SitemapIndexInputs(urls=tuple(start + address for address in addresses)),
    )


def _plan_sitemap(address: str, entries: tuple[SitemapEntry, ...]) -> PagePlan:
    return PagePlan(
        output_path=urls.output_path(address),
        template="pages/sitemap.xml",
        rank=Rank.LIST,
        inputs=SitemapInputs(entries=entries),
    )


def _entries(site: Site, start: str) -> Iterator[SitemapEntry]:
    """Threads first and oldest first, so that a new one changes the last sitemap only."""
    for name, thread in site.threads.items():
        if site.state_of(thread) is State.PUBLISHED:
            yield _entry(start + address_of(thread), site.updated[name])
    for guide in site.guides.values():
        if site.state_of(guide) is State.PUBLISHED:
            review = guide.meta.review
            yield _entry(start + address_of(guide), review.date if review else None)
    for page in site.pages.values():
        if site.state_of(page) is State.PUBLISHED:
            yield _entry(start + address_of(page))
    lists = (urls.HOME, urls.THREADS, urls.A_TO_Z, urls.RESOURCES)
    topics = (address_of(topic) for topic in site.topics.values() if site.members[topic.id])
    resources = (urls.resource_address(name) for name in site.resources)
    for address in chain(lists, topics, resources):
        yield _entry(start + address)


def _entry(url: str, modified: Moment | None = None) -> SitemapEntry:
    return SitemapEntry(url=url, modified=str(day_of(modified)) if modified else "")
