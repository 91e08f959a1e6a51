"""Where old addresses lead: the aliases of documents, resources and tombstones.

A topic has other pages below its own, such as that of its feed. Where the old address of a topic is
an alias of another one, so are the addresses of those pages, or a renamed topic would lose readers.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from ssg import urls
from ssg.config import Settings
from ssg.model.documents import Topic
from ssg.model.ids import TopicId
from ssg.model.site import AddressedDocument, Site
from ssg.model.states import State
from ssg.pages import resource as resource_page
from ssg.pages import topic as topic_page
from ssg.pages.kind import AnyPageKind, Route


class Redirect(Struct, frozen=True, kw_only=True):
    """From one address to another, both without prefix; `lang` is that of the page to go to."""

    alias: str
    target: str
    lang: str
    noindex: bool = True
    """Whether search engines should not follow it."""

    @property
    def is_page(self) -> bool:
        """Whether a page at the alias can lead on: at the address of a feed, none can."""
        return urls.alias_address(self.alias) == self.alias


def find_redirects(
    site: Site,
    settings: Settings,
    kinds: Iterable[AnyPageKind],
    address_of: Callable[[AddressedDocument], str],
) -> Iterator[Redirect]:
    """All of them, each alias once, in the same order for the same site."""
    explicit = list(_find_explicit(site, settings, address_of))
    yield from explicit
    taken = {one.alias for one in explicit}
    routes = topic_routes(kinds)
    for topic in site.topics.values():
        for one in _below_former_topics(topic, site, settings, routes):
            if one.alias not in taken:
                yield one


def _find_explicit(
    site: Site, settings: Settings, address_of: Callable[[AddressedDocument], str]
) -> Iterator[Redirect]:
    for document in site.addressed():
        for alias in document.aliases:
            yield Redirect(
                alias=urls.alias_address(alias.path),
                target=address_of(document),
                lang=document.meta.lang or settings.language,
                noindex=site.state_of(document) is State.DRAFT,
            )
    for name, resource in site.resources.items():
        lang = settings.list_language(resource.meta.lang or settings.language)
        target = resource_page.ROUTE.address(resource=name)
        for path in resource.meta.aliases:
            old = urls.alias_address(path)
            yield Redirect(alias=old, target=target, lang=lang, noindex=False)
    for tombstone in site.tombstones:
        for path in tombstone.aliases:
            old = urls.alias_address(path)
            yield Redirect(alias=old, target=tombstone.address, lang=tombstone.lang)


def _below_former_topics(
    topic: Topic, site: Site, settings: Settings, routes: Iterable[Route]
) -> Iterator[Redirect]:
    former = tuple(former_topics(topic))
    for route in routes if former else ():
        if route.exists_for is None or topic.id in route.exists_for(site, settings):
            for name in former:
                yield Redirect(
                    alias=route.address(topic=name),
                    target=route.address(topic=topic.id),
                    lang=topic.meta.lang or settings.language,
                )


def topic_routes(kinds: Iterable[AnyPageKind]) -> tuple[Route, ...]:
    """Those of the pages below that of a topic, but for numbered ones."""
    return tuple(
        route
        for kind in kinds
        for route in kind.routes
        if route.owner and "{topic}" in route.pattern and "{number}" not in route.pattern
    )


def former_topics(topic: Topic) -> Iterator[TopicId]:
    """The ids under which the topic once was, as its aliases tell."""
    before, _, after = topic_page.ROUTE.pattern.partition("{topic}")
    for alias in topic.aliases:
        address = urls.alias_address(alias.path)
        name = address.removeprefix(before).removesuffix(after)
        if address == before + name + after and urls.id_problem(name) is None:
            yield TopicId(name)
