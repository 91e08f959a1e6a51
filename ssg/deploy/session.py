"""A target that is connected, and connected again when it does not answer."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.target import Target
from ssg.diagnostics import escape_unsafe

T = TypeVar("T")

CONNECT_SECONDS = 60.0
CALL_SECONDS = 120.0
_END_SECONDS = 10.0
_ATTEMPTS = 5
_FIRST_PAUSE = 0.5


class Session:
    """Makes the calls to a target, one at a time, apart from those of `call_beside`."""

    def __init__(self, target: Target, say: Callable[[str], None]) -> None:
        self.target = target
        self._say = say
        self._is_open = False
        self._beside: set[asyncio.Future[Any]] = set()

    async def call(self, ask: Callable[[], Awaitable[T]], *, seconds: float = CALL_SECONDS) -> T:
        """What `ask` returns. Raises DeployError, also if the connection is lost five times."""
        pause = _FIRST_PAUSE
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                await self._connect()
                return await _limit(ask(), seconds)
            except ConnectionLost as error:
                if attempt == _ATTEMPTS:
                    raise DeployError(
                        f"{self.target.label} does not answer: {error}",
                        "check the network, and run the same command again: it goes on from there",
                    ) from error
                reason = escape_unsafe(str(error))
                self._say(f"connection lost ({reason}); trying again in {pause:g} s")
                await self.close()
            await asyncio.sleep(pause)
            pause *= 2
        raise AssertionError

    async def call_beside(self, ask: Callable[[], Awaitable[T]]) -> T:
        """As `call`, once, while another call may be at work. Raises ConnectionLost, too.

        It ends when the connection does.
        """
        if not self._is_open:
            raise ConnectionLost("not connected")
        task = asyncio.ensure_future(_limit(ask(), CALL_SECONDS))
        self._beside.add(task)
        try:
            await asyncio.wait({task})
        finally:
            self._beside.discard(task)
            task.cancel()
        if task.cancelled():
            raise ConnectionLost("closed meanwhile")
        return task.result()

    async def _connect(self) -> None:
        if not self._is_open:
            await _limit(self.target.__aenter__(), CONNECT_SECONDS)
            self._is_open = True

    async def close(self) -> None:
        """Never fails: what is lost here was lost before."""
        if not self._is_open:
            return
        self._is_open = False
        if self._beside:
            for task in self._beside:
                task.cancel()
            await asyncio.wait(self._beside)
        with suppress(ConnectionLost, DeployError):
            await _limit(self.target.__aexit__(None, None, None), _END_SECONDS)


async def _limit(work: Awaitable[T], seconds: float) -> T:
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError:
        raise ConnectionLost(f"no answer within {seconds:g} seconds") from None
