"""The first signs of a guide that cannot wait, as the box at the top of pages names them."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.documents import Guide
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
    """Its first signs, each whole."""
    more_signs: int
    """How many others the guide's cards for emergencies have."""
    urgent_url: str


def make_emergency_card(guide: Guide, url: str, settings: Settings) -> EmergencyCard | None:
    """None for a guide without such cards. `url` is its address with the site's prefix."""
    emergencies = [card for card in guide.care if card.kind == "caution"]
    urgent = next((card for card in guide.care if card.kind == "warning"), None)
    if not emergencies and not urgent:
        return None
    signs = [sign for card in emergencies for sign in card.signs]
    shown = tuple(_first(signs))
    return EmergencyCard(
        title=guide.meta.title,
        lang=guide.meta.lang or settings.language,
        emergency_url=f"{url}#{emergencies[0].id}" if emergencies else "",
        emergency_signs=shown,
        more_signs=len(signs) - len(shown),
        urgent_url=f"{url}#{urgent.id}" if urgent else "",
    )


def without_signs(card: EmergencyCard) -> EmergencyCard:
    """What a thread shows of it: an edited sign must not change all threads of a guide."""
    return replace(card, emergency_signs=(), more_signs=0)


def _first(signs: Iterable[str]) -> Iterator[str]:
    """As many as fit; never a part of one, whose end may matter most."""
    length = 0
    for sign in signs:
        length += len(sign) + 2
        if length > _MOST_LETTERS:
            return
        yield sign.rstrip(".;, ")
