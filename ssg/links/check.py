"""One run: asks many addresses at the same time, each host slowly, within a time."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from ssg.links.due import group_by_host
from ssg.links.observation import Observation
from ssg.links.pace import Postponed
from ssg.links.probe import Target

_HOSTS_AT_ONCE = 24
_REQUESTS_A_HOST = 2

Keep = Callable[[Target, Observation], None]


class Asks(Protocol):
    async def ask(self, target: Target) -> Observation:
        """What is seen of an address now. Raises Postponed."""

    async def is_online(self, answered: Iterable[str]) -> bool:
        """Whether anything answers that should."""


class Run(Struct, frozen=True, kw_only=True):
    """How a run ended."""

    postponed: int = 0
    """How many addresses were not asked because their hosts want to be left alone for now."""
    is_late: bool = False
    """Whether it ended because its time was over."""
    unreachable: int = 0
    """How many failed because the network does, so that nothing is known of them."""


async def ask_targets(
    targets: Sequence[Target], prober: Asks, *, seconds: float, keep: Keep
) -> Run:
    """Asks all of the targets, and calls `keep` with what counts as soon as it does."""
    run = _Run(targets, prober, keep)
    try:
        async with asyncio.timeout(seconds) as limit:
            await run.ask_all()
    except TimeoutError:
        if not limit.expired():
            raise
    return Run(postponed=run.postponed, is_late=limit.expired(), unreachable=await run.settle())


class _Run:
    def __init__(self, targets: Sequence[Target], prober: Asks, keep: Keep) -> None:
        self.postponed = 0
        self._hosts = deque(group_by_host(targets))
        self._prober = prober
        self._keep = keep
        self._doubtful: list[tuple[Target, Observation]] = []
        self._answered: tuple[str, ...] = ()
        """The last address that did, if any."""

    async def ask_all(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(_HOSTS_AT_ONCE, len(self._hosts))):
                group.create_task(self._ask_hosts())

    async def _ask_hosts(self) -> None:
        while self._hosts:
            targets = iter(self._hosts.popleft())
            async with asyncio.TaskGroup() as group:
                for _ in range(_REQUESTS_A_HOST):
                    group.create_task(self._ask_host(targets))

    async def _ask_host(self, targets: Iterator[Target]) -> None:
        for target in targets:
            try:
                self._count(target, await self._prober.ask(target))
            except Postponed:
                self.postponed += 1

    def _count(self, target: Target, seen: Observation) -> None:
        """Failures as without a network count once anything has answered after them."""
        if seen.may_be_offline:
            self._doubtful.append((target, seen))
            return
        if seen.status:
            self._answered = (target.url,)
            self._count_doubtful()
        self._keep(target, seen)

    def _count_doubtful(self) -> None:
        for target, seen in self._doubtful:
            self._keep(target, seen)
        self._doubtful.clear()

    async def settle(self) -> int:
        """Lets the last failures count if the network works; how many of them do not."""
        if self._doubtful and await self._prober.is_online(self._answered):
            self._count_doubtful()
        return len(self._doubtful)
