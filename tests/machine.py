"""What lets a test pass on any machine, however slow or busy it is."""

import os
import time
from collections.abc import Callable

PATIENCE = 600.0
"""Seconds to wait for what must come: they pass only where something hangs."""


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def cpu_seconds() -> float:
    """The processor time of this process and of those it has waited for.

    Unlike the time on the wall, it hardly grows when other programs are running.
    """
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
