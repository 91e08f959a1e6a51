"""Helps tests to pass on any machine, however slow or busy."""

import os
import time
from collections.abc import Callable

PATIENCE = 600.0
"""Seconds to wait for a condition that must come true; only a hang takes so long."""


def wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < deadline, "the condition never became true"
        time.sleep(0.01)


def cpu_seconds() -> float:
    """The processor time of this process and of its finished children.

    Unlike wall-clock time, it hardly grows when other programs run.
    """
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
