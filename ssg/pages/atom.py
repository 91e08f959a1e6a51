"""What all Atom feeds (RFC 4287) have in common: ids, times, and how many entries there are."""

from urllib.parse import quote
from zoneinfo import ZoneInfo

from ssg.config import Settings
from ssg.model.scalars import Moment, has_offset, instant, iso_instant
from ssg.model.site import AddressedDocument
from ssg.pages.context import PlanContext

MOST_ENTRIES = 20
# A tag URI needs a day on which its authority was in charge, and must never change. A feed has no
# such day of its own.
FEED_DAY = "2000-01-01"


def tag_uri(settings: Settings, day: str, path: str) -> str:
    """An id that outlives titles, moves and hosts (RFC 4151)."""
    return f"tag:{settings.authority},{day}:{quote(path)}"


def oldest_address(document: AddressedDocument, context: PlanContext) -> str:
    return document.aliases[0].path if document.aliases else context.address_of(document)


def rfc3339(moment: Moment, zone: ZoneInfo) -> str:
    """The start of `moment` as Atom wants it, in `zone`."""
    if has_offset(moment):
        return instant(moment, zone).astimezone(zone).isoformat()
    return iso_instant(moment, zone)
