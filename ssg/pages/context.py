"""What page kinds are given: the whole site to plan from, and one page's inputs to build from."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeVar

from msgspec import Struct

from ssg.config import Settings
from ssg.model.codec import decode_document_as
from ssg.model.documents import AnyDocument
from ssg.model.fragments import Fragment
from ssg.model.ids import TopicId
from ssg.model.scalars import day_text
from ssg.model.site import AddressedDocument, Site
from ssg.pages.cards import Cards, TopicCard, TranslationCard
from ssg.pages.head import Head, HeadInputs, Heads
from ssg.pages.kind import AnyPageKind
from ssg.pages.participate import fill_participate


class InLanguage(Protocol):
    """A card: the document that it is of is in `lang`."""

    @property
    def lang(self) -> str: ...


D = TypeVar("D", bound=AnyDocument)
C = TypeVar("C", bound=InLanguage)


class PlanContext(Struct, frozen=True, kw_only=True):
    """In the parent process: all that plans are made from."""

    site: Site
    settings: Settings
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


class ViewContext(Struct, frozen=True, kw_only=True):
    """In the process that renders: all that a view is built with, beside its inputs."""

    settings: Settings
    document: bytes
    """The document that the page is about as msgpack; empty for none."""
    fragments: Callable[[str], tuple[Fragment, ...]]
    """The fragments of the file at a path: the body or question, then one for each post.

    They are asked for the plan's `sources` only.
    """
    alert_titles: Callable[[str], Mapping[str, str]]
    """The titles of care cards by kind, in a language."""

    def document_as(self, kind: type[D]) -> D:
        return decode_document_as(kind, self.document)

    def head(self, head: HeadInputs, *, title: str = "", description: str | None = None) -> Head:
        """A page that is not about a document has no title: its template names it."""
        return Head(
            title=title,
            description=description or "",
            url=head.url,
            canonical=self.settings.origin + head.url,
            lang=head.lang,
            noindex=head.noindex,
            feed_url=head.feed_url,
            follow_url=head.follow_url,
            feed_title=head.feed_title,
            feed_lang=head.feed_lang,
            crumbs=head.crumbs,
            translations=head.translations,
            participate=fill_participate(self.settings, url=head.url, title=title, lang=head.lang),
            alternates=head.alternates,
        )
