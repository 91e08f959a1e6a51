"""A server whose every answer is what the test wrote, byte by byte, also where that is no HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress
from threading import Thread

from msgspec import Struct

from tests.machine import PATIENCE

Reply = bytes | Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Asked(Struct, frozen=True):
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    """By their names in lowercase."""
    at: float
    """The event loop's time."""


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """An answer in HTTP/1.1; the name of a header has `_` in place of `-`."""
    given = {"content_length": str(len(body)), "content_type": "text/html", **headers}
    lines = [
        f"HTTP/1.1 {status} Status",
        *(f"{k.replace('_', '-')}: {v}" for k, v in given.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Scripted:
    """Answers each path with the reply of `METHOD path`, else of `path`, else with 404.

    A list of replies is given one after the other, the last one for ever.
    """

    def __init__(self) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.asked: list[Asked] = []
        self.port = 0
        self.open = self.most_open = 0

    def url(self, path: str, *, host: str = "localhost") -> str:
        return f"http://{host}:{self.port}{path}"

    def methods(self, path: str) -> list[str]:
        return [one.method for one in self.asked if one.path == path]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            # The last one is how a test ends.
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._answer(reader, writer):
                    pass
        finally:
            self.open -= 1
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *rest = head.strip().split("\r\n")
        method, path, _ = line.split(" ")
        headers = dict(one.lower().split(": ", 1) for one in rest)
        self.asked.append(Asked(method, path, headers, asyncio.get_running_loop().time()))
        reply = self._find(method, path)
        if callable(reply):
            await reply(reader, writer)
            return False
        end = reply.index(b"\r\n\r\n") + 4 if b"\r\n\r\n" in reply else len(reply)
        writer.write(reply[:end] if method == "HEAD" else reply)
        await writer.drain()
        return True

    def _find(self, method: str, path: str) -> Reply:
        found = self.replies.get(f"{method} {path}", self.replies.get(path, answer(404)))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


@asynccontextmanager
async def serve(*, address: str = "127.0.0.1") -> AsyncIterator[Scripted]:
    """A scripted server while the context lasts."""
    scripted = Scripted()
    server = await asyncio.start_server(scripted.handle, address, 0)
    scripted.port = server.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        server.close()


@contextmanager
def serve_beside() -> Iterator[Scripted]:
    """A scripted server in a thread of its own, at all addresses of this machine's loopback."""
    ready: Future[tuple[Scripted, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        # Linux has a whole network of loopback addresses, each of which is a host to a client.
        async with serve(address="0.0.0.0") as scripted:
            done = asyncio.Event()
            ready.set_result((scripted, asyncio.get_running_loop(), done))
            await done.wait()

    thread = Thread(target=lambda: asyncio.run(run()))
    thread.start()
    scripted, loop, done = ready.result(timeout=PATIENCE)
    try:
        yield scripted
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


async def hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Never answers, until the client ends it."""
    await reader.read()


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Cuts the connection without an answer."""
    writer.transport.abort()
