"""Tables for a terminal and for spreadsheets."""

import csv
import io
import json
import re
import shutil
import sys
import unicodedata
from collections.abc import Sequence

from ssg.diagnostics import escape_unsafe

# With these a spreadsheet takes a cell for a formula, which may run commands or send data away:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_GAP = "  "
# Beside those that JSON escapes anyway.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def write_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """CSV (RFC 4180) with a line of names; no cell is a formula for a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_disarm(cell) for cell in row] for row in rows)
    return text.getvalue()


def _disarm(cell: str) -> str:
    """The cell as text for a spreadsheet, and without what could control a terminal."""
    return escape_unsafe(f"'{cell}" if cell.startswith(_FORMULA) else cell)


def write_json(value: object) -> str:
    """JSON in which every character that could control a terminal is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns; on a terminal, the last one is cut where the line would wrap."""
    if not rows:
        return ""
    cells = [list(columns), *([escape_unsafe(cell) for cell in row] for row in rows)]
    widths = [max(map(cell_width, column)) for column in zip(*cells, strict=True)]
    # It is None when the shell has closed it (`>&-`).
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    most = shutil.get_terminal_size().columns if is_terminal else 0
    return "".join(f"{_line(row, widths, most)}\n" for row in cells)


def _line(row: Sequence[str], widths: Sequence[int], most: int) -> str:
    pairs = zip(row, widths, strict=True)
    padded = (cell + " " * (width - cell_width(cell)) for cell, width in pairs)
    line = _GAP.join(padded).rstrip()
    return _cut(line, most) if most and cell_width(line) > most else line


def _cut(line: str, most: int) -> str:
    while line and cell_width(line) > most - 1:
        line = line[: max(len(line) - max(1, (cell_width(line) - most) // 2), 0)]
    return f"{line}…"


def cell_width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_character_width(one) for one in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
