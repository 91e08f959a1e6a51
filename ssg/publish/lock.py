"""The lock of an output folder: one build at a time."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from ssg.files import make_folder, remove_irregular
from ssg.publish.errors import PublishError, as_publish_error
from ssg.publish.layout import OutputLayout


@contextmanager
def lock_output(
    layout: OutputLayout, wait_seconds: float, say: Callable[[str], None]
) -> Iterator[None]:
    """Locks the output folder. The lock ends with the process, even if that crashes.

    Raises PublishError if another process still has the lock after `wait_seconds`.
    """
    lock = FileLock(layout.lock)
    with as_publish_error("lock the output folder"):
        if not _acquire(lock, layout, 0):
            say(f"another build is using {layout.root}; waiting up to {wait_seconds:g} seconds")
            if not _acquire(lock, layout, wait_seconds):
                raise PublishError(
                    f"another build is still using {layout.root} after {wait_seconds:g} seconds",
                    "wait until it has finished, or choose another output folder",
                )
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, layout: OutputLayout, seconds: float) -> bool:
    """False if another process still has the lock after these seconds."""
    while True:
        try:
            make_folder(layout.state_folder)
            remove_irregular(layout.lock)
            lock.acquire(timeout=seconds)
        except Timeout:
            return False
        except FileNotFoundError:
            continue
        except FileExistsError:
            # The last owner may have removed the folder while this one was making it.
            if not layout.state_folder.is_dir() and os.path.lexists(layout.state_folder):
                raise
            continue
        if layout.lock.exists():
            return True
        # The last owner published nothing and removed the state folder, so this lock is on a
        # deleted file.
        lock.release()
