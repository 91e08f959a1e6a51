"""The name that was most likely meant by one that does not exist."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import NamedTuple

_LEAST_SIMILAR = 75
"""In percent. Names that differ more are worth a question, but no change without one."""
_MOST_LETTERS = 200
_DIGITS = re.compile(r"\d+")


class Nearest(NamedTuple):
    """A name, empty if none is like the wrong one; `is_only`: nothing else can have been meant."""

    name: str = ""
    is_only: bool = False


def find_nearest(wrong: str, names: Iterable[str]) -> Nearest:
    """The name that is most like `wrong`, ignoring case."""
    if len(wrong) > _MOST_LETTERS:
        return Nearest()
    spellings = {name.lower(): name for name in names}
    near = get_close_matches(wrong.lower(), spellings, n=1)
    if not near:
        return Nearest()
    is_only = is_only_near(wrong.lower(), near[0], spellings)
    return Nearest(name=spellings[near[0]], is_only=is_only)


def is_only_near(wrong: str, name: str, among: Collection[str]) -> bool:
    """Whether `name`, of all names, is the only one that is so much like `wrong`.

    All are in lowercase. Another number is another name, not a slip.
    """
    # It takes a while to load, and few sites have anything wrong.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    if _DIGITS.findall(wrong) != _DIGITS.findall(name):
        return False
    near = process.extract(
        wrong, list(among), scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILAR, limit=2
    )
    return [found[0] for found in near] == [name]


def is_slip(wrong: str, name: str) -> bool:
    """Whether `wrong` is `name` as a hand slips: with hyphens elsewhere, with one letter missing
    or too many, or with two that changed places.

    Another letter, and another first letter of a word, may be another word: 'dysphasia' is none
    for 'dysphagia', 'typical' none for 'atypical', nor 'hypotension' for 'hypertension'.
    """
    if wrong.replace("-", "") == name.replace("-", ""):
        return True
    shorter, longer = sorted((wrong, name), key=len)
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), None)
    if at is None:
        at = len(shorter)
    if len(shorter) == len(longer):
        swapped = longer[at + 1 : at + 2] + longer[at : at + 1]
        return shorter[at : at + 2] == swapped and shorter[at + 2 :] == longer[at + 2 :]
    is_first = at == 0 or longer[at - 1] == "-" or longer[at] == "-"
    return shorter[at:] == longer[at + 1 :] and not is_first
