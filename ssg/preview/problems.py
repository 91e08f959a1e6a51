"""Problems: diagnostics with the lines that they are about, and a link that opens the editor."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from ssg.diagnostics import Diagnostic, Location
from ssg.files import MIB, read_file
from ssg.preview.shown import Excerpt, Problem
from ssg.text import normalize_line_ends

EDITOR_URL_VARIABLE = "SSG_EDITOR_URL"
_VSCODE = "vscode://file{file}:{line}:{column}"
_PLACEHOLDERS = ("file", "line", "column")
# Browsers skip white space in a scheme, so that `java script:` would run, too.
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):[\x21-\x7e]+", re.IGNORECASE)
_DANGEROUS_SCHEMES = ("javascript", "data", "vbscript", "blob")
_LINES_BEFORE = 3
_LINES_AFTER = 2
_LIMIT = 16 * MIB
"""No text of a site is as large: with an excerpt of it the browser would have to wait."""


class EditorUrlError(Exception):
    """The variable's value cannot be used: the message says why, and how to write it."""


def editor_url(environment: Mapping[str, str]) -> str:
    """The pattern of links that open a file in the editor's program: that of VS Code by default.

    It is personal, so it is not in site.yaml. Raises EditorUrlError.
    """
    pattern = environment.get(EDITOR_URL_VARIABLE) or _VSCODE
    if problem := _find_problem(pattern):
        raise EditorUrlError(f"{EDITOR_URL_VARIABLE} {problem}; write it like {_VSCODE}")
    return pattern


def make_problem(
    diagnostic: Diagnostic, site: Path, editor_url: str, *, has_excerpt: bool = True
) -> Problem:
    """`diagnostic` as the browser shows it; `editor_url` is the pattern of links to the editor.

    What is no regular file inside the folder `site` has neither excerpt nor link. Without an
    excerpt, which takes most of the time, the file is not read.
    """
    file = _find_file(site, diagnostic.at.path)
    if not file:
        return Problem(diagnostic=diagnostic)
    return Problem(
        diagnostic=diagnostic,
        excerpt=_read_excerpt(file, diagnostic.at.line) if has_excerpt else None,
        edit_url=_fill(editor_url, file, diagnostic.at),
    )


def _find_problem(pattern: str) -> str | None:
    """What is wrong with a pattern, as the end of a sentence; None if nothing is."""
    names = re.findall(r"\{(.*?)\}", pattern)
    if unknown := [name for name in names if name not in _PLACEHOLDERS]:
        return f"has {{{unknown[0]}}}, which stands for nothing"
    if "file" not in names:
        return "does not say where {file} goes"
    scheme = _SCHEME.fullmatch(pattern)
    if not scheme:
        return "is not an address"
    if scheme[1].lower() in _DANGEROUS_SCHEMES:
        return f"starts with '{scheme[1]}:', which does not open an editor"
    return None


def _find_file(site: Path, path: str) -> Path | None:
    """The absolute path of a regular file that is inside the site by all links, or None."""
    file = site.absolute() / path
    try:
        is_regular = stat.S_ISREG(file.lstat().st_mode)
        is_inside = Path(os.path.realpath(file)).is_relative_to(os.path.realpath(site))
    # A name with a NUL is a ValueError.
    except (OSError, ValueError):
        return None
    return file if is_regular and is_inside else None


def _read_excerpt(file: Path, line: int) -> Excerpt | None:
    """The lines around `line`, from 1; None if there is no such line, or if it cannot be read."""
    if not line:
        return None
    try:
        data = read_file(file, limit=_LIMIT)
    except OSError:
        return None
    lines = normalize_line_ends(data.decode("utf-8-sig", errors="replace")).split("\n")
    if line > len(lines):
        return None
    start = max(line - 1 - _LINES_BEFORE, 0)
    return Excerpt(first_line=start + 1, lines=tuple(lines[start : line + _LINES_AFTER]))


def _fill(pattern: str, file: Path, at: Location) -> str:
    # One pass, so that a file whose name is `{line}` is opened as well.
    values = {
        "file": quote(os.fsencode(file)),
        "line": str(max(at.line, 1)),
        "column": str(max(at.column, 1)),
    }
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], pattern)
