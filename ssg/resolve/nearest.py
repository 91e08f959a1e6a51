"""The known name that an author most likely meant."""

from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches

# A slip of the pen leaves most of a name's beginning or of its end, so the names next to it in
# one of two sorted lists are the only ones to compare: an error costs the same on every site.
_NEIGHBOURS = 8
_LONGEST = 200


class Nearest:
    """Finds names close to a wrong one; the names are sorted when the first error asks."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._by_beginning: list[str] | None = None
        self._by_end: list[str] = []
        self._spelling: dict[str, str] = {}

    def to(self, wrong: str) -> str:
        """The closest name, or an empty string where none is close."""
        if len(wrong) > _LONGEST:
            return ""
        if self._by_beginning is None:
            self._spelling = {name.lower(): name for name in self._names}
            self._by_beginning = sorted(self._spelling)
            self._by_end = sorted(name[::-1] for name in self._spelling)
        sought = wrong.lower()
        candidates = dict.fromkeys(_around(self._by_beginning, sought))
        candidates |= dict.fromkeys(name[::-1] for name in _around(self._by_end, sought[::-1]))
        found = get_close_matches(sought, candidates, n=1)
        return self._spelling[found[0]] if found else ""


def _around(names: list[str], sought: str) -> list[str]:
    middle = bisect_left(names, sought)
    return names[max(middle - _NEIGHBOURS, 0) : middle + _NEIGHBOURS]
