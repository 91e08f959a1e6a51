"""The views of what stands at an address without being a document or a list."""

from ssg.pages.inputs import (
    NotFoundInputs,
    RedirectInputs,
    RobotsInputs,
    SitemapIndexInputs,
    SitemapInputs,
    TombstoneInputs,
)
from ssg.pages.materials import Materials
from ssg.pages.views import (
    NotFoundView,
    RedirectView,
    RobotsView,
    SitemapIndexView,
    SitemapView,
    TombstoneView,
)


def tombstone_view(inputs: TombstoneInputs, materials: Materials) -> TombstoneView:
    return TombstoneView(
        head=materials.head(inputs.frame), state=inputs.state, topics=inputs.topics
    )


def redirect_view(inputs: RedirectInputs, materials: Materials) -> RedirectView:
    return RedirectView(head=materials.head(inputs.frame), target_url=inputs.frame.url)


def not_found_view(inputs: NotFoundInputs, materials: Materials) -> NotFoundView:
    return NotFoundView(head=materials.head(inputs.frame))


def sitemap_view(inputs: SitemapInputs) -> SitemapView:
    return SitemapView(entries=inputs.entries)


def sitemap_index_view(inputs: SitemapIndexInputs) -> SitemapIndexView:
    return SitemapIndexView(sitemaps=inputs.urls)


def robots_view(inputs: RobotsInputs) -> RobotsView:
    return RobotsView(sitemap_url=inputs.sitemap_url)
