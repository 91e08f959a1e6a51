"""Generates heading ids as git hosts do.

Lowercase, only letters, marks, digits, `_` and `-`, spaces as hyphens; a repeated id
gets `-1`, `-2`. So a link to a heading works both in a git host's preview and on the page.
"""

import re
import unicodedata
from collections.abc import Iterable

_NOT_WORD = re.compile(r"[^\w\- ]")
# Combining marks (vowel signs of Hindi and Thai, points of Hebrew) are part of a word, and
# superscripts and fractions are not. Python's `\w` is otherwise.
_WORD_CATEGORIES = frozenset({"Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "Pc"})


class Slugs:
    """The heading ids of one page, on which the ids in `taken` are used already."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken: set[str] = set(taken)
        self._repeats: dict[str, int] = {}

    def generate(self, text: str) -> str:
        """A unique id for the heading `text`."""
        words = _keep_words(text.strip().lower())
        return self._make_unique(words.replace(" ", "-") or "section")

    def reserve(self, anchor: str) -> str:
        """The id that an author chose, or if it is taken, a unique one like it."""
        return self._make_unique(re.sub(r"\s+", "-", anchor))

    def _make_unique(self, wanted: str) -> str:
        if wanted.startswith("ssg-"):
            # Reserved for the theme.
            wanted = f"section-{wanted}"
        anchor = wanted
        while anchor in self._taken:
            self._repeats[wanted] = self._repeats.get(wanted, 0) + 1
            anchor = f"{wanted}-{self._repeats[wanted]}"
        self._taken.add(anchor)
        return anchor


def _keep_words(text: str) -> str:
    if text.isascii():
        return _NOT_WORD.sub("", text)
    return "".join(char for char in text if _is_word(char))


def _is_word(char: str) -> bool:
    return char in "- " or unicodedata.category(char) in _WORD_CATEGORIES
