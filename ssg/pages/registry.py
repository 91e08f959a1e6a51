"""All page kinds, and what is derived from their list: addresses, and which of them are taken."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ssg import urls
from ssg.config import Settings
from ssg.model.documents import Guide, Page, Thread, Topic
from ssg.model.ids import GuideId, PageId, ResourceId, ThreadId, TopicId
from ssg.model.kinds import Kind
from ssg.model.site import AddressedDocument, Site
from ssg.pages import (
    a_to_z,
    changes,
    changes_feed,
    feed,
    follow,
    guide,
    help,
    home,
    not_found,
    page,
    redirect,
    resource,
    resources,
    robots,
    search,
    sitemap,
    thread,
    threads,
    tombstone,
    topic,
    topics,
)
from ssg.pages.kind import AnyPageKind, PagePlan, Route
from ssg.pages.redirects import Redirect, find_redirects
from ssg.patterns import rare

KINDS: tuple[AnyPageKind, ...] = (
    thread.KIND,
    guide.KIND,
    page.KIND,
    home.KIND,
    threads.KIND,
    a_to_z.KIND,
    changes.KIND,
    follow.KIND,
    help.KIND,
    search.KIND,
    resources.KIND,
    topics.KIND,
    topic.KIND,
    resource.KIND,
    feed.KIND,
    changes_feed.KIND,
    tombstone.KIND,
    redirect.KIND,
    not_found.KIND,
    sitemap.KIND,
    sitemap.INDEX_KIND,
    robots.KIND,
)
"""In this order their pages are in the sitemap."""

KINDS_BY_NAME = {kind.name: kind for kind in KINDS}

LISTS: dict[str, str] = {
    one.ADDRESS: one.KIND.name
    for one in (a_to_z, changes, follow, help, home, resources, search, threads, topics)
}
"""The page kinds of the lists that each language has, by their addresses in the site's own."""

_ESCAPED_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")


class Reserved(NamedTuple):
    address: str
    owner: str


def address_of(document: AddressedDocument) -> str:
    """The address of a document's page, without the site's prefix."""
    match document:
        case Thread():
            return thread.ROUTE.address(thread=document.id)
        case Guide():
            return guide.ROUTE.address(guide=document.id)
        case Topic():
            return topic.ROUTE.address(topic=document.id)
        case Page():
            return page.ROUTE.address(page=document.id)


def site_redirects(site: Site, settings: Settings) -> Iterator[Redirect]:
    """Where old addresses lead: each alias once, in the same order for the same site."""
    return find_redirects(site, settings, KINDS, address_of)


def address_of_source(path: str) -> str:
    """The address of the page of the file at `path`, such as `content/threads/x.md`.

    Empty for a file of a kind without a page of its own.
    """
    _, folder, *rest = path.split("/")
    name = rest[-1].removesuffix(".md") if rest else ""
    match folder:
        case Kind.THREAD:
            return thread.ROUTE.address(thread=name)
        case Kind.GUIDE:
            return guide.ROUTE.address(guide=name)
        case Kind.TOPIC:
            return topic.ROUTE.address(topic=name)
        case Kind.PAGE:
            return page.ROUTE.address(page=name)
        case _:
            return ""


def source_at(address: str) -> str:
    """The path of the file whose page is at `address`, if there is one; empty for any other."""
    match address.split("/"):
        case ["", Kind.THREAD | Kind.GUIDE | Kind.TOPIC as folder, name, ""]:
            return f"content/{folder}/{name}.md"
        case ["", name, ""]:
            return f"content/{Kind.PAGE}/{name}.md"
        case _:
            return ""


def document_from(path: str, site: Site) -> AddressedDocument | None:
    """The visible document of the file at `path`."""
    _, folder, name = path.removesuffix(".md").split("/")
    match folder:
        case Kind.THREAD:
            return site.find_thread(ThreadId(name))
        case Kind.GUIDE:
            return site.guides.get(GuideId(name))
        case Kind.TOPIC:
            return site.topics.get(TopicId(name))
        case _:
            return site.pages.get(PageId(name))


def resource_at(address: str) -> str:
    """The id of the resource whose page is at `address`; empty for any other page."""
    folder, _, name = address.strip("/").partition("/")
    return name if folder == Kind.RESOURCE else ""


def list_kind(address: str, settings: Settings) -> str:
    """The page kind of the list at `address`, in whichever language; empty for any other page."""
    prefixes = [""] + [settings.list_prefix(lang) for lang in settings.languages]
    known = {prefix + one: kind for prefix in prefixes for one, kind in LISTS.items()}
    return known.get(address, "")


def optional_addresses(site: Site, settings: Settings) -> dict[str, bool]:
    """The `page_addresses` that some sites have and others do not: whether this one has each."""
    found: dict[str, bool] = {}
    for route in (route for kind in KINDS for route in kind.routes):
        if route.exists_for is not None:
            existing = frozenset(route.exists_for(site, settings))
            if route.in_languages:
                for lang in settings.published_languages:
                    found[settings.list_prefix(lang) + route.address()] = lang in existing
            else:
                for topic in site.topics:
                    found[route.address(topic=topic)] = topic in existing
    return found


def list_addresses(site: Site, settings: Settings) -> Iterator[str]:
    """The addresses of the pages that are of no document, but for numbered ones and those for hosts
    alone.
    """
    missing = {one for one, exists in optional_addresses(site, settings).items() if not exists}
    kept = (kind for kind in KINDS if not kind.is_for_hosts)
    for reserved in _addresses_of(kept, site.topics, site.resources, settings):
        if reserved.address not in missing:
            yield reserved.address


def page_addresses(
    topics: Iterable[TopicId], resources: Iterable[ResourceId], settings: Settings
) -> Iterator[Reserved]:
    """The address of every page that is not a document's, but for numbered ones."""
    return _addresses_of(KINDS, topics, resources, settings)


def _addresses_of(
    kinds: Iterable[AnyPageKind],
    topics: Iterable[TopicId],
    resources: Iterable[ResourceId],
    settings: Settings,
) -> Iterator[Reserved]:
    ids = {"topic": tuple(topics), "resource": tuple(resources)}
    for kind in kinds:
        for route in kind.routes:
            if route.owner and "{number}" not in route.pattern:
                yield from _in_languages(route, _expand(route, ids), settings)


def reserved_addresses() -> Iterator[Reserved]:
    """Addresses at which nothing is written, but which no document, file or alias may have."""
    for kind in KINDS:
        for route in kind.reserved:
            yield Reserved(route.address(), route.owner)


def numbered_owner(output_path: str, settings: Settings) -> str | None:
    """What may be at `output_path` one day, when a list grows; None for nothing."""
    prefixes = [settings.list_prefix(lang)[1:] + "/" for lang in settings.languages]
    below = next((one for one in prefixes if output_path.lower().startswith(one)), "")
    for route, pattern in _NUMBERED:
        path = output_path[len(below) :] if route.in_languages else output_path
        if pattern.fullmatch(path):
            return route.owner
    return None


def owns(plan: PagePlan) -> bool:
    """Whether the plan's page is at an address that its kind has declared."""
    pattern = _OUTPUT_PATHS[plan.kind]
    return pattern is None or pattern.fullmatch(plan.output_path) is not None


def _in_languages(
    route: Route, addresses: Iterable[Reserved], settings: Settings
) -> Iterator[Reserved]:
    """The addresses of a route, also those for other languages than the site's own."""
    for address, owner in addresses:
        yield Reserved(address, owner)
        for lang in settings.languages if route.in_languages else ():
            yield Reserved(settings.list_prefix(lang) + address, f"{owner} in '{lang}'")


def _expand(route: Route, ids: Mapping[str, Sequence[str]]) -> Iterator[Reserved]:
    """The route's address, or one for each topic or resource."""
    for placeholder, values in ids.items():
        if f"{{{placeholder}}}" in route.pattern:
            for value in values:
                filled = {placeholder: value}
                yield Reserved(route.address(**filled), route.owner.format(**filled))
            return
    yield Reserved(route.address(), route.owner)


def _pattern(route: Route, below: str = "") -> str:
    """Matches the output paths of a route's pages; `below` matches what may follow."""
    path = re.escape(urls.output_path(route.pattern))
    values = _ESCAPED_PLACEHOLDER.sub(
        lambda found: "[0-9]+" if found[1] == "number" else "[^/]+", path
    )
    return values + below


def _pattern_in_languages(route: Route) -> str:
    return f"(?:[^/]+/)?{_pattern(route)}" if route.in_languages else _pattern(route)


def _compile(patterns: Iterable[str]) -> re.Pattern[str]:
    return rare("|".join(patterns), re.IGNORECASE)


_OUTPUT_PATHS = {
    kind.name: _compile(map(_pattern_in_languages, kind.routes)) if kind.routes else None
    for kind in KINDS
}
_NUMBERED = [
    (route, _compile([_pattern(route, below="(?:/.*)?")]))
    for kind in KINDS
    for route in kind.routes
    if "{number}" in route.pattern
]
