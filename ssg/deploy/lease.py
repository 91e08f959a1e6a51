"""The lock of a target: a lease, which its owner renews, so that an abandoned one ends."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.session import Session
from ssg.deploy.state import LOCK_FILE
from ssg.deploy.target import LockFile

LEASE_SECONDS = 120.0
_RENEWALS = 4
"""How many times a lease is renewed before it would end."""
_LOOKS = 60
"""How many times another's lease is looked at before it would end."""
_END_SECONDS = 10.0
# On macOS, that one counts the time of sleep.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_WRONG_CLOCKS = timedelta(minutes=10)
"""How far the clocks of two machines may differ."""


class _Content(Struct, frozen=True, kw_only=True):
    """Readers might see it: it has nothing of a machine or of a person."""

    token: str
    until: Annotated[datetime, Meta(tz=True)]


class Lease:
    """A lock that this run holds until it ends, or until another run takes it.

    `token` is that of this run, and `own` are those of runs that are known to be over.
    """

    def __init__(
        self, session: Session, lock: LockFile, *, token: str, own: frozenset[str], seconds: float
    ) -> None:
        self._session = session
        self._lock = lock
        self._token = token
        # Its own one is there if an answer got lost.
        self._own = own | {token}
        self._seconds = seconds
        self._tag = ""
        self._ends = 0.0
        self._is_lost = False
        self._renewing = asyncio.Lock()

    async def acquire(self, say: Callable[[str], None]) -> None:
        """Waits for another's lease to end.

        Raises DeployError if that is renewed meanwhile, or if the lock can never be taken.
        """
        start = since = _now()
        seen = ""
        is_renewed = False
        # One that nobody renews is taken long before all looks are used up.
        for _ in range(2 * _LOOKS):
            if await self._try(seen, since):
                return
            found = await self._session.call(self._lock.read)
            if found and not seen:
                seconds = f"{self._seconds:g} seconds"
                say(f"another deployment is at work, or was broken off; waiting up to {seconds}")
            if found and found[1] != seen:
                is_renewed = bool(seen)
                seen, since = found[1], _now()
            if is_renewed and _now() > start + self._seconds:
                label = self._session.target.label
                hint = "deploy again when it has finished"
                raise DeployError(f"another deployment to {label} is at work", hint)
            await asyncio.sleep(self._seconds / _LOOKS)
        raise DeployError(
            f"the lock of {self._session.target.label} cannot be taken",
            f"if nobody else deploys to this target, delete {LOCK_FILE} there",
        )

    async def _try(self, seen: str, since: float) -> bool:
        """Takes a lock that nobody holds, or one whose run is over, as far as anyone can know."""
        found = await self._session.call(self._lock.read)
        if found is None:
            return await self._take(self._lock.create)
        data, tag = found
        is_abandoned = tag == seen and _now() > since + self._seconds
        if is_abandoned or self._may_take(data):
            return await self._take(lambda data: self._lock.replace(data, tag))
        return False

    def _may_take(self, data: bytes) -> bool:
        """Whether it is the lock of a run that is over."""
        content = _decode(data)
        if content is None:
            return False
        is_over = content.until < datetime.now(UTC) - _WRONG_CLOCKS
        return is_over or content.token in self._own

    async def _take(self, write: Callable[[bytes], Awaitable[str | None]]) -> bool:
        began = _now()
        tag = await self._session.call(lambda: write(self._encode()))
        if tag is None:
            return False
        self._tag, self._ends = tag, began + self._seconds
        return True

    def _encode(self) -> bytes:
        until = datetime.now(UTC) + timedelta(seconds=self._seconds)
        return msgspec.json.encode(_Content(token=self._token, until=until))

    async def check(self) -> None:
        """Raises DeployError if another run has taken the lock, or may have."""
        if not self._is_lost and _now() > self._ends - self._seconds / 2:
            await self._session.call(self._renew)
        if self._is_lost:
            raise DeployError(
                f"another deployment to {self._session.target.label} has taken over",
                "see what it does; deploy again when it has finished",
            )

    async def renew_for_ever(self) -> None:
        """To be cancelled. What fails here is found out by `check`."""
        while True:
            await asyncio.sleep(self._seconds / _RENEWALS)
            with suppress(ConnectionLost, DeployError):
                await self._session.call_beside(self._renew)

    async def _renew(self) -> None:
        async with self._renewing:
            began = _now()
            tag = await self._lock.replace(self._encode(), self._tag)
            if tag is None:
                # It is still its own if the answer to an earlier call got lost.
                found = await self._lock.read()
                if found is None or not self._is_own(found[0]):
                    self._is_lost = True
                    return
                tag = found[1]
            self._tag, self._ends = tag, began + self._seconds

    def _is_own(self, data: bytes) -> bool:
        content = _decode(data)
        return content is not None and content.token == self._token

    async def release(self) -> bool:
        """Whether this run's lock is gone. Never fails, and does not take long."""
        if not self._tag:
            return False
        with suppress(ConnectionLost, DeployError, TimeoutError):
            async with asyncio.timeout(_END_SECONDS), self._renewing:
                await self._session.call_beside(lambda: self._lock.remove(self._tag))
                return True
        return False


def _decode(data: bytes) -> _Content | None:
    """None for what no run has written: it comes from elsewhere."""
    try:
        return msgspec.json.decode(data, type=_Content)
    except (ValueError, RecursionError):
        return None


def _now() -> float:
    """In seconds, also those in which the machine was asleep."""
    return time.clock_gettime(_CLOCK)
