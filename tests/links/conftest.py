"""What the tests of links share: a client that asks scripted servers on a clock that jumps."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import pytest

from ssg.links.client import Client
from ssg.links.guard import Guard
from ssg.links.network import HostTransports
from ssg.links.pace import Pace
from tests.links.loops import run_virtually
from tests.links.scripted import Scripted, serve

Result = TypeVar("Result")
Ask = Callable[[Client, Scripted], Awaitable[Result]]

SITE = "https://site.example/"
PATIENCE = 0.2
"""Real seconds for which a socket of this process is waited for, while nothing else goes on."""


async def find_here(_host: str, _port: int) -> Sequence[str]:
    """Every host is at this machine."""
    return ("127.0.0.1",)


async def ask_scripted(ask: Ask[Result]) -> Result:
    async with serve() as server:
        guard = Guard(("localhost", "other.example"), resolver=find_here)
        client = Client(HostTransports(guard), Pace(), site=SITE)
        try:
            return await asyncio.ensure_future(ask(client, server))
        finally:
            await client.close()


def run_scripted(ask: Ask[Result]) -> Result:
    """What `ask` returns, given a client and a scripted server.

    localhost and other.example are hosts that may be asked; all others are refused.
    """
    return run_virtually(ask_scripted(ask), patience=PATIENCE)


@pytest.fixture(autouse=True)
def _without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
