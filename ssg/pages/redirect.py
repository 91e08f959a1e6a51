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

from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, not_in_sitemap
from ssg.pages.redirects import find_redirects


class RedirectInputs(PageInputs, frozen=True, kw_only=True):
    """The head is that of the page to go to."""

    head: HeadInputs


class RedirectView(HtmlView, frozen=True, kw_only=True):
    target_url: str


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for one in find_redirects(context.site, context.settings, context.kinds, context.address_of):
        if one.is_page:
            head = replace(context.heads.of_hidden(one.target, one.lang), noindex=one.noindex)
            yield KIND.page(one.alias, RedirectInputs(head=head))


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
