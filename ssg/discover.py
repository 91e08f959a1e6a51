"""Finds the files of a site, in an order that does not depend on the disk."""

import os
import re
import unicodedata
from collections.abc import Iterator, MutableMapping
from difflib import get_close_matches
from pathlib import Path
from posixpath import splitext
from stat import S_ISREG

from msgspec import Struct, field
from msgspec.structs import replace

from ssg.cache.stat_cache import Stats
from ssg.diagnostics import Diagnostic, Location
from ssg.files import describe_type
from ssg.model.kinds import Kind
from ssg.urls import ID_PATTERN, MAX_ID_LENGTH, id_problem

_EXTENSIONS = {kind: kind.extension for kind in Kind}
_FOLDERS = {kind.value: kind for kind in Kind}
# What an author may have written as content. Without an error it would be left out in silence.
_LIKE_CONTENT = frozenset({
    "", ".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".txt", ".text", ".rst", ".adoc",
    ".html", ".htm", ".docx", ".odt", ".rtf", ".yaml", ".yml", ".json", ".toml",
})  # fmt: skip
# Files about a folder, which git hosts show beside it. Their names are in capitals by convention.
_ABOUT_FOLDERS = frozenset({
    "README", "CHANGELOG", "CODEOWNERS", "CODE_OF_CONDUCT", "CONTRIBUTING", "COPYING", "LICENCE",
    "LICENSE", "SECURITY",
})  # fmt: skip

# A path of this many folders works on every system, and nobody needs a longer one.
_MAX_DEPTH = 64
# Hosts of static sites accept no larger files.
_MAX_COPIED = 2**31

# What browsers show or play without running code; an SVG is published without its scripts.
_MEDIA = frozenset({
    ".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".pdf", ".csv", ".txt",
    ".mp3", ".mp4", ".ogg", ".opus", ".vtt", ".wav", ".webm",
})  # fmt: skip
_UNSAFE_MEDIA = re.compile(r"[^\w./~+-]")
# Static files may have any name that stays in the output folder and out of its state folder.
_UNSAFE_STATIC = re.compile(r"[\x00-\x1f\x7f\\]|^\.ssg(?=/|$)", re.IGNORECASE)
# Nearly all documents: nothing can be wrong with such a name but its length.
_PLAIN_NAME = re.compile(rf"{ID_PATTERN}\.(?:md|yaml)")
_DOCUMENT = re.compile(
    rf"content/(?P<folder>{'|'.join(_FOLDERS)})/(?P<id>{ID_PATTERN})(?P<extension>\.md|\.yaml)"
)
# Temporary files of editors and file managers.
_IGNORED_PREFIXES = (".#", "#")
_IGNORED_SUFFIXES = ("~", ".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", ".crswap")
_IGNORED_NAMES = frozenset({"4913", "Thumbs.db", "desktop.ini", ".DS_Store", ".git"})


class SourceFile(Struct, frozen=True, kw_only=True):
    """A file of the site; `path` is relative to the site folder, with `/`."""

    path: str
    kind: Kind
    file: str
    """Its path on the disk."""
    stats: Stats
    unsaved: bytes | None = None
    """What an editor has open, in place of what is on the disk."""


class CopiedFile(Struct, frozen=True, kw_only=True):
    """A file that is published as it is, at `output_path`."""

    path: str
    output_path: str
    file: str
    stats: Stats


class Discovery(Struct, kw_only=True):
    """All files of a site, sorted by path, and the problems with their names."""

    sources: list[SourceFile] = field(default_factory=list)
    copied: list[CopiedFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """The paths of documents with an error here, so that no later stage reports them as missing."""
    refused_files: list[str] = field(default_factory=list)
    """The same for media and static files."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def discover(site: Path, seen: MutableMapping[str, Stats] | None = None) -> Discovery:
    """The files of the folder `site`. A04, A06, T07 to T09, T11 and W09 report those left out.

    Documents take their stats out of `seen`, where they are by their paths on the disk.
    """
    seen = {} if seen is None else seen
    found = Discovery()
    _check_templates(site, found)
    for path, entry in _walk(site, "content", found):
        if kind := kind_at(path):
            if stats := seen.pop(entry.path, None) or _read_stats(entry):
                source = SourceFile(path=path, kind=kind, file=entry.path, stats=stats)
                found.sources.append(source)
        elif not entry.name.startswith("."):
            _add_other_content(path, entry, found)
    # A file of the right name has its own diagnostics.
    found.refused = sorted({*found.refused} - {source.path for source in found.sources})
    for path, entry in _walk(site, "static", found):
        _copy(path, "static/", entry, _UNSAFE_STATIC, found)
    return found


def look_again(source: SourceFile) -> SourceFile | None:
    """The same file with its stats now; None if there is no regular file any more."""
    try:
        found = os.lstat(source.file)
    except OSError:
        return None
    return replace(source, stats=Stats.of(found)) if S_ISREG(found.st_mode) else None


def find_source(site: Path, path: str) -> SourceFile | None:
    """The file at `path` if `discover` would find it and have nothing to say; else None."""
    kind = kind_at(path)
    return look_again(_statless(site, path, kind)) if kind else None


def unsaved_source(site: Path, path: str, data: bytes) -> SourceFile | None:
    """A file that an editor has open, with these bytes; None if none can be published there."""
    kind = kind_at(path)
    return replace(_statless(site, path, kind), unsaved=data) if kind else None


def kind_at(path: str) -> Kind | None:
    """The kind of the document that a file at `path` would be; None if it would be none."""
    found = _DOCUMENT.fullmatch(path)
    if found is None or len(found["id"]) > MAX_ID_LENGTH:
        return None
    kind = _FOLDERS[found["folder"]]
    return kind if found["extension"] == _EXTENSIONS[kind] else None


def _statless(site: Path, path: str, kind: Kind) -> SourceFile:
    nothing = Stats(size=0, mtime=0, ctime=0, inode=0)
    return SourceFile(path=path, kind=kind, file=str(site / path), stats=nothing)


_Entry = os.DirEntry[str]
_REPLACE_LINK = "replace the link with a copy of its target"


def _walk(site: Path, top: str, found: Discovery) -> Iterator[tuple[str, _Entry]]:
    """All files below the folder `top`, depth first, each folder's entries by name."""
    if (site / top).is_symlink():
        _refuse(found, "T08", top, "is a symbolic link", _REPLACE_LINK)
        return
    levels = [_list_folder(site, top, found)]
    while levels:
        path, entry = next(levels[-1], ("", None))
        if entry is None:
            levels.pop()
        elif entry.is_file(follow_symlinks=False):
            yield path, entry
        elif len(levels) == _MAX_DEPTH:
            hint = "move what you need of it to a folder further up, and delete the rest"
            message = f"is a folder in {_MAX_DEPTH} others"
            found.diagnostics.append(_problem("T11", path, message, hint))
        else:
            levels.append(_list_folder(site, path, found))


def _list_folder(site: Path, folder: str, found: Discovery) -> Iterator[tuple[str, _Entry]]:
    """The files and folders in `folder` that count, by name."""
    try:
        entries = sorted(os.scandir(site / folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        found.diagnostics.append(_unreadable_folder(folder, error))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if _PLAIN_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            yield path, entry
        elif not is_utf8(entry.name):
            readable = os.fsencode(path).decode(errors="replace")
            hint = "rename it, using only letters, digits and hyphens"
            _refuse(found, "A04", readable, "has a name that is not UTF-8", hint)
        elif is_ignored(entry.name):
            continue
        elif entry.is_symlink():
            _refuse(found, "T08", path, "is a symbolic link", _REPLACE_LINK)
        elif entry.is_file(follow_symlinks=False):
            yield path, entry
        elif _is_hidden_content(folder, entry.name):
            continue
        elif entry.is_dir(follow_symlinks=False):
            yield path, entry
        elif stats := _lstat(entry):
            message = f"is {describe_type(stats.st_mode)}, not a file"
            _refuse(found, "T09", path, message, "delete it, or put a file in its place")


def _add_other_content(path: str, entry: _Entry, found: Discovery) -> None:
    """A file in content/ that is no document, or has a name that no document can have."""
    _, folder, *rest = path.split("/")
    kind = _FOLDERS.get(folder)
    stem, extension = splitext(entry.name)
    if folder == "media" and rest:
        _add_media(path, entry, found)
    elif _is_about_folder(stem):
        hint = "move it out of content/; if it is content, rename it with lowercase letters"
        message = "describes a folder and is not published"
        found.diagnostics.append(_problem("W09", path, message, hint))
    elif kind is None or len(rest) != 1 or extension != _EXTENSIONS[kind]:
        _leave_out(path, found)
    else:
        message = f"'{stem}' {id_problem(stem)}"
        _refuse(found, "A04", path, message, _suggest_name(entry.name))


def _read_stats(entry: _Entry) -> Stats | None:
    """None for a file that was deleted since its folder was read."""
    found = _lstat(entry)
    return Stats.of(found) if found else None


def _lstat(entry: _Entry) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def _is_about_folder(stem: str) -> bool:
    return stem.upper() in _ABOUT_FOLDERS and not stem.islower()


def _leave_out(path: str, found: Discovery) -> None:
    """A06 for a file that looks like content but would not be published, W09 for others."""
    _, *folders, name = path.split("/")
    kind = _FOLDERS.get(folders[0]) if folders else None
    stem, extension = splitext(name)
    hint = _hint_for(kind, folders, extension)
    if extension.lower() not in _LIKE_CONTENT:
        message = "is not a content file and is ignored"
        found.diagnostics.append(_problem("W09", path, message, hint))
        return
    if kind is None:
        reason = "because it is in no folder for content"
    elif len(folders) > 1:
        reason = "because it is in a subfolder"
    else:
        reason = f"because its name does not end in {_EXTENSIONS[kind]}"
    found.diagnostics.append(_problem("A06", path, f"would not be published, {reason}", hint))
    found.refused_files.append(path)
    if kind:
        found.refused.append(f"content/{kind.value}/{stem}{_EXTENSIONS[kind]}")


def _hint_for(kind: Kind | None, folders: list[str], extension: str) -> str:
    if kind is None:
        near = get_close_matches(folders[0].lower(), _FOLDERS, n=1) if folders else []
        if near:
            return f"move it into content/{near[0]}"
        names = ", ".join(sorted([*_FOLDERS, "media"]))
        return f"move it to one of the content folders: {names}"
    if extension.lower() in _MEDIA - _LIKE_CONTENT:
        return "move it into content/media"
    if len(folders) > 1:
        return f"move it directly into content/{kind.value}"
    ending = f", not in '{extension}'" if extension else ""
    return f"files in content/{kind.value} must end in {_EXTENSIONS[kind]}{ending}"


def _suggest_name(name: str) -> str:
    """A hint with a valid name: late-cafe.md for `Late Café.md`."""
    stem, extension = splitext(name)
    parted = ("-" if unicodedata.category(one)[0] in "PSZ" else one for one in stem.casefold())
    plain = unicodedata.normalize("NFKD", "".join(parted)).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(safe) > MAX_ID_LENGTH:
        shorter = f"shorten it to at most {MAX_ID_LENGTH} characters"
        return shorter if safe == stem else f"{shorter}: lowercase letters, digits and hyphens"
    if not safe:
        return "rename it, using only lowercase letters a to z, digits and hyphens"
    return f"rename it to {safe}{extension}"


def _add_media(path: str, entry: _Entry, found: Discovery) -> None:
    if splitext(entry.name)[1].lower() not in _MEDIA:
        hint = f"content/media accepts {' '.join(sorted(_MEDIA))}; put other files into static/"
        message = "is not an accepted media type and is ignored"
        found.diagnostics.append(_problem("W09", path, message, hint))
        return
    _copy(path, "content/", entry, _UNSAFE_MEDIA, found)


def media_problem(path: str) -> str | None:
    """Why the file at `path` in content/media is not published; None if it is."""
    name = unicodedata.normalize("NFC", path.removeprefix("content/"))
    if splitext(path)[1].lower() not in _MEDIA:
        return "is not an accepted media type"
    if any(part.startswith(".") or is_ignored(part) for part in path.split("/")):
        return "has the name of a temporary file"
    if unsafe := _UNSAFE_MEDIA.search(name):
        return f"contains {unsafe[0]!r}, which an address must not contain"
    if any(len(part.encode()) > MAX_ID_LENGTH for part in path.split("/")):
        return f"is longer than {MAX_ID_LENGTH} bytes"
    return None


def _copy(path: str, root: str, entry: _Entry, unsafe: re.Pattern[str], found: Discovery) -> None:
    output_path = unicodedata.normalize("NFC", path.removeprefix(root))
    if problem := unsafe.search(output_path):
        message = f"'{output_path}' contains {problem[0]!r}, which an address must not contain"
        hint = "rename it, using only letters, digits, hyphens and dots"
        _refuse(found, "A04", path, message, hint)
    elif (stats := _read_stats(entry)) and stats.size > _MAX_COPIED:
        message = f"is larger than {_MAX_COPIED:,} bytes"
        hint = "make it smaller, or publish it elsewhere and link to it"
        _refuse(found, "T07", path, message, hint)
    elif stats and not os.access(entry.path, os.R_OK):
        hint = "check that it can be read"
        _refuse(found, "T09", path, "cannot be read: Permission denied", hint)
    elif stats:
        copied = CopiedFile(path=path, output_path=output_path, file=entry.path, stats=stats)
        found.copied.append(copied)


def _refuse(found: Discovery, code: str, path: str, message: str, hint: str) -> None:
    found.diagnostics.append(_problem(code, path, message, hint))
    if _is_document(path):
        found.refused.append(path)
    elif path.startswith(("content/media/", "static/")):
        found.refused_files.append(path)


def _is_document(path: str) -> bool:
    match path.split("/"):
        case ["content", folder, name] if folder in _FOLDERS:
            return name.endswith(_EXTENSIONS[_FOLDERS[folder]])
    return False


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is no part of a site, such as an editor's swap file."""
    is_temporary = name.startswith(_IGNORED_PREFIXES) or name.endswith(_IGNORED_SUFFIXES)
    return is_temporary or name in _IGNORED_NAMES


def _is_hidden_content(folder: str, name: str) -> bool:
    return name.startswith(".") and folder.partition("/")[0] == "content"


def is_utf8(name: str) -> bool:
    """Whether the name, as Python represents it, is UTF-8 on the disk."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_templates(site: Path, found: Discovery) -> None:
    """T08 or T09 unless `templates` is absent, a folder, or a link to one."""
    folder = site / "templates"
    if folder.exists() and not folder.is_dir():
        found.diagnostics.append(_unreadable_folder("templates", NotADirectoryError()))
    elif folder.is_symlink() and not folder.exists():
        hint = "let it lead to a folder of templates, or delete it"
        message = "is a symbolic link that leads nowhere"
        found.diagnostics.append(_problem("T08", "templates", message, hint))


def _unreadable_folder(folder: str, error: OSError) -> Diagnostic:
    if isinstance(error, NotADirectoryError):
        hint = f"move the file, then create a folder '{folder}'"
        return _problem("T09", folder, "is a file but must be a folder", hint)
    message = f"cannot be read: {error.strerror}"
    return _problem("T09", folder, message, "check the folder's permissions")


def _problem(code: str, path: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, at=Location(path=path), message=message, hint=hint)
