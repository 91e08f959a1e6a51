"""What the LiveReload client of a real browser does with what the preview tells it."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ssg.preview import shown
from ssg.preview.reload import Reloads
from tests.machine import PATIENCE, wait_until
from tests.unit.preview.serving import HOST, Client, FakePreview, serve

PAGE = b"""\
<!doctype html>
<title>A page</title>
<link rel="stylesheet" href="/assets/site.old.css">
<p>one</p>
<img src="/media/x.png" alt="">
"""
# The client knows no path, but puts host, port and `/livereload` together as they are.
SCRIPT = "<script src='/__ssg__/livereload.js?host={host}&port={port}/__ssg__'></script>"


def make_image(width: int) -> bytes:
    """A PNG of so many pixels in a row."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1 + width))
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.fixture
def preview(tmp_path: Path) -> FakePreview:
    preview = FakePreview(tmp_path)
    preview.pages = {"index.html": PAGE}
    for folder in ("assets", "media"):
        (tmp_path / folder).mkdir()
    (tmp_path / "assets" / "site.old.css").write_text("p { color: rgb(1, 1, 1) }")
    (tmp_path / "media" / "x.png").write_bytes(make_image(1))
    return preview


@pytest.fixture
def client(preview: FakePreview) -> Iterator[Client]:
    clients: list[Client] = []

    def inject(page: shown.Page, _: str) -> bytes:
        return page.data + SCRIPT.format(host=HOST, port=clients[0].port).encode()

    with serve(preview, inject) as client:
        clients.append(client)
        yield client


@pytest.fixture
def page(browser: Browser, client: Client) -> Iterator[Page]:
    """The home page, connected, and marked until it is loaded again."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(f"http://{HOST}:{client.port}/")
    wait_until(lambda: client.call(Reloads.open_pages) == ("index.html",))
    page.evaluate("window.isSame = true")
    yield page
    page.close()


def test_a_page_that_changed_is_loaded_again(
    page: Page, client: Client, preview: FakePreview
) -> None:
    preview.pages["index.html"] = PAGE.replace(b"one", b"two")
    client.call(lambda reloads: reloads.reload({"index.html"}))
    expect(page.locator("p")).to_have_text("two")
    assert not page.evaluate("window.isSame")


def test_style_sheets_are_swapped_whatever_their_new_names(
    page: Page, client: Client, tmp_path: Path
) -> None:
    (tmp_path / "assets" / "site.old.css").write_text("p { color: rgb(2, 2, 2) }")
    client.call(lambda reloads: reloads.swap("assets/site.new.css"))
    expect(page.locator("p")).to_have_css("color", "rgb(2, 2, 2)")
    assert page.evaluate("window.isSame")


def test_images_are_swapped(page: Page, client: Client, tmp_path: Path) -> None:
    (tmp_path / "media" / "x.png").write_bytes(make_image(2))
    client.call(lambda reloads: reloads.swap("media/x.png"))
    wait_until(lambda: page.evaluate("document.images[0].naturalWidth === 2"))
    assert page.evaluate("window.isSame")
