"""What all pages of a language show of the site."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from ssg.config import MenuLink, Settings, SiteLanguage
from ssg.model.documents import Page
from ssg.model.record import Record
from ssg.model.site import AddressedDocument, Site
from ssg.pages import a_to_z, changes, feed, follow, help, home, page, resources, threads, topics
from ssg.pages.cards import PageCard
from ssg.pages.help import EmergencyNumberCard, HelplineCard, cards_in
from ssg.pages.registry import address_of
from ssg.pages.texts import site_text


class LanguageHome(Record, frozen=True, kw_only=True):
    """A language of the site, and the home page in it."""

    lang: str
    url: str


class LinkView(Record, frozen=True, kw_only=True):
    """A link of the menu or of the footer."""

    url: str
    title: str
    """Empty for a list of the theme, which has a word of the interface."""
    lang: str


class SiteView(Struct, frozen=True, kw_only=True):
    """What every page in a language shows of the site: the same object for all of them."""

    title: str
    title_lang: str
    """The language of the title: the site's own, where it has none in this language."""
    description: str
    description_lang: str
    lang: str
    """The language of the lists that these pages belong to; a page itself may be in another."""
    main_lang: str
    """The site's own language, in which people, publishers and resources are described."""
    languages: tuple[LanguageHome, ...]
    """All languages of the site, its own first; none for a site in one language."""
    home_url: str
    threads_url: str
    topics_url: str
    a_to_z_url: str
    resources_url: str
    feed_url: str
    """Empty if there never was a thread in this language."""
    follow_url: str
    """How to follow that feed; empty for a site without one."""
    changes_url: str
    """The list of all corrections; empty for a site without any."""
    help_url: str
    """Whom to call for help; empty for a site that names no number."""
    emergency_numbers: tuple[EmergencyNumberCard, ...]
    helplines: tuple[HelplineCard, ...]
    menu: tuple[LinkView, ...]
    """The links of the head of every page."""
    footer_links: tuple[LinkView, ...]
    nav: tuple[PageCard, ...]
    """Editorial pages with a `nav` position, in its order, for the footer."""
    disclaimer: str
    disclaimer_lang: str
    footer: str
    footer_lang: str
    assets: dict[str, str]
    """Addresses of the theme's assets by their path under assets/, fingerprinted."""
    theme_colors: tuple[str, str] = ("", "")
    """Those of the browser's own frame around a page, by day and by night; empty if not known."""
    extra: dict[str, Any] = field(default_factory=dict)
    """The `extra` of site.yaml."""

    def emergency_numbers_in(self, lang: str) -> tuple[EmergencyNumberCard, ...]:
        """Those that are meant for pages in `lang`."""
        return cards_in(lang, self.emergency_numbers)


def site_views(site: Site, *, settings: Settings, assets: Mapping[str, str]) -> dict[str, SiteView]:
    """What all pages show of the site, by the language of the lists that they belong to.

    `assets` are addresses by path under assets/.
    """
    return {lang: _view(lang, site, settings, assets) for lang in settings.published_languages}


def _view(lang: str, site: Site, settings: Settings, assets: Mapping[str, str]) -> SiteView:
    start = settings.prefix + settings.list_prefix(lang)
    title = site_text(settings, lang, lambda texts: texts.title)
    description = site_text(settings, lang, lambda texts: texts.description)
    disclaimer = site_text(settings, lang, lambda texts: texts.disclaimers.site)
    footer = site_text(settings, lang, lambda texts: texts.footer)
    return SiteView(
        title=title.text,
        title_lang=title.lang,
        description=description.text,
        description_lang=description.lang,
        lang=lang,
        main_lang=settings.language,
        languages=_languages(settings),
        home_url=start + home.ADDRESS,
        threads_url=start + threads.ADDRESS,
        topics_url=start + topics.ADDRESS,
        a_to_z_url=start + a_to_z.ADDRESS,
        resources_url=start + resources.ADDRESS,
        feed_url=start + feed.ADDRESS if feed.has_site_feed(site, settings, lang) else "",
        follow_url=start + follow.ADDRESS if feed.has_site_feed(site, settings, lang) else "",
        changes_url=(
            start + changes.ADDRESS if changes.corrections_in(lang, site, settings) else ""
        ),
        help_url=start + help.ADDRESS if help.has_help(settings) else "",
        emergency_numbers=help.emergency_number_cards(settings),
        helplines=help.helpline_cards(settings),
        menu=_links(lang, site, settings, lambda texts: texts.menu),
        footer_links=_links(lang, site, settings, lambda texts: texts.footer_links),
        nav=tuple(page.make_card(one, settings) for one in _nav_pages(lang, site, settings)),
        disclaimer=disclaimer.text,
        disclaimer_lang=disclaimer.lang,
        footer=footer.text,
        footer_lang=footer.lang,
        assets=dict(assets),
        extra=settings.extra,
    )


_Texts = Settings | SiteLanguage
_LISTS = frozenset(
    one.ADDRESS for one in (a_to_z, changes, follow, help, home, resources, threads, topics)
)


def _links(
    lang: str, site: Site, settings: Settings, pick: Callable[[_Texts], tuple[MenuLink, ...]]
) -> tuple[LinkView, ...]:
    """The links of a menu for pages in `lang`.

    They are those of the language's own menu, or else the site's, with its lists and translations
    in `lang`.
    """
    block = settings.languages.get(lang)
    own = pick(block) if block else ()
    text_lang = lang if own else settings.language
    documents = {address_of(one): one for one in _documents(site)}

    def link(entry: MenuLink) -> LinkView:
        if entry.url in _LISTS:
            url = settings.prefix + settings.list_prefix(lang) + entry.url
            return LinkView(url=url, title=entry.title, lang=text_lang)
        document = documents.get(entry.url)
        if document is None:
            url = settings.prefix + entry.url if entry.is_path else entry.url
            return LinkView(url=url, title=entry.title or entry.url, lang=text_lang)
        shown = _version_in(lang, document, documents.values(), site, settings)
        title = entry.title if entry.title and shown is document else shown.meta.title
        return LinkView(
            url=settings.prefix + address_of(shown),
            title=title,
            lang=text_lang if title == entry.title else shown.meta.lang or settings.language,
        )

    return tuple(link(entry) for entry in own or pick(settings))


def _version_in(
    lang: str,
    document: AddressedDocument,
    documents: Iterable[AddressedDocument],
    site: Site,
    settings: Settings,
) -> AddressedDocument:
    """The translation of a document for pages in `lang`, or the document where there is none."""
    if settings.list_language(document.meta.lang or settings.language) == lang:
        return document
    versions = site.translations.get(document.path, ())
    found = (
        one
        for one in documents
        if one.path in versions
        and settings.list_language(one.meta.lang or settings.language) == lang
    )
    return next(found, document)


def _documents(site: Site) -> Iterator[AddressedDocument]:
    for documents in (site.pages, site.guides, site.topics, site.threads):
        yield from documents.values()


def _languages(settings: Settings) -> tuple[LanguageHome, ...]:
    if not settings.languages:
        return ()
    return tuple(
        LanguageHome(lang=lang, url=settings.prefix + settings.list_prefix(lang) + home.ADDRESS)
        for lang in settings.published_languages
    )


def _nav_pages(lang: str, site: Site, settings: Settings) -> tuple[Page, ...]:
    """In place of a page in another language its translation, or, without one, the site's own."""
    by_path = {one.path: one for one in site.pages.values()}

    def versions(one: Page) -> Iterator[Page]:
        for path in (one.path, *site.translations.get(one.path, ())):
            if settings.list_language(by_path[path].meta.lang or settings.language) == lang:
                yield by_path[path]
        if settings.list_language(one.meta.lang or settings.language) == settings.language:
            yield one

    def position(one: Page) -> tuple[int, str]:
        return one.meta.nav or 0, one.id

    pages = sorted((one for one in site.pages.values() if one.meta.nav is not None), key=position)
    return tuple(
        {found.path: found for one in pages if (found := next(versions(one), None))}.values()
    )
