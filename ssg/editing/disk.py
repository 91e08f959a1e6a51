"""Reads and replaces the files that edits change: one at a time, all or nothing."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from ssg.files import STATE_LIMIT, read_file
from ssg.publish.disk import sync_folder

_SETTINGS = "site.yaml"
_UNSAFE_PARTS = ("", ".", "..")


def is_safe_path(path: str) -> bool:
    """Whether the path stays in the site's folder, and out of ssg's own."""
    parts = path.split("/")
    return not any(part in _UNSAFE_PARTS or "\0" in part for part in parts) and parts[0] != ".ssg"


def place_of(site: Path, path: str) -> Path:
    """Where the file is on the disk. Raises OSError if a folder on the way is a link.

    site.yaml may be a link to a file, which is the file that is changed then.
    """
    if path == _SETTINGS:
        return Path(os.path.realpath(site / path))
    folder = site
    for part in path.split("/")[:-1]:
        folder /= part
        if folder.is_symlink():
            raise OSError(f"{folder} is a symbolic link")
    return site / path


def read_bytes(place: Path) -> bytes | None:
    """The bytes of the file; None if there is nothing. Raises OSError for all but a file."""
    try:
        return read_file(place, limit=STATE_LIMIT)
    except FileNotFoundError:
        return None


def mode_of(place: Path) -> int | None:
    """The permissions of the file; None if there is nothing."""
    try:
        return stat.S_IMODE(place.lstat().st_mode)
    except FileNotFoundError:
        return None


def write_file(place: Path, data: bytes, *, mode: int | None = None) -> None:
    """Replaces the file atomically, or makes it, with the permissions `mode`. Raises OSError.

    With None, it keeps those that it has; a new file gets those of any new file.
    """
    mode = mode_of(place) if mode is None else mode
    place.parent.mkdir(parents=True, exist_ok=True)
    staged = _staged(place)
    staged.unlink(missing_ok=True)
    try:
        with staged.open("xb") as file:
            if mode is not None:
                staged.chmod(mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(place)
    except BaseException:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def remove_file(place: Path) -> None:
    """Removes the file, if there is one. Raises OSError."""
    place.unlink(missing_ok=True)
    if place.parent.is_dir():
        sync_folder(place.parent)


def remove_staged(place: Path) -> None:
    """Removes what a kill has left beside the file. Raises OSError."""
    _staged(place).unlink(missing_ok=True)


def _staged(place: Path) -> Path:
    """Its name is one that ssg, like other programs, takes for a temporary file."""
    return place.with_name(f".{place.name}.tmp")
