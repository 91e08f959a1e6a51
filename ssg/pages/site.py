"""What all pages of a language show of the site."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from ssg import urls
from ssg.config import Settings
from ssg.config.pictures import PictureSize
from ssg.model.documents import Page
from ssg.model.record import Record
from ssg.model.site import Site
from ssg.model.states import Environment
from ssg.pages import (
    a_to_z,
    changes,
    feed,
    follow,
    help,
    home,
    page,
    resources,
    search,
    threads,
    topics,
)
from ssg.pages.cards import PageCard
from ssg.pages.help import EmergencyNumberCard, HelplineCard, cards_in
from ssg.pages.menus import LinkView, make_links
from ssg.pages.registry import optional_addresses
from ssg.pages.texts import site_text


class LanguageHome(Record, frozen=True, kw_only=True):
    """A language of the site, and the home page in it."""

    lang: str
    url: str


class PictureView(Record, frozen=True, kw_only=True):
    """What other sites show beside a link to a page; `canonical` is its absolute address."""

    canonical: str
    alt: str
    width: int
    height: int


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
    search_url: str
    """The page that searches the site; empty for a site without search."""
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
    picture: PictureView | None = None
    """For links to pages in this language; None for a site without one."""
    is_preview: bool = False
    """Whether pages say that they are a preview, and ask search engines to leave them out."""
    extra: dict[str, Any] = field(default_factory=dict)
    """The `extra` of site.yaml."""

    def emergency_numbers_in(self, lang: str) -> tuple[EmergencyNumberCard, ...]:
        """Those that are meant for pages in `lang`."""
        return cards_in(lang, self.emergency_numbers)


def site_views(
    site: Site,
    *,
    settings: Settings,
    assets: Mapping[str, str],
    environment: Environment = Environment.PRODUCTION,
) -> dict[str, SiteView]:
    """What all pages show of the site, by the language of the lists that they belong to.

    `assets` are addresses by path under assets/.
    """
    optional = optional_addresses(site, settings)
    return {
        lang: replace(
            _view(lang, site, settings, assets, optional),
            is_preview=environment is Environment.PREVIEW,
        )
        for lang in settings.published_languages
    }


def picture_views(settings: Settings, sizes: Mapping[str, PictureSize]) -> dict[str, PictureView]:
    """The picture for each language of the site: the site's own, where that has none."""
    images = settings.images
    found: dict[str, PictureView] = {}
    for lang in settings.published_languages:
        image = images.get(lang) or images.get(settings.language)
        if image and (size := sizes.get(image.src)):
            address = urls.href(settings.prefix, f"/{image.output_path}")
            found[lang] = PictureView(
                canonical=settings.origin + address,
                alt=image.alt,
                width=size.width,
                height=size.height,
            )
    return found


def _view(
    lang: str,
    site: Site,
    settings: Settings,
    assets: Mapping[str, str],
    optional: Mapping[str, bool],
) -> SiteView:
    title = site_text(settings, lang, lambda texts: texts.title)
    description = site_text(settings, lang, lambda texts: texts.description)
    disclaimer = site_text(settings, lang, lambda texts: texts.disclaimers.site)
    footer = site_text(settings, lang, lambda texts: texts.footer)

    def url(address: str) -> str:
        here = settings.list_prefix(lang) + address
        return settings.prefix + here if optional.get(here, True) else ""

    return SiteView(
        title=title.text,
        title_lang=title.lang,
        description=description.text,
        description_lang=description.lang,
        lang=lang,
        main_lang=settings.language,
        languages=_languages(settings),
        home_url=url(home.ADDRESS),
        threads_url=url(threads.ADDRESS),
        topics_url=url(topics.ADDRESS),
        a_to_z_url=url(a_to_z.ADDRESS),
        resources_url=url(resources.ADDRESS),
        feed_url=url(feed.ADDRESS),
        follow_url=url(follow.ADDRESS),
        changes_url=url(changes.ADDRESS),
        search_url=url(search.ADDRESS),
        help_url=url(help.ADDRESS),
        emergency_numbers=help.emergency_number_cards(settings),
        helplines=help.helpline_cards(settings),
        menu=make_links(lambda texts: texts.menu, lang, site, settings, optional),
        footer_links=make_links(lambda texts: texts.footer_links, lang, site, settings, optional),
        nav=tuple(page.make_card(one, settings) for one in _nav_pages(lang, site, settings)),
        disclaimer=disclaimer.text,
        disclaimer_lang=disclaimer.lang,
        footer=footer.text,
        footer_lang=footer.lang,
        assets=dict(assets),
        extra=settings.extra,
    )


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
