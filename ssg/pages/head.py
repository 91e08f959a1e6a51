"""What a page's `<head>` needs, and where the page stands in the site."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.documents import Guide, Page, Thread, Topic
from ssg.model.ids import TopicId
from ssg.model.record import Record
from ssg.model.site import AddressedDocument, Site
from ssg.model.states import State
from ssg.pages.cards import Cards, TranslationCard
from ssg.pages.participate import ParticipateView


class Crumb(Record, frozen=True, kw_only=True):
    title: str
    url: str
    lang: str


class HeadInputs(Record, frozen=True, kw_only=True):
    """A `Head` without what comes from the page's own document: title and description."""

    url: str
    lang: str
    noindex: bool = False
    feed_url: str = ""
    follow_url: str = ""
    feed_title: str = ""
    feed_lang: str = ""
    crumbs: tuple[Crumb, ...] = ()
    translations: tuple[TranslationCard, ...] = ()


class Head(Struct, frozen=True, kw_only=True):
    """What the page's `<head>` and its breadcrumbs need."""

    title: str
    description: str
    url: str
    """The page's address with the site's prefix."""
    canonical: str
    lang: str
    """The language of the page's content; the interface follows it where translated."""
    noindex: bool = False
    feed_url: str = ""
    """The Atom feed of this very page's subject, beside the site's; empty for none."""
    follow_url: str = ""
    """The page that says how to follow that feed."""
    feed_title: str = ""
    feed_lang: str = ""
    """The language of that title."""
    crumbs: tuple[Crumb, ...] = ()
    """From the home page down to the parent of this page."""
    translations: tuple[TranslationCard, ...] = ()
    participate: ParticipateView = ParticipateView()


class _Place(Struct, frozen=True, kw_only=True):
    """A place in the topic tree: the crumbs down to it, itself included, and its feed."""

    crumbs: tuple[Crumb, ...]
    feed_url: str = ""
    follow_url: str = ""
    feed_title: str = ""
    feed_lang: str = ""


class Heads:
    """Makes the head inputs of pages, from their places in the topic tree.

    `feed_url` is empty for a topic without a feed.
    """

    def __init__(
        self,
        site: Site,
        cards: Cards,
        settings: Settings,
        *,
        home_url: str,
        feed_url: Callable[[TopicId], str],
        follow_url: Callable[[TopicId], str],
    ) -> None:
        self._site = site
        self._cards = cards
        self._language = settings.language
        self._prefix = settings.prefix
        self._feed_url = feed_url
        self._follow_url = follow_url
        self._root = _Place(
            crumbs=(Crumb(title=settings.title, url=home_url, lang=settings.language),)
        )
        self._places = {topic: self._make_place(topic) for topic in site.topics}

    def of_home(self, address: str) -> HeadInputs:
        return HeadInputs(url=self._prefix + address, lang=self._language)

    def of_list(self, address: str, *, below: str = "") -> HeadInputs:
        """The head of a page that is not about a document; `below` is the list it belongs to.

        Crumbs of lists have no title, because it is a word of the interface.
        """
        crumbs = self._root.crumbs
        if below:
            crumbs += (Crumb(title="", url=self._prefix + below, lang=self._language),)
        return HeadInputs(url=self._prefix + address, lang=self._language, crumbs=crumbs)

    def of_hidden(self, address: str, lang: str) -> HeadInputs:
        """The head of a page that no search engine should list."""
        return HeadInputs(
            url=self._prefix + address, lang=lang, noindex=True, crumbs=self._root.crumbs
        )

    def of_thread_or_guide(self, document: Thread | Guide, address: str) -> HeadInputs:
        place = self._first_place(document.meta.topics)
        return self._of(document, address, place, place.crumbs)

    def of_topic(self, topic: Topic, address: str) -> HeadInputs:
        place = self._places[topic.id]
        return self._of(topic, address, place, place.crumbs[:-1])

    def of_older_page(self, topic: Topic, address: str) -> HeadInputs:
        """The head of an older page of a topic's threads, which has no translations."""
        place = self._places[topic.id]
        head = self._of(topic, address, place, place.crumbs)
        return replace(head, translations=())

    def of_page(self, page: Page, address: str) -> HeadInputs:
        return self._of(page, address, self._root, self._root.crumbs)

    def _of(
        self, document: AddressedDocument, address: str, place: _Place, crumbs: tuple[Crumb, ...]
    ) -> HeadInputs:
        translations = self._site.translations.get(document.path, ())
        return HeadInputs(
            url=self._prefix + address,
            lang=document.meta.lang or self._language,
            noindex=self._site.states[document.path] is State.DRAFT,
            feed_url=place.feed_url,
            follow_url=place.follow_url,
            feed_title=place.feed_title,
            feed_lang=place.feed_lang,
            crumbs=crumbs,
            translations=tuple(map(self._cards.translations.__getitem__, translations)),
        )

    def _first_place(self, topics: Iterable[TopicId]) -> _Place:
        for topic in topics:
            if topic in self._places:
                return self._places[topic]
        return self._root

    def _make_place(self, topic: TopicId) -> _Place:
        above = self._cards.topics_of(self._site.topic_path(topic))
        feed_url = self._feed_url(topic)
        return _Place(
            crumbs=(
                *self._root.crumbs,
                *(Crumb(title=card.title, url=card.url, lang=card.lang) for card in above),
            ),
            feed_url=feed_url,
            follow_url=self._follow_url(topic) if feed_url else "",
            feed_title=above[-1].title,
            feed_lang=above[-1].lang,
        )
