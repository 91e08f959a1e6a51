"""The views of Atom feeds (RFC 4287)."""

from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from ssg.config import Settings
from ssg.model.scalars import Moment, day_of, instant
from ssg.pages.assemble import assemble
from ssg.pages.inputs import FeedInputs, FeedItem
from ssg.pages.materials import Materials
from ssg.pages.views import FeedEntry, FeedView

_EPOCH = "1970-01-01T00:00:00Z"
# A tag URI needs a day on which its authority was in charge, and must never change. A feed has no
# such day of its own.
_FEED_DAY = "2000-01-01"


def feed_view(inputs: FeedInputs, materials: Materials) -> FeedView:
    settings = materials.settings
    newest = max(
        (_instant(item.card.updated, settings.zone) for item in inputs.items), default=None
    )
    return FeedView(
        id=tag_uri(settings, _FEED_DAY, inputs.oldest_address),
        title=f"{inputs.title} – {settings.title}" if inputs.title else settings.title,
        lang=inputs.lang,
        page_url=settings.origin + inputs.page_url,
        self_url=settings.origin + inputs.url,
        updated=newest.isoformat(timespec="seconds") if newest else _EPOCH,
        disclaimer=settings.disclaimers.thread,
        entries=tuple(_entry(item, inputs.lang, materials) for item in inputs.items),
    )


def _entry(item: FeedItem, feed_lang: str, materials: Materials) -> FeedEntry:
    settings, card = materials.settings, item.card
    url = settings.origin + card.url
    lang = card.lang or settings.language
    question = materials.fragments(item.path)[0]
    return FeedEntry(
        id=tag_uri(settings, str(day_of(card.asked)), item.oldest_address),
        title=card.title,
        url=url,
        published=_rfc3339(item.published, settings.zone),
        updated=_rfc3339(card.updated, settings.zone),
        author=card.by,
        lang="" if lang == feed_lang else lang,
        answers=card.answers,
        content=assemble(question, item.addresses, materials.alert_titles(lang), canonical=url),
    )


def tag_uri(settings: Settings, day: str, path: str) -> str:
    """An id that outlives titles, moves and hosts (RFC 4151)."""
    return f"tag:{settings.authority},{day}:{quote(path)}"


def _rfc3339(moment: Moment, zone: ZoneInfo) -> str:
    return _instant(moment, zone).isoformat(timespec="seconds")


def _instant(moment: Moment, zone: ZoneInfo) -> datetime:
    found = instant(moment, zone)
    try:
        return found.astimezone(zone)
    except OverflowError:  # the first hours of year 1 and the last of 9999
        return found
