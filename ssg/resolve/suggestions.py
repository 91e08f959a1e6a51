"""Suggests the name or path that an author most likely meant."""

from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches
from posixpath import basename, dirname, splitext

from ssg.diagnostics import Fix, HasPosition, fix_on_line
from ssg.nearest import is_only_near, is_slip
from ssg.patterns import rare

# A typo rarely changes both the beginning and the end of a name. So only the neighbours in two
# sorted lists, of names and of reversed names, are compared: the cost does not grow with the site.
_NEIGHBOURS = 8
_MAX_LENGTH = 200
MAX_SUGGESTIONS = 200
"""More wrong names get no suggestion: so many have one cause, and few people read that far."""


_EMAIL = rare(r"(?:.*/)?([^/@\s]+@[\w-]+(?:\.[\w-]+)+)")
_WEB = rare(r"[^/]+/((?:www\.[^/]+|(?:[\w-]+\.)+(?:com|edu|gov|int|net|org))(?:/.*)?)")


def suggest_scheme(path: str) -> str:
    """The hint for an address without its scheme, which is read as a path; else empty."""
    if email := _EMAIL.fullmatch(path):
        return f"write mailto: before it: mailto:{email[1]}"
    web = _WEB.fullmatch(path)
    return f"write https:// before it: https://{web[1]}" if web else ""


class NameSuggester:
    """Suggests the name closest to a wrong one. Names are read and sorted on first use.

    Only the first `MAX_SUGGESTIONS` different wrong names are looked up, so call it in a
    deterministic order.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._sorted: list[str] | None = None
        self._sorted_reversed: list[str] = []
        self._spellings: dict[str, str] = {}
        self._suggestions: dict[str, str] = {}

    def suggest(self, wrong: str) -> str:
        """The closest name, ignoring case; an empty string if none is close."""
        if (
            wrong not in self._suggestions
            and len(self._suggestions) < MAX_SUGGESTIONS
            and len(wrong) <= _MAX_LENGTH
        ):
            self._suggestions[wrong] = self._find_closest(wrong)
        return self._suggestions.get(wrong, "")

    def is_only(self, wrong: str) -> bool:
        """Whether its suggestion is the only name that it can have been meant to be."""
        name, wrong = self.suggest(wrong).lower(), wrong.lower()
        return bool(name) and is_slip(wrong, name) and is_only_near(wrong, name, self._spellings)

    def _find_closest(self, wrong: str) -> str:
        if self._sorted is None:
            self._spellings = {name.lower(): name for name in sorted(self._names)}
            self._sorted = sorted(self._spellings)
            self._sorted_reversed = sorted(name[::-1] for name in self._spellings)
        name = wrong.lower()
        candidates = dict.fromkeys(_neighbours(self._sorted, name))
        for candidate in _neighbours(self._sorted_reversed, name[::-1]):
            candidates[candidate[::-1]] = None
        matches = get_close_matches(name, candidates, n=1)
        return self._spellings[matches[0]] if matches else ""


def suggestion_fixes(
    at: HasPosition, width: int, wrong: str, suggester: NameSuggester, *, is_person: bool
) -> tuple[Fix, ...]:
    """The fix that puts the suggestion in place of the `wrong` name at a place, if there is one.

    It takes `width` characters there; with 0, it is not known how it is written. A person is never
    replaced by another one unasked: words or a review would be theirs.
    """
    name = suggester.suggest(wrong)
    if not name or not width:
        return ()
    return fix_on_line(at, width, name, is_safe=not is_person and suggester.is_only(wrong))


class PathSuggester:
    """Suggests the path whose file name, without extension, is closest to that of a wrong one.

    Folders and extensions are left out because they would make any two paths look similar.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths
        self._by_name: dict[str, list[str]] = {}
        self._names = NameSuggester(self._by_name)

    def suggest(self, wrong: str) -> str:
        """The closest path, preferring the same folder; an empty string if none is close."""
        if not self._by_name:
            for path in sorted(self._paths):
                self._by_name.setdefault(_name(path), []).append(path)
        name = self._names.suggest(_name(wrong))
        paths = self._by_name[name] if name else []
        folder = dirname(wrong)
        return min(paths, key=lambda path: dirname(path) != folder, default="")

    def is_only(self, wrong: str) -> bool:
        """As `NameSuggester.is_only`: only one file has such a name, in whichever folder."""
        path = self.suggest(wrong)
        is_one = bool(path) and len(self._by_name[_name(path)]) == 1
        # With the very name, it is in another folder or has another extension.
        return is_one and (_name(path) == _name(wrong) or self._names.is_only(_name(wrong)))


def _name(path: str) -> str:
    return splitext(basename(path.rstrip("/")))[0].lower()


def _neighbours(names: list[str], name: str) -> list[str]:
    position = bisect_left(names, name)
    return names[max(position - _NEIGHBOURS, 0) : position + _NEIGHBOURS]
