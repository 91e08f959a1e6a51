"""Helps tests to pass on any machine, however slow or busy."""

import os
import time
from collections.abc import Callable, Iterator

PATIENCE = 600.0
"""Seconds to wait for a condition that must come true; only a hang takes so long."""


def pauses() -> Iterator[None]:
    """Pauses between two looks at something: longer and longer ones, since looking takes time."""
    deadline = time.monotonic() + PATIENCE
    pause = 0.01
    while time.monotonic() < deadline:
        yield
        time.sleep(pause)
        pause = min(1.5 * pause, 0.1)


def wait_until(is_true: Callable[[], bool]) -> None:
    assert any(is_true() for _ in pauses()), "the condition never became true"


def cpu_seconds() -> float:
    """The processor time of this process and of its finished children.

    Unlike wall-clock time, it hardly grows when other programs run.
    """
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def least_cpu_seconds(work: Callable[[], object]) -> float:
    """The processor time that `work` takes in this thread: the least of three times.

    Python may stop any of them to look through all that other tests have left in memory.
    """
    times = []
    for _ in range(3):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return min(times)
