"""What a page's `<head>` needs, and where the page stands in the site."""

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.documents import Guide, Page, Thread, Topic
from ssg.model.ids import TopicId
from ssg.model.record import Record
from ssg.model.site import AddressedDocument, Site
from ssg.model.states import State
from ssg.pages.alternates import Alternate, make_alternates
from ssg.pages.cards import Cards, TranslationCard
from ssg.pages.participate import ParticipateView


class Crumb(Record, frozen=True, kw_only=True):
    title: str
    url: str
    lang: str
    word: str = ""
    """A word of the interface that names it in place of its title; empty on a page."""


class HeadInputs(Record, frozen=True, kw_only=True):
    """A `Head` without what comes from the page's own document: title and description."""

    url: str
    lang: str
    canonical: str = ""
    """The absolute address of the page that this one is a duplicate of; empty for none."""
    noindex: bool = False
    feed_url: str = ""
    follow_url: str = ""
    feed_title: str = ""
    feed_lang: str = ""
    crumbs: tuple[Crumb, ...] = ()
    translations: tuple[TranslationCard, ...] = ()
    alternates: tuple[Alternate, ...] = ()


class Head(Struct, frozen=True, kw_only=True):
    """What the page's `<head>` and its breadcrumbs need."""

    title: str
    description: str
    url: str
    """The page's address with the site's prefix."""
    address: str
    """The same as an absolute address."""
    canonical: str
    """The absolute address for search engines: of a duplicate, that of its original."""
    lang: str
    """The language of the page's content; the interface follows it where translated."""
    name: str = ""
    """What the page is called: its title, or that of a list in words of the interface."""
    description_lang: str = ""
    noindex: bool = False
    is_article: bool = False
    """Whether it is about a thread or a guide."""
    published: str = ""
    """When it was published and last changed: a date, or a time with its offset; or empty."""
    modified: str = ""
    structured_data: Markup = Markup()
    """Its JSON-LD; empty where no search engine should list the page, and for a duplicate."""
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
    alternates: tuple[Alternate, ...] = ()
    """All published versions of this page, itself included; none where there is no other."""


class _Place(Struct, frozen=True, kw_only=True):
    """A place in the topic tree: the crumbs below the home page down to it, and its feed."""

    crumbs: tuple[Crumb, ...] = ()
    feed_url: str = ""
    follow_url: str = ""
    feed_title: str = ""
    feed_lang: str = ""


_ROOT = _Place()
_HOME = "Home"
"""What crumbs call the home page."""


class Heads:
    """Makes the head inputs of pages, from their places in the topic tree.

    `home` is the address of the home page; `feed_url` is empty for a topic without a feed.
    """

    def __init__(
        self,
        site: Site,
        cards: Cards,
        settings: Settings,
        *,
        home: str,
        feed_url: Callable[[TopicId], str],
        follow_url: Callable[[TopicId], str],
    ) -> None:
        self._site = site
        self._cards = cards
        self._settings = settings
        self._language = settings.language
        self._prefix = settings.prefix
        self._feed_url = feed_url
        self._follow_url = follow_url
        self._home = home
        # Not a cached method: heads that refer to themselves would keep the whole site in memory,
        # since no cycles are collected while a command runs.
        self._made_home_crumbs: dict[str, tuple[Crumb, ...]] = {}
        self._duplicates = {thread.path for thread in site.duplicates.values()}
        self._places = {topic: self._make_place(topic) for topic in site.topics}

    def of_home(self, lang: str) -> HeadInputs:
        return replace(self.of_list_in(self._home, lang), crumbs=())

    def of_list_in(
        self, address: str, lang: str, languages: Sequence[str] | None = None
    ) -> HeadInputs:
        """The head of a list at `address`, or at the same one of another language of the site.

        `languages` are those that have the list, if not all have it.
        """
        head = self.of_list(self._settings.list_prefix(lang) + address, lang=lang)
        return replace(head, alternates=self.list_alternates(address, languages))

    def of_list(
        self, address: str, *, below: str = "", word: str = "", lang: str = ""
    ) -> HeadInputs:
        """The head of a page that is not about a document; `below` is the list it belongs to.

        Without `lang` it is in the site's own language. A `word` of the interface names that list.
        """
        lang = lang or self._language
        crumbs = self._home_crumbs(lang)
        if below:
            url = self._prefix + self._list_prefix(lang) + below
            crumbs += (Crumb(title="", url=url, lang=lang, word=word),)
        return HeadInputs(url=self._prefix + address, lang=lang, crumbs=crumbs)

    def of_hidden(self, address: str, lang: str) -> HeadInputs:
        """The head of a page that no search engine should list."""
        return HeadInputs(
            url=self._prefix + address, lang=lang, noindex=True, crumbs=self._home_crumbs(lang)
        )

    def of_thread_or_guide(self, document: Thread | Guide, address: str) -> HeadInputs:
        place = self._first_place(document.meta.topics, document.meta.lang or self._language)
        return self._of(document, address, place, place.crumbs)

    def of_topic(self, topic: Topic, address: str) -> HeadInputs:
        place = self._places[topic.id]
        return self._of(topic, address, place, place.crumbs[:-1])

    def of_older_page(self, topic: Topic, address: str) -> HeadInputs:
        """The head of an older page of a topic's threads, which has no translations."""
        place = self._places[topic.id]
        head = self._of(topic, address, place, place.crumbs)
        return replace(head, translations=(), alternates=())

    def of_page(self, page: Page, address: str) -> HeadInputs:
        return self._of(page, address, _ROOT, ())

    def alternates_of(self, document: AddressedDocument) -> tuple[Alternate, ...]:
        """All published versions of a published document, itself included.

        Duplicates are left out: a version of a page is canonical to itself.
        """
        others = self._site.translations.get(document.path)
        if not others or not self._is_version(document.path):
            return ()
        cards = (self._cards.translations[path] for path in filter(self._is_version, others))
        versions = [(card.lang, card.canonical) for card in cards]
        own = self._cards.translations[document.path]
        return make_alternates(sorted([(own.lang, own.canonical), *versions]), self._language)

    def list_alternates(
        self, address: str, languages: Sequence[str] | None = None
    ) -> tuple[Alternate, ...]:
        """The same list in all languages of the site, or in those that have it."""
        start = self._settings.origin + self._prefix
        versions = [
            (lang, start + self._settings.list_prefix(lang) + address)
            for lang in languages or self._settings.published_languages
        ]
        return make_alternates(versions, self._language)

    def _of(
        self, document: AddressedDocument, address: str, place: _Place, crumbs: tuple[Crumb, ...]
    ) -> HeadInputs:
        """The crumb of the home page is added to `crumbs`."""
        lang = document.meta.lang or self._language
        translations = self._site.translations.get(document.path, ())
        return HeadInputs(
            url=self._prefix + address,
            lang=lang,
            noindex=self._site.states[document.path] is State.DRAFT,
            feed_url=place.feed_url,
            follow_url=place.follow_url,
            feed_title=place.feed_title,
            feed_lang=place.feed_lang,
            crumbs=self._home_crumbs(lang) + crumbs,
            translations=tuple(map(self._cards.translations.__getitem__, translations)),
            alternates=self.alternates_of(document),
        )

    def _is_version(self, path: str) -> bool:
        return self._site.states[path] is State.PUBLISHED and path not in self._duplicates

    def _first_place(self, topics: Iterable[TopicId], lang: str) -> _Place:
        for topic in topics:
            if topic in self._places:
                return self._places[self._site.topic_in(topic, lang)]
        return _ROOT

    def _list_prefix(self, lang: str) -> str:
        """Where the lists are that show what is in `lang`."""
        return self._settings.list_prefix(self._settings.list_language(lang))

    def _home_crumbs(self, lang: str) -> tuple[Crumb, ...]:
        if lang not in self._made_home_crumbs:
            url = self._prefix + self._list_prefix(lang) + self._home
            self._made_home_crumbs[lang] = (Crumb(title="", url=url, lang=lang, word=_HOME),)
        return self._made_home_crumbs[lang]

    def _make_place(self, topic: TopicId) -> _Place:
        above = self._cards.topics_of(self._site.topic_path(topic))
        feed_url = self._feed_url(topic)
        return _Place(
            crumbs=tuple(Crumb(title=card.title, url=card.url, lang=card.lang) for card in above),
            feed_url=feed_url,
            follow_url=self._follow_url(topic) if feed_url else "",
            feed_title=above[-1].title,
            feed_lang=above[-1].lang,
        )
