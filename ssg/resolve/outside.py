"""The addresses on other sites that readers are given, each with its places."""

from collections.abc import Iterable

from msgspec import Struct

from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.model.documents import AnyDocument
from ssg.urls import is_web_address


class OutsideCitation(Struct, frozen=True, kw_only=True):
    """An address where it is written: `path` is relative to the site's folder."""

    url: str
    """As it is written, with its fragment."""
    path: str
    line: int
    column: int
    field: str = ""
    """The field that has it; empty for a link in a text."""
    address: int = 0
    """The column of the address; 0 if it is not on that line, or not written as it is read."""


def find_outside_links(
    documents: Iterable[AnyDocument], settings: Settings, places: SettingsPlaces
) -> tuple[OutsideCitation, ...]:
    """The web addresses in `documents`, and those in site.yaml, in the order of their places.

    `documents` are those that readers see. The site's own addresses are left out.
    """
    found = [(one.path, link) for one in documents for link in one.outside]
    found += [(places.path, link) for link in places.outside]
    citations = [
        OutsideCitation(
            url=link.url,
            path=path,
            line=link.line,
            column=link.column,
            field=link.field,
            address=link.address,
        )
        for path, link in found
        if is_web_address(link.url) and not _is_own(link.url, settings)
    ]
    return tuple(sorted(citations, key=lambda one: (one.path, one.line, one.column)))


def _is_own(url: str, settings: Settings) -> bool:
    own = settings.url.rstrip("/")
    return url == own or url.startswith((f"{own}/", f"{own}#", f"{own}?"))
