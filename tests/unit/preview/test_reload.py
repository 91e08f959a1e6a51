import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from ssg.preview.app import make_app
from ssg.preview.hosts import AllowedHosts
from ssg.preview.reload import MAX_OPEN_PAGES, Reloads
from ssg.preview.server import bind, make_server
from tests.machine import PATIENCE
from tests.unit.preview.serving import HOST, FakePreview, append_prefix

HELLO = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}
RELOAD = {"command": "reload", "path": "*", "liveCSS": True, "liveImg": True}


class Browser:
    """A connection as a browser has it."""

    def __init__(self) -> None:
        self._received: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._closed = asyncio.Event()
        self._connection: WebSocketClientConnection

    async def connect(self, port: int, headers: dict[str, str]) -> None:
        request = HTTPRequest(f"ws://{HOST}:{port}/__ssg__/livereload", headers=headers)
        self._connection = await websocket_connect(request, on_message_callback=self._take)

    def _take(self, message: str | bytes | None) -> None:
        self._received.put_nowait(message)
        if message is None:
            self._closed.set()

    def send(self, message: object) -> None:
        binary = isinstance(message, bytes)
        text = message if isinstance(message, str | bytes) else json.dumps(message)
        self._connection.write_message(text, binary=binary)

    async def receive(self) -> Any:
        """The next message; None when the connection is closed."""
        message = await asyncio.wait_for(self._received.get(), PATIENCE)
        return None if message is None else json.loads(message)

    def vanish(self) -> None:
        """Closes the connection without a word."""
        assert self._connection.protocol
        assert self._connection.protocol.stream
        self._connection.protocol.stream.close()

    async def close(self) -> None:
        self._connection.close()
        await asyncio.wait_for(self._closed.wait(), PATIENCE)


class Served:
    """A server for the browsers of a test."""

    def __init__(self, reloads: Reloads, port: int) -> None:
        self.reloads = reloads
        self.port = port
        self.origin = f"http://{HOST}:{port}"
        self._browsers: list[Browser] = []

    async def connect(self, **headers: str) -> Browser:
        browser = Browser()
        await browser.connect(self.port, headers)
        self._browsers.append(browser)
        return browser

    async def open_page(self, path: str) -> Browser:
        """As a browser does that shows the page at `path`."""
        browser = await self.connect(Origin=self.origin)
        browser.send(HELLO)
        assert (await browser.receive())["command"] == "hello"
        before = len(self.reloads.open_pages())
        browser.send({"command": "info", "plugins": {}, "url": self.origin + path})
        await wait_until(lambda: len(self.reloads.open_pages()) > before)
        return browser

    async def close(self) -> None:
        for browser in self._browsers:
            await browser.close()


async def wait_until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_true():
            await asyncio.sleep(0.001)


@asynccontextmanager
async def serve(folder: Path, prefix: str = "") -> AsyncIterator[Served]:
    reloads = Reloads()
    preview = FakePreview(folder, prefix)
    server = make_server(make_app(preview, reloads, AllowedHosts(HOST), append_prefix))
    sockets, port = bind(HOST, 0)
    server.add_sockets(sockets)
    served = Served(reloads, port)
    yield served
    await served.close()
    server.stop()
    await server.close_all_connections()


def run(folder: Path, test: Callable[[Served], Awaitable[None]], prefix: str = "") -> None:
    async def serve_and_test() -> None:
        async with serve(folder, prefix) as served:
            await test(served)

    asyncio.run(serve_and_test())


def test_the_open_pages_are_known_the_newest_first(tmp_path: Path) -> None:
    async def test(served: Served) -> None:
        first = await served.open_page("/")
        await served.open_page("/threads/x/?a=b#c")
        await served.open_page("/%C3%BC/a.html")
        expected = ("ü/a.html", "threads/x/index.html", "index.html")
        assert served.reloads.open_pages() == expected
        await first.close()
        await wait_until(lambda: served.reloads.open_pages() == expected[:2])

    run(tmp_path, test)


def test_open_pages_are_below_the_prefix(tmp_path: Path) -> None:
    async def test(served: Served) -> None:
        await served.open_page("/health/threads/")
        assert served.reloads.open_pages() == ("threads/index.html",)

    run(tmp_path, test, prefix="/health")


def test_only_pages_that_changed_are_told_to_reload(tmp_path: Path) -> None:
    async def test(served: Served) -> None:
        home, threads = await served.open_page("/"), await served.open_page("/threads/")
        served.reloads.reload({"threads/index.html", "none/index.html"})
        assert await threads.receive() == RELOAD
        served.reloads.reload()
        assert await home.receive() == RELOAD
        assert await threads.receive() == RELOAD
        served.reloads.reload({"index.html"})
        assert await home.receive() == RELOAD

    run(tmp_path, test)


def test_every_page_is_told_to_swap_an_image_or_all_its_style_sheets(tmp_path: Path) -> None:
    async def test(served: Served) -> None:
        pages = [await served.open_page("/"), await served.open_page("/threads/")]
        served.reloads.swap("media/x.png")
        served.reloads.swap("assets/site.0a1b.css")
        for page in pages:
            assert await page.receive() == {**RELOAD, "path": "media/x.png"}
            assert await page.receive() == {**RELOAD, "path": "*.css"}

    run(tmp_path, test)


def test_browsers_that_are_gone_do_no_harm(tmp_path: Path) -> None:
    async def test(served: Served) -> None:
        gone, stays = await served.open_page("/"), await served.open_page("/x/")
        gone.vanish()
        for _ in range(100):
            served.reloads.reload()
            await asyncio.sleep(0)
        for _ in range(100):
            assert await stays.receive() == RELOAD
        await wait_until(lambda: served.reloads.open_pages() == ("x/index.html",))

    run(tmp_path, test)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "x",
        "[]",
        "7",
        "null",
        '"hello"',
        "{}",
        '{"command": 1}',
        '{"command": []}',
        '{"command": "info"}',
        '{"command": "info", "url": 1}',
        '{"command": "reload", "path": "*"}',
        "[" * 10_000,
        "9" * 10_000,
        "x" * 20_000,
        "x" * 2_000_000,
        b"\xff\x00",
    ],
)
def test_what_is_not_in_the_protocol_ends_the_connection(
    tmp_path: Path, message: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def test(served: Served) -> None:
        stays = await served.open_page("/")
        browser = await served.connect(Origin=served.origin)
        browser.send(message)
        assert await browser.receive() is None
        served.reloads.reload()
        assert await stays.receive() == RELOAD

    run(tmp_path, test)
    assert not caplog.text


@pytest.mark.parametrize(
    "url", ["", "x", "about:blank", "http://[", "http://x/../y", "http://x/%ff", "http://x/ü€"]
)
def test_a_page_that_is_not_on_the_site_is_told_only_what_all_are(tmp_path: Path, url: str) -> None:
    async def test(served: Served) -> None:
        browser = await served.connect(Origin=served.origin)
        browser.send({"command": "info", "url": url})
        browser.send(HELLO)
        assert (await browser.receive())["command"] == "hello"
        assert served.reloads.open_pages() == ()
        served.reloads.reload({"index.html"})
        served.reloads.swap("x.css")
        assert (await browser.receive())["path"] == "*.css"

    run(tmp_path, test)


@pytest.mark.parametrize(
    "origin", [None, "", "null", "http://example.org", "http://localhost:{port}", "file://x"]
)
def test_pages_of_other_sites_are_refused(tmp_path: Path, origin: str | None) -> None:
    async def test(served: Served) -> None:
        # Browsers set this header, and other clients write into it what they like.
        headers = {"Sec-Fetch-Site": "same-origin"}
        if origin is not None:
            headers["Origin"] = origin.format(port=served.port)
        with pytest.raises(HTTPClientError) as error:
            await served.connect(**headers)
        assert error.value.code == 403

    run(tmp_path, test)


def test_another_host_is_refused_even_with_its_own_origin(tmp_path: Path) -> None:
    async def test(served: Served) -> None:
        with pytest.raises(HTTPClientError) as error:
            await served.connect(Host="example.org", Origin="http://example.org")
        assert error.value.code == 403

    run(tmp_path, test)


def test_the_page_that_connected_first_makes_room(tmp_path: Path) -> None:
    async def test(served: Served) -> None:
        first = await served.open_page("/first/")
        others = [await served.connect(Origin=served.origin) for _ in range(MAX_OPEN_PAGES)]
        assert await first.receive() is None
        assert served.reloads.open_pages() == ()
        served.reloads.reload()
        assert await others[0].receive() == RELOAD

    run(tmp_path, test)


def test_two_applications_have_their_own_pages(tmp_path: Path) -> None:
    async def test(served: Served) -> None:
        async with serve(tmp_path) as other:
            await served.open_page("/")
            assert other.reloads.open_pages() == ()

    run(tmp_path, test)
