"""Finds links to pages that only some sites have, such as the list of corrections."""

from collections.abc import Iterator

from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic
from ssg.model.documents import Link
from ssg.model.kinds import Kind
from ssg.model.site import Site
from ssg.pages.registry import LISTS, optional_addresses
from ssg.resolve.diagnostics import diagnostic_at, shorten
from ssg.resolve.index import DocumentIndex


def find_links_to_missing_pages(
    index: DocumentIndex, site: Site, settings: Settings, places: SettingsPlaces
) -> Iterator[Diagnostic]:
    """R06 for links to lists and feeds that would be empty, so that they do not exist.

    Nothing is reported while a file has errors that may have what belongs there.
    """
    if index.any_failed(Kind.THREAD, Kind.GUIDE):
        return
    optional = optional_addresses(site, settings)
    for document in index.addressed_documents():
        for link in document.links:
            path = _path(link)
            if not optional.get(path, True):
                yield _missing(document.path, link, path)
    for link in places.menu_paths:
        path = _path(link)
        # The languages that do not have a list leave it out of their menus.
        prefixes = map(settings.list_prefix, settings.published_languages if path in LISTS else ())
        if not any(optional.get(prefix + path, True) for prefix in (*prefixes, "")):
            yield _missing(places.path, link, path)


def _path(link: Link) -> str:
    return link.target.partition("#")[0]


def _missing(source: str, link: Link, path: str) -> Diagnostic:
    message = f"there is no page at '{shorten(path)}' yet"
    hint = "remove this link until there is something to show there"
    return diagnostic_at("R06", source, link, message, hint)
