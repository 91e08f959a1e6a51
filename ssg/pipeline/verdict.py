"""What becomes of what was found: which warnings count as errors, and which were cleared.

This is decided here alone, after everything was found, so no cache depends on it.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from ssg.diagnostics import Diagnostic, Severity, escape_unsafe, has_errors, in_order
from ssg.digest import digest_of_parts
from ssg.files import MIB, read_file
from ssg.patterns import rare
from ssg.text import normalize_line_ends

DIGEST_LENGTH = 16
_LARGEST_FILE = 16 * MIB
# What a message is about: what it quotes, numbers and dates, but no line that may move. Its other
# words may change.
_SUBJECT = rare(r"'[^']*'|\S+/\S*|(?<!\bline )\b\d[\d-]*")


class Cleared(Struct, frozen=True, kw_only=True):
    """A warning that an editor has cleared, and why."""

    diagnostic: Diagnostic
    reason: str

    def __post_init__(self) -> None:
        force_setattr(self, "reason", escape_unsafe(self.reason))


class Verdict(Struct, frozen=True, kw_only=True):
    """All that counts, and what was cleared, both in order."""

    diagnostics: tuple[Diagnostic, ...]
    cleared: tuple[Cleared, ...] = ()

    def blocks(self, *, strict: bool) -> bool:
        """Whether it keeps the site from being written; if `strict`, warnings do so, too."""
        return has_errors(self.diagnostics) or (strict and bool(self.diagnostics))


class SourceLines:
    """The lines of the files of a site; each file is read once, when it is asked for.

    `unsaved` has the bytes of files that an editor has open, by path.
    """

    def __init__(self, site: Path, unsaved: Mapping[str, bytes] | None = None) -> None:
        self._site = site
        self._unsaved = unsaved or {}
        self._files: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str:
        """The line with this number, from 1; empty if there is none, or it cannot be read.

        Nothing is read for 0, which stands for the whole file.
        """
        if not number:
            return ""
        lines = self._files.get(path)
        if lines is None:
            data = self._unsaved.get(path)
            data = _read(self._site, path) if data is None else data
            lines = self._files[path] = _split_lines(data)
        return lines[number - 1] if 0 < number <= len(lines) else ""


def judge(
    found: Iterable[Diagnostic],
    *,
    errors: Collection[str],
    lines: SourceLines,
    hidden: Collection[str] = (),
) -> Verdict:
    """What `found` comes to, where the warnings with the codes in `errors` count as errors.

    A clearing with nothing left to clear stays as W40, unless that may only be because other
    checks could not be made: there are errors, or its document is one of those that are `hidden`.
    """
    raised = [_raise(one, errors) for one in in_order(found)]
    entries = _find_entries(raised)
    # Few files have any, so few lines are read.
    places = {(path, code) for path, code, _ in entries}
    counted: list[Diagnostic] = []
    cleared: list[Cleared] = []
    used: set[Diagnostic] = set()
    for one in raised:
        if one.clears:
            continue
        left_entries: list[Diagnostic] = []
        # A plugin's check may have become an error since.
        if (one.at.path, one.code) in places and one.is_clearable:
            left_entries = entries.get((one.at.path, one.code, place_of(one, lines)), [])
        # Each clears one, so that the same slip in another place is seen by somebody.
        entry = left_entries.pop(0) if left_entries else None
        if entry and entry.clears:
            used.add(entry)
            cleared.append(Cleared(diagnostic=one, reason=entry.clears.reason))
        else:
            counted.append(one)
    if not has_errors(one for one in counted if not one.is_raised):
        left = (one for one in raised if one.clears and one not in used)
        counted += (one for one in left if one.at.path not in hidden)
    return Verdict(diagnostics=tuple(in_order(counted)), cleared=tuple(cleared))


def place_digest(diagnostic: Diagnostic, line: str) -> str:
    """The digest of what a warning is about: its subject, and the text of its `line`.

    It stays the same when the line is moved, or indented in another way. A warning about a whole
    file has the digest of its subject alone.
    """
    words = " ".join(unicodedata.normalize("NFC", line).split())
    subject = " ".join(_SUBJECT.findall(diagnostic.message))
    return digest_of_parts(diagnostic.code, subject, words)[:DIGEST_LENGTH]


def place_of(diagnostic: Diagnostic, lines: SourceLines) -> str:
    """As `place_digest`, with the line as it is in its file."""
    return place_digest(diagnostic, lines.line(diagnostic.at.path, diagnostic.at.line))


def _raise(found: Diagnostic, errors: Collection[str]) -> Diagnostic:
    if found.code in errors and found.severity is Severity.WARNING:
        return replace(found, is_raised=True)
    return found


def _find_entries(found: Iterable[Diagnostic]) -> dict[tuple[str, str, str], list[Diagnostic]]:
    """The entries that clear a warning, by path, code and digest."""
    entries: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for one in found:
        if one.clears:
            key = (one.at.path, one.clears.code, one.clears.digest)
            entries.setdefault(key, []).append(one)
    return entries


def _read(site: Path, path: str) -> bytes:
    try:
        return read_file(site / path, limit=_LARGEST_FILE, follow=path == "site.yaml")
    # A name with a NUL is a ValueError.
    except (OSError, ValueError):
        return b""


def _split_lines(data: bytes) -> list[str]:
    return normalize_line_ends(data.decode("utf-8-sig", errors="replace")).split("\n")
