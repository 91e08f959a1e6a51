"""Applies the safe fixes of diagnostics to their files."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ssg.diagnostics import Diagnostic, Fix, Position
from ssg.editing.changes import Changes, FileChange
from ssg.editing.disk import is_safe_path, place_of, read_bytes
from ssg.editing.lines import Lines, line_end_of

_MARK = "\ufeff"


def plan_fixes(site: Path, found: Iterable[Diagnostic]) -> tuple[Changes, list[Diagnostic]]:
    """The changes that the safe fixes of `found` come to, and what they mend.

    Where two fixes would change the same text, the second one is left for another run.
    """
    by_path: dict[str, list[Diagnostic]] = {}
    for one in found:
        if one.fixes and one.fixes[0].is_safe:
            by_path.setdefault(one.at.path, []).append(one)
    changes: list[FileChange] = []
    mended: list[Diagnostic] = []
    for path, diagnostics in by_path.items():
        text = _read(site, path)
        if text is None:
            continue
        chosen = _choose(diagnostics)
        changed = apply_fixes(text, [one.fixes[0] for one in chosen])
        if changed != text:
            changes.append(FileChange(path, text.encode(), changed.encode()))
            mended += chosen
    return tuple(changes), mended


def apply_fixes(text: str, fixes: Sequence[Fix]) -> str:
    """`text` with fixes that do not overlap; all of it keeps its line ends and its mark."""
    lines = Lines(text)
    # From the last one on, so that the places of the others stay what they are.
    for fix in sorted(fixes, key=lambda one: one.start, reverse=True):
        start, end = _offset(lines, fix.start), _offset(lines, fix.end)
        written = fix.text.replace("\n", line_end_of(text))
        text = text[:start] + written + text[end:]
    return text


def _choose(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    chosen: list[Diagnostic] = []
    end = Position(0, 0)
    for one in sorted(diagnostics, key=lambda one: (one.fixes[0].start, one.fixes[0].end)):
        fix = one.fixes[0]
        if fix.start >= end and fix.end >= fix.start:
            chosen.append(one)
            # Not even two insertions at one place.
            end = max(fix.end, Position(fix.start.line, fix.start.column + 1))
    return chosen


def _offset(lines: Lines, position: Position) -> int:
    """The mark at the start of a file is no character of its first line."""
    mark = len(_MARK) if position.line == 1 and lines.text.startswith(_MARK) else 0
    return lines.offset(position.line, position.column - 1 + mark)


def _read(site: Path, path: str) -> str | None:
    """The file as it is; None for one that cannot be changed."""
    if not is_safe_path(path):
        return None
    try:
        data = read_bytes(place_of(site, path))
        return None if data is None else data.decode()
    except (OSError, UnicodeDecodeError):
        return None
