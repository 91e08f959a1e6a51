"""Disks that are full or take nothing, for whoever runs the tests: root with real ones."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.command import ROOT


@contextmanager
def little_disk(folder: Path, *, kib: int) -> Iterator[bool]:
    """Puts a disk of this size in place of `folder`; False where one may not do that."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(["mount", *options], capture_output=True, check=False)
    except FileNotFoundError:
        yield False
        return
    is_mounted = done.returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=True)


def ssg_after(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process that has run `code`, by which its disk refuses."""
    main = "import sys\nsys.argv[0] = 'ssg'\nfrom ssg.__main__ import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", f"{code}\n{main}", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        # So that worker processes have run it, too.
        env={**os.environ, "PYTHONPATH": str(ROOT), "SSG_START_METHOD": "fork"},
    )


STORE_OF_FEW_PAGES = """
import ssg.cache.store
connect = ssg.cache.store._connect
def connect_to_little(path):
    connection = connect(path)
    if path.parent.name == ".ssg":
        connection.execute("PRAGMA max_page_count = {pages}")
    return connection
ssg.cache.store._connect = connect_to_little
"""
"""SQLite says the same when this limit is reached as when the disk is full."""

STAGING_IS_FULL = """
import errno, pathlib
write = pathlib.Path.write_bytes
def refuse(path, data):
    if "staging" in path.parts and path.name == "index.html":
        raise OSError(errno.ENOSPC, "No space left on device", str(path))
    return write(path, data)
pathlib.Path.write_bytes = refuse
"""
