"""The graph of a page, as the text of its `<script type="application/ld+json">`."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings
from ssg.pages.head import Crumb
from ssg.pages.structured_data.vocabulary import (
    BreadcrumbList,
    ListItem,
    Node,
    Organization,
    Reference,
    WebPage,
    WebSite,
)
from ssg.pages.texts import site_text

_ESCAPES = {one.encode(): rb"\u%04x" % ord(one) for one in ("<", ">", "&", "\u2028", "\u2029")}
"""What could end the script element, or begin a comment in it; all of them are in strings."""


class _Document(Struct, frozen=True, kw_only=True):
    context: str = msgspec.field(default="https://schema.org", name="@context")
    graph: tuple[Node, ...] = msgspec.field(name="@graph")


def make_graph(page: WebPage, crumbs: Sequence[Crumb], settings: Settings) -> Markup:
    """The page, its breadcrumbs, the website and its publisher.

    `page` has a `name`, the absolute `url` and a language, `crumbs` lead to it.
    """
    website, publisher = _find_website(page, settings)
    trail = _make_breadcrumbs(page, crumbs, settings.origin) if crumbs else None
    page = replace(
        page,
        id=page.url,
        is_part_of=Reference(id=website.id),
        breadcrumb=Reference(id=trail.id) if trail else None,
    )
    return encode_graph((page, trail, website, publisher) if trail else (page, website, publisher))


def encode_graph(nodes: tuple[Node, ...]) -> Markup:
    """JSON that is safe in a script element: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements"""
    data = msgspec.json.encode(_Document(graph=nodes))
    for character, escape in _ESCAPES.items():
        # The last byte is found sooner than the whole: quotation marks share those before it.
        if character[-1] in data:
            data = data.replace(character, escape)
    return Markup(data.decode())


def _find_website(page: WebPage, settings: Settings) -> tuple[WebSite, Organization]:
    """The website has a home page for each language; its publisher is the same for all."""
    lang = settings.list_language(page.in_language)
    start = settings.origin + settings.prefix
    title = site_text(settings, lang, lambda texts: texts.title).text
    return _make_website(start, start + settings.list_prefix(lang), title, settings.title, lang)


@lru_cache
def _make_website(
    start: str, lists: str, title: str, publisher: str, lang: str
) -> tuple[WebSite, Organization]:
    """Of a site at `start`, whose lists in `lang` start at `lists`; the same for most pages."""
    organization = Organization(id=f"{start}/#organization", name=publisher, url=f"{start}/")
    website = WebSite(
        id=f"{lists}/#website",
        name=title,
        url=f"{lists}/",
        in_language=lang,
        publisher=Reference(id=organization.id),
    )
    return website, organization


def _make_breadcrumbs(page: WebPage, crumbs: Sequence[Crumb], origin: str) -> BreadcrumbList:
    """From the home page down to the page itself, as in its breadcrumbs.

    https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
    """
    trail = [(crumb.title, origin + crumb.url) for crumb in crumbs] + [(page.name, page.url)]
    return BreadcrumbList(
        id=f"{page.url}#breadcrumb",
        item_list_element=tuple(
            [
                ListItem(position=position, name=name, item=url)
                for position, (name, url) in enumerate(trail, 1)
            ]
        ),
    )
