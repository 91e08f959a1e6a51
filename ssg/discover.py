"""Finds the files of a site, in an order that no disk decides."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from posixpath import splitext

from msgspec import Struct, field

from ssg.cache.stat_cache import Stats
from ssg.diagnostics import Diagnostic, Location
from ssg.model.kinds import Kind
from ssg.urls import id_problem

_ENDINGS = dict.fromkeys(Kind, ".md") | {Kind.RESOURCE: ".yaml", Kind.PERSON: ".yaml"}
_FOLDERS = {kind.value: kind for kind in Kind}

# What browsers show or play without running anything. An SVG can carry scripts, so a drawing that
# somebody vouches for belongs in static/.
_MEDIA = frozenset({
    ".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp", ".pdf", ".csv", ".txt",
    ".mp3", ".mp4", ".ogg", ".opus", ".vtt", ".wav", ".webm",
})  # fmt: skip
_UNSAFE_MEDIA = re.compile(r"[^\w./~+-]")
# Static files are the publisher's own business, as long as they stay in their place.
_UNSAFE_STATIC = re.compile(r"[\x00-\x1f\x7f\\]|^\.ssg(?=/|$)", re.IGNORECASE)
# What editors and file managers leave behind while somebody works.
_LEFTOVERS = ("~", ".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", ".crswap")
_LEFTOVER_NAMES = frozenset({"4913", "Thumbs.db", "desktop.ini", ".DS_Store", ".git"})


class SourceFile(Struct, frozen=True, kw_only=True):
    """A file of the site; `path` is relative to the site folder, with `/`."""

    path: str
    kind: Kind
    file: str
    """Where it lies."""
    stats: Stats


class CopiedFile(Struct, frozen=True, kw_only=True):
    """A file that is published as it is, at `output_path`."""

    path: str
    output_path: str
    file: str
    stats: Stats


class Discovery(Struct, kw_only=True):
    """All files of a site, sorted by path, and what is wrong with their names."""

    sources: list[SourceFile] = field(default_factory=list)
    copied: list[CopiedFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """The paths of documents with an error here, so that nobody says that they are not there."""
    refused_files: list[str] = field(default_factory=list)
    """The same of media and static files."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def discover(site: Path) -> Discovery:
    """The files of the folder `site`: T08, T09, A04 and W09 name those that are left out."""
    found = Discovery()
    for path, entry in _files(site, "content", found):
        if not entry.name.startswith("."):
            _take_content(path, entry, found)
    for path, entry in _files(site, "static", found):
        _copy(path, "static/", entry, _UNSAFE_STATIC, found)
    return found


_Entry = os.DirEntry[str]


def _files(site: Path, folder: str, found: Discovery) -> Iterator[tuple[str, _Entry]]:
    """All files below `folder`, depth first, each folder's entries by name."""
    if (site / folder).is_symlink():
        _refuse(found, "T08", folder, "is a symbolic link", "put the folder itself here")
        return
    try:
        entries = sorted(os.scandir(site / folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        found.diagnostics.append(_unread(folder, error))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if not _is_utf8(entry.name):
            shown = os.fsencode(path).decode(errors="replace")
            hint = "rename it with letters, digits and hyphens"
            _refuse(found, "A04", shown, "has a name that is not UTF-8", hint)
        elif _is_leftover(entry.name):
            continue
        elif entry.is_symlink():
            _refuse(found, "T08", path, "is a symbolic link", "put the file itself here")
        elif entry.is_dir(follow_symlinks=False):
            if not _is_hidden_content(folder, entry.name):
                yield from _files(site, path, found)
        elif entry.is_file(follow_symlinks=False):
            yield path, entry


def _take_content(path: str, entry: _Entry, found: Discovery) -> None:
    _, folder, *rest = path.split("/")
    kind = _FOLDERS.get(folder)
    stem, ending = splitext(entry.name)
    if folder == "media" and rest:
        _take_media(path, entry, found)
    elif kind is None or len(rest) != 1 or ending != _ENDINGS[kind]:
        hint = _hint_for(kind, len(rest), ending)
        found.diagnostics.append(_problem("W09", path, "belongs to no kind of content", hint))
    elif problem := id_problem(stem):
        _refuse(found, "A04", path, f"'{stem}' {problem}", _rename(entry.name))
    elif stats := _stats(entry):
        found.sources.append(SourceFile(path=path, kind=kind, file=entry.path, stats=stats))


def _stats(entry: _Entry) -> Stats | None:
    """None for a file that was deleted since its folder was read."""
    try:
        return Stats.of(entry.stat(follow_symlinks=False))
    except FileNotFoundError:
        return None


def _hint_for(kind: Kind | None, depth: int, ending: str) -> str:
    if kind is None:
        folders = ", ".join(sorted([*_FOLDERS, "media"]))
        return f"the folders of content are: {folders}"
    if depth != 1:
        return f"put it directly into content/{kind.value}"
    return f"files in content/{kind.value} end in {_ENDINGS[kind]}, not in '{ending}'"


def _rename(name: str) -> str:
    """A hint with the name made safe: late-cafe.md for `Late Café.md`."""
    stem, ending = splitext(name)
    plain = unicodedata.normalize("NFKD", stem.casefold()).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not safe or id_problem(safe):
        return "rename it with lowercase letters a to z, digits and hyphens"
    return f"rename it to {safe}{ending}"


def _take_media(path: str, entry: _Entry, found: Discovery) -> None:
    if splitext(entry.name)[1].lower() not in _MEDIA:
        hint = f"content/media takes {' '.join(sorted(_MEDIA))}; other files belong in static/"
        found.diagnostics.append(_problem("W09", path, "is no kind of media", hint))
        return
    _copy(path, "content/", entry, _UNSAFE_MEDIA, found)


def _copy(path: str, root: str, entry: _Entry, unsafe: re.Pattern[str], found: Discovery) -> None:
    output_path = unicodedata.normalize("NFC", path.removeprefix(root))
    if problem := unsafe.search(output_path):
        message = f"'{output_path}' is not safe in an address because of {problem[0]!r}"
        _refuse(found, "A04", path, message, "rename it with letters, digits, hyphens and dots")
    elif stats := _stats(entry):
        copied = CopiedFile(path=path, output_path=output_path, file=entry.path, stats=stats)
        found.copied.append(copied)


def _refuse(found: Discovery, code: str, path: str, message: str, hint: str) -> None:
    found.diagnostics.append(_problem(code, path, message, hint))
    if _is_document(path):
        found.refused.append(path)
    elif path.startswith(("content/media/", "static/")):
        found.refused_files.append(path)


def _is_document(path: str) -> bool:
    top, *folders, name = path.split("/")
    kind = _FOLDERS.get(folders[0]) if top == "content" and len(folders) == 1 else None
    return kind is not None and name.endswith(_ENDINGS[kind])


def _is_leftover(name: str) -> bool:
    return name in _LEFTOVER_NAMES or name.endswith(_LEFTOVERS) or name.startswith((".#", "#"))


def _is_hidden_content(folder: str, name: str) -> bool:
    return name.startswith(".") and folder.partition("/")[0] == "content"


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unread(folder: str, error: OSError) -> Diagnostic:
    if isinstance(error, NotADirectoryError):
        hint = f"move it away, and make a folder '{folder}'"
        return _problem("T09", folder, "is a file, and has to be a folder", hint)
    message = f"cannot be read: {error.strerror}"
    return _problem("T09", folder, message, "check the folder's permissions")


def _problem(code: str, path: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, at=Location(path=path), message=message, hint=hint)
