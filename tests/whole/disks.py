"""Full disks: real ones if the tests run as root, else simulated ones."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import preloaded


@contextmanager
def mount_small_disk(folder: Path, *, kib: int) -> Iterator[bool]:
    """Mounts a disk of this size at `folder`. Yields False if this user may not mount one."""
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


def run_ssg_after(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process that first runs `code`, which simulates a full disk."""
    return preloaded.run(
        [str(argument) for argument in arguments],
        # So that the worker processes have run it, too.
        env={**os.environ, "SSG_START_METHOD": "fork"},
        cwd=Path.cwd(),
        before=code,
    )


LIMITED_STORE = """
import ssg.cache.store
connect = ssg.cache.store._connect
def connect_with_limit(path):
    connection = connect(path)
    if path.parent.name == ".ssg":
        connection.execute("PRAGMA max_page_count = {pages}")
    return connection
ssg.cache.store._connect = connect_with_limit
"""
"""SQLite raises the same error at this limit as on a full disk."""

FULL_STAGING = """
import errno, pathlib
write = pathlib.Path.write_bytes
def refuse(path, data):
    if "staging" in path.parts and path.name == "index.html":
        raise OSError(errno.ENOSPC, "No space left on device", str(path))
    return write(path, data)
pathlib.Path.write_bytes = refuse
"""
