"""Reads and replaces files without trusting what is at their paths.

A named pipe may block its reader for ever, a device may have no end, and a link may lead anywhere.
"""

import errno
import os
import shutil
import stat
from io import BufferedReader
from pathlib import Path

MIB = 1024 * 1024
STATE_LIMIT = 512 * MIB
"""The largest file that ssg keeps for itself: enough for millions of pages."""

EDIT_JOURNAL = ".ssg/edit-journal"
"""In the folder of a site: what a command was changing in several of its files."""

_TYPES = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
}


class FileTooLarge(OSError):
    """The file has more bytes than the limit."""


def describe_type(mode: int) -> str:
    """What is at a path whose mode is `mode`, if it is no regular file: `a named pipe`."""
    return _TYPES.get(stat.S_IFMT(mode), "not a regular file")


def open_regular(path: str | Path, *, follow: bool = False) -> BufferedReader:
    """Opens a regular file to read its bytes. Never blocks; raises OSError for all else.

    A symbolic link is an error, too, unless `follow` is true.
    """
    return open(_open_regular(path, follow=follow), "rb")


def _open_regular(path: str | Path, *, follow: bool) -> int:
    # A named pipe without a writer blocks whoever opens it, unless they ask not to be blocked.
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        # The system calls a link "too many levels of links", and a socket "no such device".
        if error.errno in (errno.ELOOP, errno.ENXIO):
            _refuse_irregular(os.lstat(path).st_mode, path)
        raise
    try:
        _refuse_irregular(os.fstat(handle).st_mode, path)
    except OSError:
        os.close(handle)
        raise
    return handle


def _refuse_irregular(mode: int, path: str | Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, f"it is {describe_type(mode)}, not a file", str(path))


def read_file(path: str | Path, *, limit: int, follow: bool = False) -> bytes:
    """The bytes of a regular file, at most `limit` of them.

    Raises FileTooLarge, and OSError as `open_regular` does.
    """
    handle = _open_regular(path, follow=follow)
    try:
        # The size is only a first guess: the file may grow, and those in /proc have none.
        size = min(os.fstat(handle).st_size, limit)
        data = os.read(handle, size + 1)
        while len(data) != size and len(data) <= limit and (more := os.read(handle, MIB)):
            data += more
    finally:
        os.close(handle)
    if len(data) > limit:
        raise FileTooLarge(errno.EFBIG, f"it is larger than {limit:,} bytes", str(path))
    return data


def replace_file(path: Path, data: bytes, *, sync: bool = False, mode: int | None = None) -> None:
    """Replaces the file atomically; a link is replaced, not followed. Raises OSError.

    With `sync`, the data are on the disk before the new file is in place. The new file has the
    permissions `mode`; with None, those of any new file.
    """
    make_folder(path.parent)
    temporary = path.with_name(f"{path.name}.new")
    remove(temporary)
    # This mode makes a new file and follows no link.
    try:
        with temporary.open("xb") as file:
            if mode is not None:
                temporary.chmod(mode)
            file.write(data)
            if sync:
                file.flush()
                os.fsync(file.fileno())
    except OSError:
        # The disk is full, and what is written of it may be secret.
        remove(temporary)
        raise
    remove_irregular(path)
    temporary.replace(path)


def create_file(path: Path, data: bytes) -> None:
    """Makes the file, whole or not at all. Raises FileExistsError for whatever is there before."""
    # Another process may be making the same file.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A link is made only where nothing is, unlike a file that is moved there.
        path.hardlink_to(temporary)
    finally:
        temporary.unlink(missing_ok=True)


def copy_file(source: str | Path, target: Path) -> None:
    """Copies a regular file to a new one, in pieces. Raises OSError, as `open_regular` does."""
    with open_regular(source) as original, target.open("xb") as copy:
        shutil.copyfileobj(original, copy, MIB)


def make_folder(folder: Path) -> None:
    """Makes a folder of ssg's own, if there is none. Raises OSError for a link to one."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link", str(folder))
    folder.mkdir(parents=True, exist_ok=True)


def remove(path: Path) -> None:
    """Removes what is at `path`, a folder with all in it. Links are not followed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def remove_irregular(path: Path) -> None:
    """Removes what is at `path` unless it is a regular file."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        remove(path)
