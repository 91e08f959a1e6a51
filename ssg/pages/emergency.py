"""The first signs of a guide that cannot wait, as the box at the top of pages names them."""

from collections.abc import Iterable

from ssg.config import Settings
from ssg.model.documents import CareCard, Guide
from ssg.model.record import Record

_MOST_LETTERS = 70
"""So long is what the box says of an emergency: it must stay short on a phone."""


class EmergencyCard(Record, frozen=True, kw_only=True):
    """A guide's first card for an emergency and its first urgent one; empty for none."""

    title: str
    lang: str
    emergency_url: str
    """The address of the card in the guide."""
    emergency_signs: tuple[str, ...]
    """Its first signs, each whole: `…` at the end stands for others."""
    urgent_url: str


def make_emergency_card(guide: Guide, url: str, settings: Settings) -> EmergencyCard | None:
    """None for a guide without such cards. `url` is its address with the site's prefix."""
    emergency = _first(guide.care, "caution")
    urgent = _first(guide.care, "warning")
    if not emergency and not urgent:
        return None
    return EmergencyCard(
        title=guide.meta.title,
        lang=guide.meta.lang or settings.language,
        emergency_url=f"{url}#{emergency.id}" if emergency else "",
        emergency_signs=_shorten(emergency) if emergency else (),
        urgent_url=f"{url}#{urgent.id}" if urgent else "",
    )


def _first(cards: Iterable[CareCard], kind: str) -> CareCard | None:
    return next((card for card in cards if card.kind == kind), None)


def _shorten(card: CareCard) -> tuple[str, ...]:
    """The card's first signs, as many as fit; never a part of one, whose end may matter most."""
    kept: list[str] = []
    length = 0
    for sign in card.signs:
        length += len(sign) + 2
        if length > _MOST_LETTERS:
            break
        kept.append(sign.rstrip(".;, "))
    if len(kept) < len(card.signs) and kept:
        kept.append("…")
    return tuple(kept)
