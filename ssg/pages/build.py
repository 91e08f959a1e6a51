"""Builds the view of a planned page: from its inputs and fragments, and from nothing else."""

from collections.abc import Callable, Mapping

from ssg import urls
from ssg.config import Settings
from ssg.model.cards import PageCard
from ssg.model.codec import decode_document_as
from ssg.model.documents import Guide, Page, Thread, Topic
from ssg.model.fragments import Fragment
from ssg.model.site import Site, address_of
from ssg.pages import documents, feeds, listings, technical
from ssg.pages.inputs import (
    AToZInputs,
    FeedInputs,
    GuideInputs,
    HomeInputs,
    NotFoundInputs,
    PageInputs,
    RedirectInputs,
    ResourceInputs,
    ResourcesInputs,
    RobotsInputs,
    SitemapIndexInputs,
    SitemapInputs,
    ThreadInputs,
    ThreadsInputs,
    TombstoneInputs,
    TopicInputs,
)
from ssg.pages.materials import Materials
from ssg.pages.plan import PagePlan
from ssg.pages.views import SiteView, View


def build_view(
    plan: PagePlan,
    *,
    document: bytes,
    settings: Settings,
    fragments: Callable[[str], tuple[Fragment, ...]],
    alert_titles: Callable[[str], Mapping[str, str]],
) -> View:
    """The view that `plan.template` shows.

    `document` is the one at `plan.document` as msgpack, if the page is about one;
    `fragments` gives those of the file at a path, and is asked for `plan.sources` only;
    `alert_titles` gives the titles of care cards by kind in a language.
    """
    materials = Materials(settings=settings, fragments=fragments, alert_titles=alert_titles)
    match plan.inputs:
        case ThreadInputs() | GuideInputs() | TopicInputs() | PageInputs() as inputs:
            return _document_view(document, inputs, materials)
        case (
            HomeInputs() | ThreadsInputs() | AToZInputs() | ResourcesInputs() | ResourceInputs()
        ) as inputs:
            return _listing_view(inputs, materials)
        case FeedInputs() as inputs:
            return feeds.feed_view(inputs, materials)
        case TombstoneInputs() as inputs:
            return technical.tombstone_view(inputs, materials)
        case RedirectInputs() as inputs:
            return technical.redirect_view(inputs, materials)
        case NotFoundInputs() as inputs:
            return technical.not_found_view(inputs, materials)
        case SitemapInputs() as inputs:
            return technical.sitemap_view(inputs)
        case SitemapIndexInputs() as inputs:
            return technical.sitemap_index_view(inputs)
        case RobotsInputs() as inputs:
            return technical.robots_view(inputs)


def _document_view(
    document: bytes,
    inputs: ThreadInputs | GuideInputs | TopicInputs | PageInputs,
    materials: Materials,
) -> View:
    match inputs:
        case ThreadInputs():
            return documents.thread_view(decode_document_as(Thread, document), inputs, materials)
        case GuideInputs():
            return documents.guide_view(decode_document_as(Guide, document), inputs, materials)
        case TopicInputs():
            return documents.topic_view(decode_document_as(Topic, document), inputs, materials)
        case PageInputs():
            return documents.page_view(decode_document_as(Page, document), inputs, materials)


def _listing_view(
    inputs: HomeInputs | ThreadsInputs | AToZInputs | ResourcesInputs | ResourceInputs,
    materials: Materials,
) -> View:
    match inputs:
        case HomeInputs():
            return listings.home_view(inputs, materials)
        case ThreadsInputs():
            return listings.threads_view(inputs, materials)
        case AToZInputs():
            return listings.a_to_z_view(inputs, materials)
        case ResourcesInputs():
            return listings.resources_view(inputs, materials)
        case ResourceInputs():
            return listings.resource_view(inputs, materials)


def site_view(site: Site, *, settings: Settings, assets: Mapping[str, str]) -> SiteView:
    """What all pages show of the site. `assets` are addresses by path under assets/."""
    prefix = settings.prefix
    return SiteView(
        title=settings.title,
        description=settings.description,
        lang=settings.language,
        home_url=prefix + urls.HOME,
        threads_url=prefix + urls.THREADS,
        a_to_z_url=prefix + urls.A_TO_Z,
        resources_url=prefix + urls.RESOURCES,
        feed_url=prefix + urls.FEED,
        nav=_nav(site, settings),
        disclaimer=settings.disclaimers.site,
        footer=settings.footer,
        assets=dict(assets),
        extra=settings.extra,
    )


def _nav(site: Site, settings: Settings) -> tuple[PageCard, ...]:
    def position(page: Page) -> tuple[int, str]:
        return page.meta.nav or 0, page.id

    pages = sorted((one for one in site.pages.values() if one.meta.nav is not None), key=position)
    return tuple(
        PageCard(
            url=settings.prefix + address_of(page),
            title=page.meta.title,
            lang=page.meta.lang if page.meta.lang and page.meta.lang != settings.language else "",
        )
        for page in pages
    )
