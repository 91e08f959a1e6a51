"""Writes that survive a power cut, and that signals do not interrupt."""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ssg.files import replace_file
from ssg.signals import STOP_SIGNALS


def write_durably(file: Path, data: bytes) -> None:
    """Replaces the file atomically, and returns when the new one is on the disk."""
    replace_file(file, data, sync=True)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Returns when the entries of `folder` are on the disk, and all earlier renames with them.

    (The renames, because file systems with a journal write it in order.)
    """
    if sys.platform == "win32":
        return  # Windows cannot open folders.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Returns when everything that was written below `folder` is on the disk.

    This is one call for the whole file system: 0.02 s for 1,000 files, where an fsync for each of
    them took 0.4 s. Windows has no such call. There, as everywhere, the next build compares the
    files with the manifest, and writes again what a power cut took.
    """
    if sys.platform == "linux":
        handle = os.open(folder, os.O_RDONLY)
        try:
            # Unlike sync(), it does not wait for the other disks of the machine.
            if ctypes.CDLL(None, use_errno=True).syncfs(handle):
                raise OSError(ctypes.get_errno(), "cannot sync the disk", str(folder))
        finally:
            os.close(handle)
    elif hasattr(os, "sync"):
        os.sync()


@contextmanager
def defer_signals() -> Iterator[None]:
    """Defers Ctrl-C and SIGTERM until the end, so that they leave either the old or the new site.

    Does nothing outside the main thread, which is the only one that runs signal handlers.
    """
    # With blocked signals instead, another thread would receive them, such as a progress bar's.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    deferred: list[int] = []
    handlers = {
        stop: signal.signal(stop, lambda number, _: deferred.append(number))
        for stop in STOP_SIGNALS
    }
    try:
        yield
    finally:
        for stop, handler in handlers.items():
            signal.signal(stop, handler)
        for number in deferred:
            signal.raise_signal(number)
