"""A folder in memory for all that tests write: a disk takes most of the time of thousands of sites.

What is left of a run that was killed is removed by the next one.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path

_MEMORY = Path("/dev/shm")
_PREFIX = f"ssg-tests-{os.getuid() if hasattr(os, 'getuid') else 0}-"
_NEEDED = 4 * 2**30
"""Bytes: several times as much as the tests have there."""
_LOCK = "lock"


def keep_files_in_memory(env: MutableMapping[str, str]) -> None:
    """Has this process, and all that it starts, put temporary files there, if it is large enough.

    Whoever has set TMPDIR has chosen another place.
    """
    if "TMPDIR" in env or not _is_usable():
        return
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_MEMORY))
    lock = os.open(folder / _LOCK, os.O_WRONLY | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    env["TMPDIR"] = str(folder)
    tempfile.tempdir = None


def _is_usable() -> bool:
    try:
        found = os.statvfs(_MEMORY)
    except (OSError, AttributeError):
        return False
    # Some tests run programs that they have put there.
    is_open = os.access(_MEMORY, os.W_OK) and not found.f_flag & os.ST_NOEXEC
    return is_open and found.f_bavail * found.f_frsize >= _NEEDED


def _remove_abandoned() -> None:
    for folder in _MEMORY.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            lock = os.open(folder / _LOCK, os.O_WRONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
