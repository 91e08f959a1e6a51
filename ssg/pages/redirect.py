"""A redirect from an alias, an old address of a document, to the page that it has now.

Where the document is withdrawn or expired, that page is its tombstone, so that whoever kept an old
link learns the same as whoever kept the newest. A document that has no page yet has no redirects
either: they would tell that it is coming.

Search engines should follow a redirect, and list the new address: they take an immediate refresh
for a permanent redirect (https://developers.google.com/search/docs/crawling-indexing/301-redirects).
So it names the page as canonical, and does not ask to be left out, unless the page does.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from ssg import urls
from ssg.model.site import AddressedDocument, Site
from ssg.model.states import State
from ssg.pages import resource as resource_page
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, not_in_sitemap


class RedirectInputs(PageInputs, frozen=True, kw_only=True):
    """The head is that of the page to go to."""

    head: HeadInputs


class RedirectView(HtmlView, frozen=True, kw_only=True):
    target_url: str


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for document in _documents(context.site):
        for alias in document.aliases:
            lang = document.meta.lang or context.settings.language
            head = context.heads.of_hidden(context.address_of(document), lang)
            is_draft = context.site.state_of(document) is State.DRAFT
            yield _redirect(alias.path, replace(head, noindex=is_draft))
    for name, resource in context.site.resources.items():
        address = resource_page.ROUTE.address(resource=name)
        lang = context.list_language(resource.meta.lang or context.settings.language)
        head = replace(context.heads.of_hidden(address, lang), noindex=False)
        for path in resource.meta.aliases:
            yield _redirect(path, head)
    for tombstone in context.site.tombstones:
        for path in tombstone.aliases:
            yield _redirect(path, context.heads.of_hidden(tombstone.address, tombstone.lang))


def _redirect(alias: str, head: HeadInputs) -> PagePlan:
    return KIND.page(urls.alias_address(alias), RedirectInputs(head=head))


def _documents(site: Site) -> Iterator[AddressedDocument]:
    yield from site.all_threads()
    yield from site.guides.values()
    yield from site.topics.values()
    yield from site.pages.values()


def _build_view(inputs: RedirectInputs, context: ViewContext) -> RedirectView:
    return RedirectView(head=context.head(inputs.head), target_url=inputs.head.url)


KIND = PageKind(
    name="redirect",
    template="pages/redirect.html",
    inputs=RedirectInputs,
    view=RedirectView,
    routes=(),
    plan=_plan,
    sitemap=not_in_sitemap,
    build_view=_build_view,
)
