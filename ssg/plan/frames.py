"""Frames: where a page stands in the site, and what its head says of it."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from ssg import urls
from ssg.config import Settings
from ssg.model.documents import Guide, Page, Thread, Topic
from ssg.model.ids import TopicId
from ssg.model.site import AddressedDocument, Site, address_of
from ssg.model.states import State
from ssg.pages.inputs import Frame
from ssg.pages.views import Crumb
from ssg.plan.cards import Cards


class _Place(Struct, frozen=True, kw_only=True):
    """A place in the topic tree: the way to it, itself included, and its feed."""

    crumbs: tuple[Crumb, ...]
    feed_url: str = ""
    feed_title: str = ""


class Frames:
    """Makes frames; the places in the topic tree are kept."""

    def __init__(self, site: Site, cards: Cards, settings: Settings) -> None:
        self._site = site
        self._cards = cards
        self.settings = settings
        self.prefix = settings.prefix
        self.origin = settings.origin
        self._root = _Place(crumbs=(Crumb(title=settings.title, url=self.prefix + urls.HOME),))
        self._places: dict[TopicId, _Place] = {}

    def of_home(self) -> Frame:
        return Frame(url=self.prefix + urls.HOME, lang=self.settings.language)

    def of_list(self, address: str, *, below: str = "") -> Frame:
        """The frame of a page that is not a document's; `below` is the list that it belongs to.

        Crumbs of lists have no title, for it is a word of the interface.
        """
        crumbs = self._root.crumbs
        if below:
            crumbs += (Crumb(title="", url=self.prefix + below),)
        return Frame(url=self.prefix + address, lang=self.settings.language, crumbs=crumbs)

    def of_hidden(self, address: str, lang: str) -> Frame:
        """The frame of a page that no search engine should list."""
        return Frame(url=self.prefix + address, lang=lang, noindex=True, crumbs=self._root.crumbs)

    def of_thread_or_guide(self, document: Thread | Guide) -> Frame:
        place = self._first_place(document.meta.topics)
        return self._of(document, address_of(document), place, place.crumbs)

    def of_topic(self, topic: Topic) -> Frame:
        place = self._place(topic.id)
        return self._of(topic, address_of(topic), place, place.crumbs[:-1])

    def of_older_page(self, topic: Topic, address: str) -> Frame:
        """The frame of an older page of a topic's threads, which is in no other language."""
        place = self._place(topic.id)
        frame = self._of(topic, address, place, place.crumbs)
        return replace(frame, translations=())

    def of_page(self, page: Page) -> Frame:
        return self._of(page, address_of(page), self._root, self._root.crumbs)

    def _of(
        self, document: AddressedDocument, address: str, place: _Place, crumbs: tuple[Crumb, ...]
    ) -> Frame:
        return Frame(
            url=self.prefix + address,
            lang=document.meta.lang or self.settings.language,
            noindex=self._site.states[document.path] is State.DRAFT,
            feed_url=place.feed_url,
            feed_title=place.feed_title,
            crumbs=crumbs,
            translations=tuple(
                [
                    self._cards.translations[path]
                    for path in self._site.translations.get(document.path, ())
                ]
            ),
        )

    def _first_place(self, topics: Iterable[TopicId]) -> _Place:
        for topic in topics:
            if topic in self._site.topics:
                return self._place(topic)
        return self._root

    def _place(self, topic: TopicId) -> _Place:
        place = self._places.get(topic)
        if place is None:
            above = self._cards.topics_of(self._site.lineage(topic))
            place = self._places[topic] = _Place(
                crumbs=(
                    *self._root.crumbs,
                    *(Crumb(title=card.title, url=card.url, lang=card.lang) for card in above),
                ),
                feed_url=self.prefix + urls.topic_feed_address(topic),
                feed_title=above[-1].title,
            )
        return place
