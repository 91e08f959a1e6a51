"""Files and addresses of a site that are named on the command line."""

import os
from collections.abc import Sequence
from pathlib import Path
from posixpath import splitext
from urllib.parse import unquote, urlsplit

from ssg.commands.exit_codes import CommandError
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.model.kinds import Kind

_FOLDERS = {f"content/{kind.value}": kind for kind in Kind}


def path_in_site(site: Path, path: Path) -> str:
    """The path relative to the site's folder; `.` for that itself.

    Raises CommandError for one that does not exist, or is not in the site.
    """
    top = os.path.realpath(site)
    real = Path(os.path.realpath(path))
    # A link is a name of its own, wherever it leads.
    named = Path(os.path.realpath(path.parent), path.name) if path.name != ".." else real
    found = next((one for one in (named, real) if one.is_relative_to(top)), None)
    if found is None:
        where = f"{_show(path)} is not in the site {_show(site)}"
        raise CommandError(where, "name a file of the site")
    if not os.path.lexists(path):
        raise CommandError(f"there is no file or folder {_show(path)}", "check the path")
    return found.relative_to(top).as_posix()


def find_document(site: Path, path: Path, kinds: Sequence[Kind]) -> tuple[str, Kind]:
    """The path in the site of a document of one of the kinds. Raises CommandError for others."""
    folders = _join([f"content/{kind.value}" for kind in kinds])
    if path.is_symlink():
        raise CommandError(f"{_show(path)} is a symbolic link", "name the file itself")
    name = path_in_site(site, path)
    folder, _, file = name.rpartition("/")
    kind = _FOLDERS.get(folder)
    stem, extension = splitext(file)
    if kind is None or kind not in kinds or extension != kind.extension or stem.startswith("."):
        what = f"is not a {_join([kind.singular for kind in kinds])}"
        raise CommandError(f"{_show(path)} {what}", f"name files in {folders}")
    return name, kind


def path_of_url(url: str, settings: Settings) -> str:
    """The path and the anchor of an address of the site, without its host and prefix.

    Raises CommandError for an address elsewhere.
    """
    own = urlsplit(settings.url)
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    path = unquote(parts.path) or "/"
    if parts.netloc.lower() != own.netloc.lower() or not path.startswith(f"{settings.prefix}/"):
        raise CommandError(f"'{escape_unsafe(url)}' is not on this site", f"it is {settings.url}")
    anchor = f"#{unquote(parts.fragment)}" if parts.fragment else ""
    return path.removeprefix(settings.prefix) + anchor


def _join(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _show(path: Path) -> str:
    return escape_unsafe(os.fsencode(path).decode(errors="replace"))
