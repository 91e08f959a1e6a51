"""Finds the site that a file belongs to."""

import os
from pathlib import Path

from ssg.config import SETTINGS_FILE

_MOST_FOLDERS = 2000
_DEPTH = 3
_LEFT_OUT = ("node_modules", "output")


def find_site(file: Path) -> Path | None:
    """The nearest folder with a site.yaml, of all that `file` is in; `file` may be one itself."""
    return next((one for one in (file, *file.parents) if (one / SETTINGS_FILE).is_file()), None)


def find_only_site_below(folder: Path) -> Path | None:
    """The site in a folder that is not in one; None if there are several."""
    found: list[Path] = []
    level, seen = [folder], 0
    for _ in range(_DEPTH):
        below: list[Path] = []
        for one in level:
            below += _folders_in(one)
        seen += len(below)
        if seen > _MOST_FOLDERS:
            return None
        found += [one for one in below if (one / SETTINGS_FILE).is_file()]
        level = [one for one in below if one not in found]
    return found[0] if len(found) == 1 else None


def _folders_in(folder: Path) -> list[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []
    return [
        Path(entry.path)
        for entry in entries
        if not entry.name.startswith(".")
        and entry.name not in _LEFT_OUT
        and entry.is_dir(follow_symlinks=False)
    ]


def path_in_site(site: Path, file: Path) -> str:
    """The path of a file relative to its site, with `/`; empty if it is not in there."""
    try:
        path = file.relative_to(site).as_posix()
        path.encode()
    except ValueError:
        # It is elsewhere, or its name is not UTF-8.
        return ""
    return path
