"""Temporary folders that do not outlive their process by more than one run of ssg.

A process that is killed leaves its folder behind, with all words in it. It holds a lock on the
folder while it lives, so the next run finds out which folders are abandoned, and removes them.
"""

import fcntl
import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

_PREFIX = "ssg-temporary-"
_NAME = re.compile(rf"{_PREFIX}\w{{8}}")
_READ_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class TemporaryFolder:
    """A new folder that only this user can read; a context manager, which removes it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._handle = os.open(self.path, _READ_FOLDER)
        # Before anything is in it: an empty folder is never taken for abandoned.
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._handle)


def remove_abandoned_folders() -> None:
    """Removes the temporary folders of this user's runs that were killed."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_if_abandoned(entry.path)


def _remove_if_abandoned(path: str) -> None:
    handle = os.open(path, _READ_FOLDER)
    try:
        if os.fstat(handle).st_uid == os.geteuid() and os.listdir(handle):  # noqa: PTH208
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path)
    finally:
        os.close(handle)
