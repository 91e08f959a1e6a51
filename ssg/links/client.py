"""Asks hosts over HTTP, politely and within bounds. Every request of `ssg links` is made here.

It sends no cookies, no credentials, nothing of the environment, and says who asks. Each step of a
redirect is checked as the first address was.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import httpx
from msgspec import Struct

from ssg import __version__
from ssg.links.body import read_body
from ssg.links.errors import (
    REDIRECTED,
    NoAnswer,
    Refused,
    RefusedRedirect,
    Unending,
    explain,
)
from ssg.links.guard import Guard
from ssg.links.network import HostTransports
from ssg.links.pace import Pace, Postponed
from ssg.links.urls import follow_location, read_address

ROBOT = "ssg"
"""The name by which robots.txt knows this program."""
KIB = 1024
FIRST_BYTES = 64 * KIB
_MOST_REDIRECTS = 10
_LOOKUPS_AT_ONCE = 64
_REQUEST_SECONDS = 30.0
_TIMEOUT = httpx.Timeout(20.0, connect=10.0)
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)

Permission = Callable[[httpx.URL], Awaitable[None]]
"""Raises an exception for an address that must not be asked."""


class Answer(Struct, frozen=True, kw_only=True):
    """The answer at the end of all redirects. What it holds is of a stranger."""

    url: str
    """The address that gave it, without a fragment."""
    status: int
    headers: httpx.Headers
    body: bytes
    """At most as many bytes as were asked for."""
    is_whole: bool
    """Whether that is all of the body."""
    redirects: int = 0
    is_permanent: bool = False
    """Whether there was a redirect, and all of them were permanent (301 or 308)."""
    fragment: str = ""
    """That of the last redirect which had one."""


class Client:
    """Makes requests to hosts, each in its turn."""

    def __init__(self, transport: httpx.AsyncBaseTransport, pace: Pace, *, site: str) -> None:
        """`site` is the address of the site, so that hosts can find out who asks."""
        self.pace = pace
        self._transport = transport
        self._headers = {
            "User-Agent": f"{ROBOT}/{__version__} (+{httpx.URL(site)})",
            "Accept": "*/*",
        }

    async def close(self) -> None:
        await self._transport.aclose()

    async def get(self, url: str, *, limit: int = FIRST_BYTES) -> Answer:
        """The answer to a GET, with the first `limit` bytes of its body. Redirects are followed.

        Raises NoAnswer: Refused for an address that ssg does not ask. Raises Postponed if the host
        asked before to be left alone.
        """
        return await self.ask("GET", url, limit=limit)

    async def ask(
        self,
        method: str,
        url: str,
        *,
        limit: int = 0,
        headers: Mapping[str, str] | None = None,
        permission: Permission | None = None,
    ) -> Answer:
        """As `get`, with any method. `headers` are sent to the first address alone."""
        answer = await self._ask_once(method, read_address(url), limit, headers or {}, permission)
        while answer.status in _REDIRECTS and "location" in answer.headers:
            if answer.redirects == _MOST_REDIRECTS:
                raise Unending
            answer = await self._follow(method, answer, limit, permission)
        return answer

    async def _follow(
        self, method: str, before: Answer, limit: int, permission: Permission | None
    ) -> Answer:
        location = before.headers["location"]
        try:
            target, fragment = follow_location(httpx.URL(before.url), location)
            answer = await self._ask_once(method, target, limit, {}, permission)
        except Refused as error:
            raise RefusedRedirect(REDIRECTED[error.reason], status=before.status) from error
        except NoAnswer as error:
            # The network works, at least.
            raise NoAnswer(f"where it leads, {error.reason}") from error
        was_permanent = before.is_permanent or not before.redirects
        return Answer(
            url=answer.url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            is_whole=answer.is_whole,
            redirects=before.redirects + 1,
            is_permanent=was_permanent and before.status in _PERMANENT,
            fragment=fragment or before.fragment,
        )

    async def _ask_once(
        self,
        method: str,
        url: httpx.URL,
        limit: int,
        headers: Mapping[str, str],
        permission: Permission | None,
    ) -> Answer:
        if permission:
            await permission(url)
        async with self.pace.wait_for_turn(url.host):
            try:
                async with asyncio.timeout(_REQUEST_SECONDS):
                    return await self._exchange(method, url, limit, headers)
            except (KeyboardInterrupt, NoAnswer, Postponed):
                raise
            except Exception as error:
                # A host may send what makes a library fail in ways of its own.
                raise explain(error) from error

    async def _exchange(
        self, method: str, url: httpx.URL, limit: int, headers: Mapping[str, str]
    ) -> Answer:
        request = httpx.Request(
            method,
            url,
            headers={**self._headers, **_part_of(limit), **headers},
            extensions={"timeout": _TIMEOUT.as_dict()},
        )
        # Without httpx's client around it, nothing knows of cookies, .netrc and other people's
        # redirects.
        response = await self._transport.handle_async_request(request)
        try:
            encoding = response.headers.get("content-encoding", "").strip().lower()
            # Of a redirect or to HEAD, too: an unread body would close the connection.
            body, is_whole = await read_body(
                response.aiter_raw(), encoding=encoding, limit=max(limit, KIB)
            )
        finally:
            await response.aclose()
        return Answer(
            url=str(url),
            status=response.status_code,
            headers=response.headers,
            body=body[:limit],
            # A part that is shorter than what was asked for is all there is.
            is_whole=is_whole and len(body) < limit,
        )


def _part_of(limit: int) -> dict[str, str]:
    # A part of what is packed could not be unpacked everywhere.
    part = {"Range": f"bytes=0-{limit - 1}"} if limit else {}
    return {"Accept-Encoding": "identity", **part}


@asynccontextmanager
async def open_client(*, site: str, private_hosts: Collection[str] = ()) -> AsyncIterator[Client]:
    """A client that asks over the network; `private_hosts` is the setting of that name."""
    # Looking up the names of hosts that are gone takes long, and must not hold up the others.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_LOOKUPS_AT_ONCE))
    client = Client(HostTransports(Guard(private_hosts)), Pace(), site=site)
    try:
        yield client
    finally:
        await client.close()
