"""Finds links to pages that only some sites have, such as the list of corrections."""

from collections.abc import Iterator

from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic
from ssg.model.documents import Link
from ssg.model.kinds import Kind
from ssg.model.site import Site
from ssg.pages import changes
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
    missing = _missing_addresses(site, settings)
    for document in index.addressed_documents():
        for link in document.links:
            if _path(link) in missing:
                yield _report(document.path, link)
    for link in places.menu_paths:
        path = _path(link)
        # The languages that do not have a list leave it out of their menus.
        languages = settings.published_languages if path in LISTS else (settings.language,)
        if all(settings.list_prefix(lang) + path in missing for lang in languages):
            yield _report(places.path, link)


def _missing_addresses(site: Site, settings: Settings) -> set[str]:
    missing = {one for one, exists in optional_addresses(site, settings).items() if not exists}
    if site.tombstones:
        # The last correction may have gone with its page. To withdraw a page must never fail for
        # the sake of a link.
        corrections = (changes.ADDRESS, changes.FEED_ADDRESS)
        missing = {one for one in missing if not one.endswith(corrections)}
    return missing


def _path(link: Link) -> str:
    return link.target.partition("#")[0]


def _report(source: str, link: Link) -> Diagnostic:
    message = f"there is no page at '{shorten(_path(link))}' yet"
    hint = "remove this link until there is something to show there"
    return diagnostic_at("R06", source, link, message, hint)
