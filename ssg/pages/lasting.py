"""The addresses that a site promises to keep: what readers may have linked to or saved."""

from collections.abc import Iterable, Iterator
from posixpath import splitext

from msgspec import Struct

from ssg import urls
from ssg.addresses import spell
from ssg.config import Settings
from ssg.model.documents import Guide, Thread
from ssg.model.ids import ResourceId
from ssg.model.site import AddressedDocument, Site
from ssg.pages.registry import (
    address_of,
    list_addresses,
    resource_at,
    site_redirects,
    source_at,
)

# What pages show or load. Everything else that is published is a document of its own.
_PARTS_OF_PAGES = frozenset({
    ".avif", ".bmp", ".css", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".map", ".mjs", ".otf",
    ".png", ".svg", ".ttf", ".vtt", ".wasm", ".webmanifest", ".webp", ".woff", ".woff2",
})  # fmt: skip
_FOR_HOSTS = frozenset({"404.html", "CNAME", "robots.txt"})


class LastingAddress(Struct, frozen=True, kw_only=True):
    """An address, the file that gives it if the address does not tell, and the document there.

    All texts are in the spelling of the list of addresses.
    """

    address: str
    source: str = ""
    document: AddressedDocument | None = None

    @property
    def anchors(self) -> tuple[str, ...]:
        """Those that are listed: computed when they are asked for, since a check needs none."""
        return tuple([spell(one) for one in lasting_anchors(self.document)])


def lasting_addresses(
    site: Site, files: Iterable[str], settings: Settings
) -> Iterator[LastingAddress]:
    """Those of documents and tombstones, lists and feeds, redirects, and of the `files` that are
    documents, by their paths in content/media/ and static/.
    """
    for document in site.addressed():
        yield LastingAddress(address=spell(address_of(document)), document=document)
    for tombstone in site.tombstones:
        yield LastingAddress(address=spell(tombstone.address))
    for address in list_addresses(site, settings):
        yield LastingAddress(address=spell(address), source=spell(_resource_file(address, site)))
    for redirect in site_redirects(site, settings):
        source = source_at(redirect.target) or _resource_file(redirect.target, site)
        yield LastingAddress(address=spell(redirect.alias), source=spell(source))
    for path in files:
        if _is_document(path):
            address = urls.address(urls.file_output_path(path))
            yield LastingAddress(address=spell(address), source=spell(path))


def _resource_file(address: str, site: Site) -> str:
    """The file of the resource whose page is at the address; empty for any other page."""
    name = resource_at(address)
    resource = site.resources.get(ResourceId(name))
    return resource.path if resource else ""


def lasting_anchors(document: AddressedDocument | None) -> Iterator[str]:
    """Those that a thread or a guide can keep by `anchor_aliases`; none of others."""
    match document:
        case Thread():
            for post in document.posts:
                yield from (post.anchor, *post.meta.anchor_aliases)
        case Guide():
            yield from (one.id for one in document.headings)
            yield from document.meta.anchor_aliases


def _is_document(path: str) -> bool:
    output_path = urls.file_output_path(path)
    is_hidden = output_path.startswith(("_", ".")) or "/." in output_path
    ending = splitext(output_path)[1].lower()
    return not is_hidden and ending not in _PARTS_OF_PAGES and output_path not in _FOR_HOSTS
