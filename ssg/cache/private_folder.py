"""A folder of a long-lived process: private, and with only one process in it at a time."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ssg.cache.temporary import TemporaryFolder
from ssg.files import make_folder, remove, remove_irregular

_MOST = 100


@contextmanager
def open_private_folder(state: Path, name: str) -> Iterator[Path]:
    """The folder of this name in the folder `state`, which only this user can read.

    A further process for the same site gets a folder of its own, which is removed at its end; so
    does one where `state` cannot be written.
    """
    try:
        lock, folder = _lock_folder(state, name)
    except OSError:
        with TemporaryFolder() as temporary:
            yield temporary.path
        return
    with lock:
        try:
            yield folder
        finally:
            if folder.name != name:
                with suppress(OSError):
                    remove(folder)


def _lock_folder(state: Path, name: str) -> tuple[FileLock, Path]:
    """The first folder that no other process uses, and its lock. Raises OSError."""
    make_folder(state)
    chosen: tuple[FileLock, Path] | None = None
    for number in range(1, _MOST + 1):
        folder = state / (name if number == 1 else f"{name}-{number}")
        if chosen and not folder.exists():
            continue
        # Outside the folder, which somebody may delete meanwhile.
        lock = FileLock(state / f"{folder.name}.lock", timeout=0)
        remove_irregular(Path(lock.lock_file))
        try:
            lock.acquire()
        except Timeout:
            continue
        if chosen is None:
            _make_private(folder)
            chosen = lock, folder
        else:
            # A further process that was killed has left it.
            remove(folder)
            lock.release()
    if chosen is None:
        raise OSError(f"there are too many folders {name} of this site")
    return chosen


def _make_private(folder: Path) -> None:
    if folder.is_symlink() or not folder.is_dir():
        remove(folder)
        folder.mkdir(mode=0o700)
    folder.chmod(0o700)
