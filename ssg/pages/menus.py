"""The links of the menu and of the footer: for each language to its own lists and translations.

A link whose page is not there is left out: one to a document before its day or after it was
withdrawn, and one to a list that a language does not have yet.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct

from ssg.config import MenuLink, Settings, SiteLanguage
from ssg.model.ids import ResourceId
from ssg.model.record import Record
from ssg.model.site import AddressedDocument, Site
from ssg.pages.registry import (
    LISTS,
    address_of,
    document_from,
    list_kind,
    resource_at,
    source_at,
)


class LinkView(Record, frozen=True, kw_only=True):
    """A link of the menu or of the footer."""

    url: str
    title: str
    """Empty for a list of the theme, which has a word of the interface."""
    kind: str = ""
    """Which list that is: threads, topics, a_to_z, resources, changes, follow, help or home; empty
    for a link with a title.
    """
    lang: str
    """The language of the title."""


def make_links(
    pick: Callable[[Settings | SiteLanguage], tuple[MenuLink, ...]],
    lang: str,
    site: Site,
    settings: Settings,
    optional: Mapping[str, bool],
) -> tuple[LinkView, ...]:
    """The links of a menu for pages in `lang`: of the language's own menu, or else of the site's.

    `optional` are the addresses that not all sites have, and whether this one has them.
    """
    block = settings.languages.get(lang)
    own = pick(block) if block else ()
    menu = _Menu(site=site, settings=settings, optional=optional, lang=lang, is_own=bool(own))
    links = (menu.link(entry) for entry in own or pick(settings))
    return tuple(link for link in links if link)


class _Menu(Struct, frozen=True, kw_only=True):
    """A menu for pages in `lang`. `is_own` says whether its texts are in that language too."""

    site: Site
    settings: Settings
    optional: Mapping[str, bool]
    lang: str
    is_own: bool

    def link(self, entry: MenuLink) -> LinkView | None:
        """None where there is no page."""
        path, mark, anchor = entry.url.partition("#")
        if not entry.is_path:
            return self._titled(entry.url, entry)
        if kind := list_kind(path, self.settings):
            return self._to_list(path, mark + anchor, kind, entry)
        source = source_at(path)
        if source in self.site.states:
            document = document_from(source, self.site)
            return self._to_document(document, mark + anchor, entry) if document else None
        if not self.optional.get(path, True):
            return None
        url = self.settings.prefix + entry.url
        resource = self.site.resources.get(ResourceId(resource_at(path)))
        if resource and not entry.title:
            lang = resource.meta.lang or self.settings.language
            return LinkView(url=url, title=resource.meta.title, lang=lang)
        return self._titled(url, entry)

    def _titled(self, url: str, entry: MenuLink) -> LinkView:
        lang = self.lang if self.is_own else self.settings.language
        # Only a preview of a site with errors shows an address for want of a title.
        return LinkView(url=url, title=entry.title or entry.url, lang=lang)

    def _to_list(self, path: str, anchor: str, kind: str, entry: MenuLink) -> LinkView | None:
        start = self.settings.list_prefix(self.lang) if path in LISTS else ""
        if not self.optional.get(start + path, True):
            return None
        url = self.settings.prefix + start + path + anchor
        if entry.title:
            return self._titled(url, entry)
        return LinkView(url=url, title="", kind=kind, lang=self.lang)

    def _to_document(self, document: AddressedDocument, anchor: str, entry: MenuLink) -> LinkView:
        shown = self._version_of(document)
        url = self.settings.prefix + address_of(shown)
        if shown is document:
            url += anchor
        if entry.title and (self.is_own or shown is document):
            return self._titled(url, entry)
        return LinkView(url=url, title=shown.meta.title, lang=self._language(shown))

    def _version_of(self, document: AddressedDocument) -> AddressedDocument:
        """The document in this language, or as it is where it has no translation."""
        paths = (document.path, *self.site.translations.get(document.path, ()))
        for path in paths:
            version = document_from(path, self.site)
            if version and self.settings.list_language(self._language(version)) == self.lang:
                return version
        return document

    def _language(self, document: AddressedDocument) -> str:
        return document.meta.lang or self.settings.language
