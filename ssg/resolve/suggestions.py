"""The known name, or the file, that an author most likely meant."""

from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches
from posixpath import basename, dirname, splitext

# A slip of the pen leaves most of a name's beginning or of its end, so the names next to it in
# one of two sorted lists are the only ones to compare: an error costs the same on every site.
_NEIGHBOURS = 8
_LONGEST = 200
MOST = 200
"""After so many wrong names the rest get no answer: they have one cause, and nobody reads on."""


class Nearest:
    """Finds names close to a wrong one; the names are sorted when the first error asks.

    The first `MOST` different wrong names are looked for, so ask in a settled order.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._by_beginning: list[str] | None = None
        self._by_end: list[str] = []
        self._spelling: dict[str, str] = {}
        self._found: dict[str, str] = {}

    def to(self, wrong: str) -> str:
        """The closest name, or an empty string where none is close."""
        if wrong not in self._found and len(self._found) < MOST and len(wrong) <= _LONGEST:
            self._found[wrong] = self._closest(wrong)
        return self._found.get(wrong, "")

    def _closest(self, wrong: str) -> str:
        if self._by_beginning is None:
            self._spelling = {name.lower(): name for name in sorted(self._names)}
            self._by_beginning = sorted(self._spelling)
            self._by_end = sorted(name[::-1] for name in self._spelling)
        sought = wrong.lower()
        candidates = dict.fromkeys(_around(self._by_beginning, sought))
        candidates |= dict.fromkeys(name[::-1] for name in _around(self._by_end, sought[::-1]))
        found = get_close_matches(sought, candidates, n=1)
        return self._spelling[found[0]] if found else ""


class NearestPath:
    """Finds paths whose last part, without its ending, is close to that of a wrong one.

    Folders and endings are alike in most paths, and would make any two names look close.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths
        self._by_name: dict[str, list[str]] = {}
        self._names = Nearest(self._by_name)

    def to(self, wrong: str) -> str:
        """The closest path, one in the same folder before others; empty where none is close."""
        if not self._by_name:
            for path in sorted(self._paths):
                self._by_name.setdefault(_name(path), []).append(path)
        name = self._names.to(_name(wrong))
        alike = self._by_name[name] if name else []
        folder = dirname(wrong)
        return min(alike, key=lambda path: dirname(path) != folder, default="")


def _name(path: str) -> str:
    return splitext(basename(path.rstrip("/")))[0].lower()


def _around(names: list[str], sought: str) -> list[str]:
    middle = bisect_left(names, sought)
    return names[max(middle - _NEIGHBOURS, 0) : middle + _NEIGHBOURS]
