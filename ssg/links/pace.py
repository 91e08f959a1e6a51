"""How fast hosts are asked: at most one request a second, and two at a time, for each of them."""

import asyncio
import math
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SECONDS_BETWEEN = 1.0
_AT_ONCE = 2
PATIENCE = 120.0
"""How many seconds a request waits at most because the host asked for it."""


class Postponed(Exception):
    """The host does not want to be asked for longer than a run should wait."""


class _Host:
    def __init__(self, seconds_between: float) -> None:
        self.slots = asyncio.Semaphore(_AT_ONCE)
        self.turn = asyncio.Lock()
        self.next_start = 0.0
        self.seconds_between = seconds_between


class Pace:
    """Keeps requests to one host apart, by the clock of the event loop."""

    def __init__(self, seconds_between: float = SECONDS_BETWEEN) -> None:
        self._hosts = defaultdict[str, _Host](lambda: _Host(seconds_between))

    @asynccontextmanager
    async def wait_for_turn(self, host: str) -> AsyncIterator[None]:
        """Waits until the host may be asked; the request lasts as long as the context.

        Raises Postponed where that would take longer than PATIENCE.
        """
        state = self._hosts[host]
        async with state.slots:
            async with state.turn:
                await _wait(state)
                state.next_start = _now() + state.seconds_between
            yield

    def slow_down(self, host: str, seconds: float) -> None:
        """Leaves at least this time between two requests, as the host asks."""
        state = self._hosts[host]
        state.seconds_between = max(state.seconds_between, seconds)

    def back_off(self, host: str, seconds: float) -> None:
        """Leaves the host alone for this time."""
        state = self._hosts[host]
        state.next_start = max(state.next_start, _now() + seconds)

    def give_up(self, host: str) -> None:
        """Postpones all further requests to the host."""
        self._hosts[host].next_start = math.inf

    def is_worth_waiting(self, host: str) -> bool:
        """Whether the next request to the host would not be postponed."""
        return self._hosts[host].next_start - _now() <= PATIENCE


async def _wait(host: _Host) -> None:
    # Another request may be told to wait while this one does.
    while (seconds := host.next_start - _now()) > 0:
        if seconds > PATIENCE:
            raise Postponed
        await asyncio.sleep(seconds)


def _now() -> float:
    return asyncio.get_running_loop().time()
