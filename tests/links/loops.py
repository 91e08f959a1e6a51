"""Event loops of tests: one whose clock jumps over every wait."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time goes on only when nothing is left to do, and then to the next timer at once.

    A network takes real time, so that what waits for one needs `patience`: for how many seconds
    of the real clock it is waited for before a timer may be due.
    """

    def __init__(self, *, patience: float = 0.0) -> None:
        self._now = 1_000.0
        super().__init__(_JumpingSelector(self, patience))

    def time(self) -> float:
        return self._now

    def jump(self, seconds: float) -> None:
        self._now += seconds


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop, patience: float) -> None:
        super().__init__()
        self._loop = loop
        self._patience = patience

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            return super().select(None)
        found = super().select(min(timeout, self._patience))
        if not found:
            self._loop.jump(timeout)
        return found


def run_virtually(work: Coroutine[Any, Any, Result], *, patience: float = 0.0) -> Result:
    """Runs the coroutine on a clock that jumps."""
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(patience=patience)) as runner:
        return runner.run(work)
