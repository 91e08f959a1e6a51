"""The order of names in lists and in the index, their letters, and the order of corrections."""

import unicodedata
from collections.abc import Iterable
from datetime import tzinfo

from ssg.model.frontmatter import Correction
from ssg.model.scalars import timestamp

OTHER = "#"
"""The letter of names that start with a digit or a sign."""


def sort_name(name: str) -> str:
    """The form by which a name is sorted: without accents and capitals."""
    if name.isascii():
        return name.lower()
    letters = unicodedata.normalize("NFKD", name)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


def letter_of(name: str) -> str:
    """The letter under which a name stands in an index; those without one come last."""
    first = sort_name(name)[:1]
    return first.upper() if first.isalpha() else OTHER


def letter_order(letter: str) -> tuple[bool, str]:
    """Sorts letters, with the names that have none at the end."""
    return letter == OTHER, letter


def newest_first(corrections: Iterable[Correction], zone: tzinfo) -> tuple[Correction, ...]:
    """Of several at the same time, the one that was written last is first."""
    oldest_first = sorted(corrections, key=lambda one: timestamp(one.date, zone))
    return tuple(reversed(oldest_first))
