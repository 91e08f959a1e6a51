"""Finds and reads the files of template folders; what cannot be used is an error, never left out.

Links are followed, since publishers may share templates between sites.
"""

import os
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from ssg.files import MIB, describe_type, read_file
from ssg.render.errors import ThemeError

_MAX_DEPTH = 64
FILE_LIMIT = 64 * MIB
"""The largest template, catalogue or asset, in bytes. All assets are in memory at once."""

_FolderId = tuple[int, int]


def list_theme_files(template_dir: Path, below: str = "") -> dict[str, Path]:
    """All files in `template_dir`, or in its folder `below`, by their names (`pages/guide.html`).

    The dict is empty if there is no such folder. Raises ThemeError for a folder that cannot be
    read, and for what is neither file nor folder, unless its name begins with a dot.
    """
    if not os.path.lexists(template_dir / below):
        return {}
    return dict(_walk(template_dir, below))


def read_theme_file(name: str, path: Path) -> bytes:
    """The bytes of the file at `path`, which templates call `name`. Raises ThemeError."""
    try:
        return read_file(path, limit=FILE_LIMIT, follow=True)
    except OSError as error:
        raise ThemeError(name, 0, f"cannot be read: {error.strerror}") from error


def is_hidden(name: str) -> bool:
    """Whether a file or one of its folders has a name that begins with a dot."""
    return any(part.startswith(".") for part in name.split("/"))


def _walk(template_dir: Path, below: str) -> Iterator[tuple[str, Path]]:
    pending: list[tuple[str, tuple[_FolderId, ...]]] = [(below, ())]
    while pending:
        folder, parents = pending.pop()
        for name, entry in _list_entries(template_dir, folder):
            # Most are plain files, which the folder itself says without a look at them.
            if entry.is_file(follow_symlinks=False):
                yield name, Path(entry.path)
                continue
            found = _stat(entry, name)
            if found is None:
                continue
            if S_ISREG(found.st_mode):
                yield name, Path(entry.path)
            elif S_ISDIR(found.st_mode):
                own = (found.st_dev, found.st_ino)
                if own in parents or len(parents) == _MAX_DEPTH:
                    raise ThemeError(name, 0, "is a folder in itself, or in too many others")
                pending.append((name, (*parents, own)))
            elif not is_hidden(name):
                raise ThemeError(name, 0, f"is {describe_type(found.st_mode)}, not a file")


def _list_entries(template_dir: Path, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(template_dir / folder) as entries:
            found = sorted(entries, key=attrgetter("name"))
    except OSError as error:
        if is_hidden(folder):
            return
        raise ThemeError(folder, 0, f"cannot be read: {error.strerror}") from error
    for entry in found:
        name = f"{folder}/{entry.name}" if folder else entry.name
        try:
            name.encode()
        except UnicodeEncodeError:
            readable = os.fsencode(name).decode(errors="replace")
            raise ThemeError(readable, 0, "has a name that is not UTF-8") from None
        yield name, entry


def _stat(entry: os.DirEntry[str], name: str) -> os.stat_result | None:
    """None for a link that leads nowhere, if it is hidden: editors leave such links."""
    try:
        return entry.stat()
    except OSError as error:
        if is_hidden(name):
            return None
        message = f"cannot be read: {error.strerror}"
        if isinstance(error, FileNotFoundError):
            message = "is a symbolic link that leads nowhere"
        raise ThemeError(name, 0, message) from error
