"""Runs what waits for the network, until it is done or somebody presses Ctrl-C."""

import asyncio
import logging
import warnings
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_in_loop(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`. Raises KeyboardInterrupt, and leaves nothing that would report it."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        # It may have come between two steps of asyncio, which would report that.
        warnings.simplefilter("ignore", RuntimeWarning)
        logging.getLogger("asyncio").disabled = True
        raise
