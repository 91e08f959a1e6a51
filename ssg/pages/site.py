"""What all pages show of the site."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from ssg.config import Settings
from ssg.model.documents import Page
from ssg.model.site import Site
from ssg.pages import a_to_z, changes, feed, follow, help, home, page, resources, threads, topics
from ssg.pages.cards import PageCard
from ssg.pages.help import EmergencyNumberCard, HelplineCard, cards_in


class SiteView(Struct, frozen=True, kw_only=True):
    """What every page shows of the site: the same object for all pages."""

    title: str
    description: str
    lang: str
    home_url: str
    threads_url: str
    topics_url: str
    a_to_z_url: str
    resources_url: str
    feed_url: str
    """Empty for a site that never had a thread."""
    follow_url: str
    """How to follow that feed; empty for a site without one."""
    changes_url: str
    """The list of all corrections; empty for a site without any."""
    help_url: str
    """Whom to call for help; empty for a site that names no number."""
    emergency_numbers: tuple[EmergencyNumberCard, ...]
    helplines: tuple[HelplineCard, ...]
    nav: tuple[PageCard, ...]
    """Editorial pages with a `nav` position, in its order, for the footer."""
    disclaimer: str
    footer: str
    assets: dict[str, str]
    """Addresses of the theme's assets by their path under assets/, fingerprinted."""
    extra: dict[str, Any] = field(default_factory=dict)
    """The `extra` of site.yaml."""

    def emergency_numbers_in(self, lang: str) -> tuple[EmergencyNumberCard, ...]:
        """Those that are meant for pages in `lang`."""
        return cards_in(lang, self.emergency_numbers)


def site_view(site: Site, *, settings: Settings, assets: Mapping[str, str]) -> SiteView:
    """What all pages show of the site. `assets` are addresses by path under assets/."""
    prefix = settings.prefix
    return SiteView(
        title=settings.title,
        description=settings.description,
        lang=settings.language,
        home_url=prefix + home.ADDRESS,
        threads_url=prefix + threads.ADDRESS,
        topics_url=prefix + topics.ADDRESS,
        a_to_z_url=prefix + a_to_z.ADDRESS,
        resources_url=prefix + resources.ADDRESS,
        feed_url=prefix + feed.ADDRESS if feed.has_site_feed(site) else "",
        follow_url=prefix + follow.ADDRESS if feed.has_site_feed(site) else "",
        changes_url=prefix + changes.ADDRESS if site.corrections else "",
        help_url=prefix + help.ADDRESS if help.has_help(settings) else "",
        emergency_numbers=help.emergency_number_cards(settings),
        helplines=help.helpline_cards(settings),
        nav=_nav(site, settings),
        disclaimer=settings.disclaimers.site,
        footer=settings.footer,
        assets=dict(assets),
        extra=settings.extra,
    )


def _nav(site: Site, settings: Settings) -> tuple[PageCard, ...]:
    def position(one: Page) -> tuple[int, str]:
        return one.meta.nav or 0, one.id

    pages = sorted((one for one in site.pages.values() if one.meta.nav is not None), key=position)
    return tuple(page.make_card(one, settings) for one in pages)
