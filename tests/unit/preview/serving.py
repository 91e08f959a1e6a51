"""Serves a preview that tests fill, from a thread of its own."""

import asyncio
import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import TypeVar

from msgspec import Struct

from ssg.preview.app import Inject, make_app
from ssg.preview.hosts import AllowedHosts
from ssg.preview.reload import Reloads
from ssg.preview.server import bind, make_server
from ssg.preview.shown import File, Notes, Page
from tests.machine import PATIENCE

HOST = "127.0.0.1"
T = TypeVar("T")


class FakePreview:
    """Finds what tests put into `pages`, and files that are in the folder."""

    def __init__(self, folder: Path, prefix: str = "") -> None:
        self.folder = folder
        self.prefix = prefix
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []

    async def find(self, output_path: str) -> Page | File | None:
        self.asked.append(output_path)
        if output_path == "bug.html":
            raise ZeroDivisionError("a secret of the traceback")
        if output_path in self.pages:
            return Page(data=self.pages[output_path], notes=Notes())
        path = self.folder / output_path
        return File(path=path) if path.exists() else None

    async def not_found(self) -> Page:
        return Page(data=b"not found", notes=Notes())


def append_prefix(page: Page, prefix: str) -> bytes:
    return page.data + f" injected for '{prefix}'".encode()


class Response(Struct, frozen=True):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Client:
    """Asks the server at `port`, each time over a new connection."""

    def __init__(self, port: int, reloads: Reloads, loop: asyncio.AbstractEventLoop) -> None:
        self.port = port
        self._reloads = reloads
        self._loop = loop

    def ask(self, path: str, method: str = "GET", **headers: str) -> Response:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers=fields)
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())
        finally:
            connection.close()

    def call(self, function: Callable[[Reloads], T]) -> T:
        """What `function` returns in the thread of the server, where browsers are told things."""

        async def run() -> T:
            return function(self._reloads)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)


@contextmanager
def serve(preview: FakePreview, inject: Inject = append_prefix) -> Iterator[Client]:
    started: Queue[tuple[Client, Callable[[], object]]] = Queue()

    async def run() -> None:
        reloads = Reloads()
        server = make_server(make_app(preview, reloads, AllowedHosts(HOST), inject))
        sockets, port = bind(HOST, 0)
        server.add_sockets(sockets)
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        client = Client(port, reloads, loop)
        started.put((client, lambda: loop.call_soon_threadsafe(stop.set)))
        await stop.wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    client, stop = started.get(timeout=PATIENCE)
    try:
        yield client
    finally:
        stop()
        thread.join()
