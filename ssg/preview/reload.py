"""Tells browsers to show a page again: the LiveReload protocol over a WebSocket.

http://livereload.com/api/protocol/ describes it, and the client that browsers run is livereload's.
"""

import asyncio
import json
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler
from tornado.websocket import WebSocketClosedError

from ssg.preview.addresses import decode_path, remove_prefix
from ssg.preview.handlers import Handler
from ssg.preview.hosts import is_same_origin
from ssg.preview.shown import Preview
from ssg.urls import output_path

MAX_OPEN_PAGES = 64
"""When another page connects, the one that connected first is disconnected."""


class Reloads:
    """The pages that browsers show, and what to tell them. For the thread of the event loop.

    A method never fails because of a browser: one that is gone is forgotten.
    """

    def __init__(self) -> None:
        # In the order in which they connected; None until a browser has said what it shows.
        self._pages: dict[ReloadHandler, str | None] = {}

    def connect(self, browser: "ReloadHandler") -> None:
        self._pages[browser] = None
        if len(self._pages) > MAX_OPEN_PAGES:
            oldest = next(iter(self._pages))
            self.disconnect(oldest)
            oldest.close()

    def show(self, browser: "ReloadHandler", page: str) -> None:
        """Notes the output path of the page that a connected browser shows."""
        if browser in self._pages:
            self._pages[browser] = page

    def disconnect(self, browser: "ReloadHandler") -> None:
        self._pages.pop(browser, None)

    def open_pages(self) -> tuple[str, ...]:
        """The output paths of all pages that are shown, the most recently connected one first."""
        return tuple(dict.fromkeys(page for page in reversed(self._pages.values()) if page))

    def reload(self, output_paths: Collection[str] | None = None) -> None:
        """Loads these pages again wherever they are shown; without an argument, every page."""
        # No file has this name, so the client loads the whole page.
        message = _make_message("*")
        for browser, page in tuple(self._pages.items()):
            if output_paths is None or page in output_paths:
                browser.send_message(message)

    def swap(self, path: str) -> None:
        """Shows a style sheet or an image again on all pages, without loading them again.

        The client compares an image with the last part of `path`. It can swap JPEG, PNG and GIF,
        and loads pages again for others. For any style sheet it loads all those of a page, as their
        names change with what is in them.
        """
        message = _make_message("*.css" if path.endswith(".css") else path)
        for browser in tuple(self._pages):
            browser.send_message(message)


def _make_message(path: str) -> dict[str, Any]:
    return {"command": "reload", "path": path, "liveCSS": True, "liveImg": True}


class ReloadHandler(Handler, LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """The connection to a page in a browser.

    livereload's own handler keeps all connections in the class, for its own watcher; only its
    handshake is used here.
    """

    def initialize(self, preview: Preview, reloads: Reloads) -> None:
        self._preview = preview
        self._reloads = reloads

    def prepare(self) -> None:
        """Refuses pages of other sites, which browsers let open WebSockets to anywhere."""
        origin = self.request.headers.get("Origin", "")
        if not is_same_origin(origin, self.request.headers["Host"]):
            self.send_text(403, "Only pages of this preview may be told when to reload.\n")

    def head(self) -> None:
        self.set_header("Upgrade", "websocket")
        self.send_text(426, "This address is for WebSockets.\n")

    def open(self) -> None:
        self._reloads.connect(self)

    def on_close(self) -> None:
        self._reloads.disconnect(self)

    def on_message(self, message: str | bytes) -> None:
        match _parse(message):
            case {"command": "hello"}:
                super().on_message(message)
            case {"command": "info", "url": str(url)}:
                self._reloads.show(self, self._find_page(url))
            case _:
                self.close(1003, "not a message of the LiveReload protocol")

    def send_message(self, message: dict[str, Any]) -> None:
        """Sends a message, or forgets the browser if it is gone."""
        try:
            sent = self.write_message(message)
        except WebSocketClosedError:
            self._reloads.disconnect(self)
        else:
            sent.add_done_callback(_ignore_failure)

    def _find_page(self, url: str) -> str:
        """The output path of the page at `url`; empty if that is outside the site."""
        try:
            path = decode_path(urlsplit(url).path)
        except ValueError:
            return ""
        address = remove_prefix(path, self._preview.prefix) if path else None
        return output_path(address) if address else ""


def _parse(message: str | bytes) -> object:
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None


def _ignore_failure(sent: "asyncio.Future[None]") -> None:
    """The browser went away before it got the message, and `on_close` is called for that."""
    if not sent.cancelled():
        sent.exception()
