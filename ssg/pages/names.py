"""Names in the order of an index."""

import unicodedata
from collections.abc import Iterable

from ssg.model.cards import GuideCard, ResourceCard, TopicCard
from ssg.pages.views import IndexEntry, IndexLetter, PublisherGroup

OTHER = "#"
"""The letter of names that start with a digit or a sign."""


def sorting_name(name: str) -> str:
    """What a name is sorted by: without accents and capitals."""
    if name.isascii():
        return name.lower()
    letters = unicodedata.normalize("NFKD", name)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


def index_of(guides: Iterable[GuideCard], topics: Iterable[TopicCard]) -> tuple[IndexLetter, ...]:
    """All names of guides and topics by their first letter; those without a letter come last."""
    entries = [entry for card in guides for entry in _entries(card, "guide")]
    entries += [entry for card in topics for entry in _entries(card, "topic")]
    entries.sort(key=lambda entry: (sorting_name(entry.name), entry.name, entry.url))
    by_letter: dict[str, list[IndexEntry]] = {}
    for entry in entries:
        by_letter.setdefault(_letter(entry.name), []).append(entry)
    return tuple(
        IndexLetter(letter=letter, id=_heading_id(letter), entries=tuple(by_letter[letter]))
        for letter in sorted(by_letter, key=lambda letter: (letter == OTHER, letter))
    )


def _entries(card: GuideCard | TopicCard, kind: str) -> Iterable[IndexEntry]:
    for name in (card.title, *card.also_called):
        see = "" if name == card.title else card.title
        yield IndexEntry(name=name, url=card.url, kind=kind, see=see, lang=card.lang)


def _letter(name: str) -> str:
    first = sorting_name(name)[:1]
    return first.upper() if first.isalpha() else OTHER


def _heading_id(letter: str) -> str:
    return f"ssg-letter-{'other' if letter == OTHER else letter.lower()}"


def by_publisher(resources: Iterable[ResourceCard]) -> tuple[PublisherGroup, ...]:
    """Publishers by name, the resources of each by title."""
    groups: dict[tuple[str, str | None], list[ResourceCard]] = {}
    for card in sorted(resources, key=lambda card: (sorting_name(card.title), card.id)):
        groups.setdefault((card.publisher, card.publisher_href), []).append(card)
    return tuple(
        PublisherGroup(name=name, href=href, resources=tuple(cards))
        for (name, href), cards in sorted(
            groups.items(), key=lambda group: (sorting_name(group[0][0]), group[0][1] or "")
        )
    )
