"""A line of a file for a terminal, with marks under the place that is meant."""

import unicodedata

from msgspec import Struct

from ssg.diagnostics import Diagnostic, escape_unsafe
from ssg.patterns import rare

# A password may have any character in it.
_SECRETS = rare(
    r"""(?<=://)(?:[^\s/:@]*:[^\s,]*|[^\s/]+)(?=@)"""
    # What is no port after a host's name, and keys in place of a bucket.
    r"""|(?<=://)[^\s/:@\[]*:(?![0-9]*(?![\w-]))[^\s,"'}]*"""
    r"""|(?<=(?:s3|gs|az)://)[^\s/:]*:[^\s,"'}]*"""
)
_MOST_CELLS = 100
_CELLS_BEFORE = 40
"""How much of a long line is shown before the place."""
_NEAR = 300
_TAB = 4
_ELLIPSIS = "…"


class Excerpt(Struct, frozen=True, kw_only=True):
    """The line, and in a line of its own what is below it; both as they are printed."""

    line: str
    marks: str


def make_excerpt(diagnostic: Diagnostic, line: str) -> Excerpt | None:
    """`line` of the diagnostic's file; None if it would show nothing."""
    if not diagnostic.at.line or line.strip() in ("", "---"):
        return None
    column = min(max(diagnostic.at.column, 1), len(line) + 1) - 1
    end = max(min(_end_of(diagnostic), len(line)), column + 1)
    # Of a hostile line, no more than can be shown.
    cut = max(column - _NEAR, 0)
    near = _hide_secrets(line)[cut : column + _NEAR]
    column, end = column - cut, end - cut
    cells = [_show(sign) for sign in near]
    widths = [_measure(cell) for cell in cells]
    first = _find_start(widths, column)
    last = _find_end(widths, first)
    before = _ELLIPSIS if cut or first else ""
    after = _ELLIPSIS if last < len(line) - cut else ""
    indent = len(before) + sum(widths[first:column])
    marked = max(sum(widths[column : min(end, last)]), 1)
    return Excerpt(
        line=before + "".join(cells[first:last]) + after, marks=" " * indent + "^" * marked
    )


def _hide_secrets(line: str) -> str:
    """The line with stars in place of who signs in at an address: that may be a token."""
    return _SECRETS.sub(lambda found: "*" * len(found[0]), line)


def _end_of(diagnostic: Diagnostic) -> int:
    """Where what is meant ends, from 0, as far as a fix knows it."""
    at = (diagnostic.at.line, diagnostic.at.column)
    fixes = (one for one in diagnostic.fixes if one.start == at and one.end.line == one.start.line)
    return next((fix.end.column - 1 for fix in fixes), 0)


def _find_start(widths: list[int], column: int) -> int:
    """The first character that is shown; nothing is left out that would fit."""
    if sum(widths[:column]) < _MOST_CELLS - _CELLS_BEFORE:
        return 0
    start, cells = column, 0
    while start and cells + widths[start - 1] <= _CELLS_BEFORE:
        start -= 1
        cells += widths[start]
    # A character that joins the one before is not shown without it.
    while start < column and not widths[start]:
        start += 1
    return start


def _find_end(widths: list[int], start: int) -> int:
    end, cells = start, 0
    while end < len(widths) and cells + widths[end] <= _MOST_CELLS:
        cells += widths[end]
        end += 1
    return end


def _show(sign: str) -> str:
    return " " * _TAB if sign == "\t" else escape_unsafe(sign)


def _measure(shown: str) -> int:
    """How many cells of a terminal it takes."""
    if shown.isascii():
        return len(shown)
    if unicodedata.category(shown) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(shown) in "WF" else 1
