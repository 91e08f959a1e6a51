"""One build at a time in an output folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from ssg.publish.errors import PublishError, explained
from ssg.publish.layout import OutputLayout


@contextmanager
def held(places: OutputLayout, wait_seconds: float, say: Callable[[str], None]) -> Iterator[None]:
    """Holds the output folder. The lock ends with the process, however that ends.

    Raises PublishError if another process still holds it after `wait_seconds`.
    """
    lock = FileLock(places.lock)
    with explained("lock the output folder"):
        if not _acquired(lock, places, 0):
            say(f"another build is using {places.root}: waiting up to {wait_seconds:g} seconds")
            if not _acquired(lock, places, wait_seconds):
                raise PublishError(
                    f"another build is still using {places.root} after {wait_seconds:g} seconds",
                    "let it end, or choose another output folder",
                )
    try:
        yield
    finally:
        lock.release()


def _acquired(lock: FileLock, places: OutputLayout, seconds: float) -> bool:
    while True:
        places.ours.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=seconds)
        except Timeout:
            return False
        except FileNotFoundError:
            continue
        if places.lock.exists():
            return True
        # Who held it has left nothing behind, not even what was locked.
        lock.release()
