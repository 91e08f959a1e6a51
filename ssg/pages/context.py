"""What page kinds are given: the whole site to plan from, and one page's inputs to build from."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache, partial
from typing import Any, Protocol, TypeVar

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from ssg import urls
from ssg.config import Settings
from ssg.model.codec import decode_document_as, encode
from ssg.model.documents import AnyDocument
from ssg.model.fragments import Fragment
from ssg.model.ids import TopicId
from ssg.model.media import LinkedFile, Medium
from ssg.model.record import Record
from ssg.model.scalars import day_text
from ssg.model.site import AddressedDocument, Site
from ssg.model.states import Environment
from ssg.pages.cards import Cards, TopicCard, TranslationCard
from ssg.pages.head import Crumb, Head, HeadInputs, Heads
from ssg.pages.kind import AnyPageKind
from ssg.pages.pagination import Pager
from ssg.pages.participate import fill_participate
from ssg.pages.slots import fill_slots
from ssg.pages.structured_data.graph import make_graph
from ssg.pages.structured_data.vocabulary import MedicalWebPage, QAPage, WebPage
from ssg.pages.texts import SiteText
from ssg.text import shorten_text

_DESCRIPTION = 160
"""Search engines show so many characters of a page's description, or fewer."""


class InLanguage(Protocol):
    """A card: the document that it is of is in `lang`."""

    @property
    def lang(self) -> str: ...


class Interface(Protocol):
    """The words of the theme in the language `lang`."""

    lang: str

    def translate(self, message: str) -> Markup:
        """The message in this language, as safe HTML."""

    def number(self, value: float) -> str:
        """The number with the language's separators."""


_MOST_PARTS = 64
"""Neighbours share most: a topic's feed has threads of that of the topic above it."""

# Each page has the same few sentences.
_without_tags = lru_cache(Markup.striptags)

D = TypeVar("D", bound=AnyDocument)
C = TypeVar("C", bound=InLanguage)
InputsT = TypeVar("InputsT", bound=Record)
T = TypeVar("T")


class PlanContext(Struct, frozen=True, kw_only=True):
    """In the parent process: all that plans are made from."""

    site: Site
    settings: Settings
    environment: Environment
    cards: Cards
    heads: Heads
    kinds: tuple[AnyPageKind, ...]
    address_of: Callable[[AddressedDocument], str]
    list_language: Callable[[str], str]
    """`Settings.list_language`, which remembers its answers."""
    prefix: str
    origin: str
    """Scheme and host."""

    def list_address(self, address: str, lang: str) -> str:
        """The address of a list of the site's language `lang`, from that of its own language."""
        return self.settings.list_prefix(lang) + address

    def in_language(self, cards: Iterable[C], lang: str) -> tuple[C, ...]:
        """Those of the cards that the lists of the site's language `lang` show."""
        if not self.settings.languages:
            return tuple(cards)
        return tuple([card for card in cards if self.list_language(card.lang) == lang])

    def topics_in(self, names: Iterable[TopicId], lang: str) -> Iterable[TopicId]:
        """The topics that a page in `lang` shows in place of these: their versions in it."""
        if not self.site.topic_versions:
            return names
        return dict.fromkeys(self.site.topic_in(name, lang) for name in names)

    def topics_of(self, names: Iterable[TopicId], lang: str) -> tuple[TopicCard, ...]:
        """The cards of topics as a page in `lang` shows them."""
        return self.cards.topics_of(self.topics_in(names, lang))

    def url(self, address: str) -> str:
        """What a page writes to link to an address."""
        return self.prefix + address

    def original_of(self, document: AddressedDocument) -> TranslationCard | None:
        """The original of a translation that is behind it; None for any other document."""
        behind = self.site.behind.get(document.path)
        return self.cards.translations[behind.original] if behind else None

    def modified(self, document: AddressedDocument) -> str:
        """The day of a document's last change, for the sitemap; empty if it is not known."""
        changed = self.site.last_changes.get(document.path)
        return day_text(changed) if changed else ""

    def links_of(self, document: AddressedDocument) -> dict[str, str]:
        """Where the targets of a document's links lead; empty for no address yet."""
        return dict(self.site.links.get(document.path, {}))

    def media_of(self, document: AddressedDocument) -> dict[str, Medium]:
        """The images and other files among the targets of a document's links."""
        media = self.site.media
        if not media:
            return {}
        targets = self.site.links.get(document.path, {})
        return {one: media[path] for one in targets if (path := urls.target_path(one)) in media}


class ViewContext(Struct, frozen=True, kw_only=True):
    """In the process that renders: all that a view is built with, beside its inputs."""

    settings: Settings
    document: str
    """The path of the document that the page is about; empty for none."""
    documents: Callable[[str], bytes]
    """The document at a path as msgpack: one of the plan's `documents`."""
    fragments: Callable[[str], tuple[Fragment, ...]]
    """The fragments of the file at a path: the body or question, then one for each post.

    They are asked for the plan's `sources` only.
    """
    alert_titles: Callable[[str], Mapping[str, str]]
    """The titles of care cards by kind, in a language."""
    interface: Callable[[str], Interface]
    """The interface of pages in a language."""
    file_label: Callable[[LinkedFile, str], Markup]
    """What a link to a file says of it, on a page in a language."""
    parts: MutableMapping[bytes, Any]
    """See `part`; it is empty, or from pages of the same documents and fragments."""

    def part(self, inputs: InputsT, make: "Callable[[InputsT, ViewContext], T]") -> T:
        """What `make` gives, or gave for the same inputs on one of the last pages.

        It is made from inputs and sources alone, and by one function for inputs of a class.
        """
        key = encode(inputs)
        part: T = self.parts.pop(key, None) or make(inputs, self)
        if len(self.parts) == _MOST_PARTS:
            del self.parts[next(iter(self.parts))]
        # The last one that was used comes last.
        self.parts[key] = part
        return part

    def filler(
        self,
        addresses: Mapping[str, str],
        media: Mapping[str, Medium],
        lang: str,
        *,
        canonical: str = "",
    ) -> Callable[[Fragment], Markup]:
        """What gives fragments as a page in `lang` shows them: see `fill_slots`."""
        return partial(
            fill_slots,
            addresses=addresses,
            titles=self.alert_titles(lang),
            media=media,
            file_label=lambda file: self.file_label(file, lang),
            canonical=canonical,
        )

    def document_as(self, kind: type[D]) -> D:
        return self.source_as(kind, self.document)

    def source_as(self, kind: type[D], path: str) -> D:
        """The document at `path`, one of the plan's `documents`."""
        return decode_document_as(kind, self.documents(path))

    def phrase(self, message: str, lang: str, **values: str) -> SiteText:
        """A sentence of the interface of pages in `lang`, as plain text.

        It is one of the theme's templates too, where translators find it.
        """
        interface = self.interface(lang)
        text = _without_tags(interface.translate(message))
        for name, value in values.items():
            text = text.replace(f"%({name})s", value)
        return SiteText(text, interface.lang)

    def list_head(
        self,
        head: HeadInputs,
        *,
        name: str,
        lead: str,
        pager: Pager | None = None,
        page: WebPage | None = None,
    ) -> Head:
        """The head of a page whose name and description are sentences of the interface.

        The parts of a long list have numbers in their names, but for the newest.
        """
        if pager and pager.newer_url:
            number = self.interface(head.lang).number(pager.number)
            title = self.phrase(f"{name}, page %(number)s", head.lang, number=number)
        else:
            title = self.phrase(name, head.lang)
        description = self.phrase(lead, head.lang)
        return self.head(
            head,
            name=title.text,
            description=description.text,
            description_lang=description.lang,
            page=page,
        )

    def head(
        self,
        head: HeadInputs,
        *,
        title: str = "",
        name: str = "",
        description: str = "",
        description_lang: str = "",
        page: WebPage | None = None,
    ) -> Head:
        """A page that is not about a document has no title, but a `name`.

        The description is in the page's language if none is given. `page` is what structured data
        say of this page beside what they say of each.
        """
        crumbs = tuple([self._name_crumb(crumb, head.lang) for crumb in head.crumbs])
        address = self.settings.origin + head.url
        name = name or title
        # What search engines read on a page, they ascribe to its canonical one: another question.
        is_listed = not (head.noindex or head.canonical)
        page = replace(page or WebPage(), name=name, url=address, in_language=head.lang)
        return Head(
            title=title,
            name=name,
            description=shorten_text(description or name, _DESCRIPTION),
            description_lang=description_lang or head.lang,
            url=head.url,
            address=address,
            canonical=head.canonical or address,
            lang=head.lang,
            noindex=head.noindex,
            is_article=isinstance(page, QAPage | MedicalWebPage),
            published=page.date_published,
            modified=page.date_modified,
            structured_data=make_graph(page, crumbs, self.settings) if is_listed else Markup(),
            feed_url=head.feed_url,
            follow_url=head.follow_url,
            feed_title=head.feed_title,
            feed_lang=head.feed_lang,
            crumbs=crumbs,
            translations=head.translations,
            participate=fill_participate(self.settings, url=head.url, title=title, lang=head.lang),
            alternates=head.alternates,
        )

    def _name_crumb(self, crumb: Crumb, lang: str) -> Crumb:
        if not crumb.word:
            return crumb
        name = self.phrase(crumb.word, lang)
        return Crumb(title=name.text, url=crumb.url, lang=name.lang)
