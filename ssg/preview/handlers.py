"""What all responses have in common: headers, errors as plain text, files sent in pieces."""

import os
from http import HTTPStatus
from io import BufferedReader
from pathlib import Path, PurePath
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler, stream_request_body

from ssg.content_types import content_type
from ssg.preview.files import open_inside, parse_range

_CHUNK_BYTES = 64 * 1024
_HEADERS = {
    # Whatever is saved next must show, and drafts must not stay in a cache.
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    # A page links to other sites, which need not learn what is being written.
    "Referrer-Policy": "no-referrer",
    # No page of another site may use a file from here, or show a page in a frame.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
}
_BUG = """\
This page cannot be shown, because of a bug in ssg.

The server still runs, and other pages may work. The terminal in which it was started says more:
please report the bug with the traceback that is there.
"""


class Handler(RequestHandler):
    """Answers with the headers that every response has, and reports errors as plain text."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def compute_etag(self) -> None:
        """No response is ever taken from a cache."""

    def write_error(self, status_code: int, **_: Any) -> None:
        self.send_text(
            status_code, _BUG if status_code == 500 else f"{HTTPStatus(status_code).phrase}.\n"
        )

    def send_text(self, status: int, text: str) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(text)


@stream_request_body
class Refusal(Handler):
    """Refuses a request as soon as its headers are read, before any body it may have."""

    def initialize(self, status: int, text: str, headers: dict[str, str]) -> None:
        self._answer = status, text
        self._headers_of_answer = headers

    def prepare(self) -> None:
        self._refuse()

    def write_error(self, *_: Any, **__: Any) -> None:
        """Tornado itself refuses methods that it does not know."""
        self._refuse()

    def _refuse(self) -> None:
        for name, value in self._headers_of_answer.items():
            self.set_header(name, value)
        self.set_header("Connection", "close")
        self.send_text(*self._answer)


class FileHandler(Handler):
    """Answers with files from a folder."""

    async def send_file(self, folder: Path, path: Path) -> bool:
        """Sends the file, or the range of it that is asked for; false if it cannot be opened."""
        try:
            file = open_inside(folder, path)
        except OSError:
            return False
        with file:
            await self._send(file, path)
        return True

    async def _send(self, file: BufferedReader, name: PurePath) -> None:
        size = os.fstat(file.fileno()).st_size
        chosen = self._parse_range(size)
        self.set_header("Accept-Ranges", "bytes")
        if chosen is None:
            chosen = range(size)
        elif chosen:
            self.set_status(206)
            self.set_header("Content-Range", f"bytes {chosen[0]}-{chosen[-1]}/{size}")
        else:
            self.set_header("Content-Range", f"bytes */{size}")
            self.send_text(416, f"The file has only {size} bytes.\n")
            return
        self.set_header("Content-Type", content_type(name))
        self.set_header("Content-Length", str(len(chosen)))
        if self.request.method != "HEAD":
            await self._send_bytes(file, chosen)

    def _parse_range(self, size: int) -> range | None:
        """As the function that it calls; None, too, for a request that wants the whole file."""
        headers = self.request.headers
        # If-Range holds what an earlier response said of its version, and none of ours says that.
        if self.request.method == "HEAD" or "Range" not in headers or "If-Range" in headers:
            return None
        return parse_range(headers["Range"], size)

    async def _send_bytes(self, file: BufferedReader, chosen: range) -> None:
        file.seek(chosen.start)
        missing = len(chosen)
        try:
            while missing and (chunk := file.read(min(_CHUNK_BYTES, missing))):
                self.write(chunk)
                await self.flush()
                missing -= len(chunk)
        except StreamClosedError:
            return
        if missing:
            # The file became shorter meanwhile. Only a connection that breaks off tells the client.
            self.detach().close()
