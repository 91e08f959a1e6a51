"""Python's garbage collector, which a run has no use for."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collector() -> Iterator[None]:
    """Turns it off: a site is a large tree without cycles, so it would walk it and free nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
