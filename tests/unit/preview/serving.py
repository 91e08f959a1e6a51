"""Serves a preview that tests fill, from a thread of its own."""

import asyncio
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from ssg.preview.app import make_app
from ssg.preview.hosts import AllowedHosts
from ssg.preview.reload import Reloads
from ssg.preview.server import bind, make_server
from ssg.preview.shown import File, Notes, Page
from tests.machine import PATIENCE

HOST = "127.0.0.1"


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


def inject(page: Page, prefix: str) -> bytes:
    return page.data + f" injected for '{prefix}'".encode()


class Response(Struct, frozen=True):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Client:
    """Asks the server at `port`, each time over a new connection."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, method: str = "GET", **headers: str) -> Response:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request(
                method, path, headers={name.replace("_", "-"): headers[name] for name in headers}
            )
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())
        finally:
            connection.close()


@contextmanager
def serve(preview: FakePreview) -> Iterator[Client]:
    ready = threading.Event()
    ports: list[int] = []
    stop: list[asyncio.Event] = []

    async def run() -> None:
        server = make_server(make_app(preview, Reloads(), AllowedHosts(HOST), inject))
        sockets, port = bind(HOST, 0)
        server.add_sockets(sockets)
        ports.append(port)
        stop.append(asyncio.Event())
        loops.append(asyncio.get_running_loop())
        ready.set()
        await stop[0].wait()
        server.stop()
        await server.close_all_connections()

    loops: list[asyncio.AbstractEventLoop] = []
    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield Client(ports[0])
    finally:
        loops[0].call_soon_threadsafe(stop[0].set)
        thread.join()
