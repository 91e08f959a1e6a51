"""Stands in for Google Cloud Storage: the part of its XML API that obstore uses, in memory.

No emulator has this part: docs/decisions/0029-object-stores.md says which were tried. The API:
https://cloud.google.com/storage/docs/xml-api/overview
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

TOKEN = "token-of-a-test"

_KEPT_HEADERS = ("content-type", "cache-control", "content-encoding")
_DATES = {"Last-Modified": "Sun, 01 Mar 2026 00:00:00 GMT"}
_DATE = "2026-03-01T00:00:00.000Z"


class Stored(NamedTuple):
    data: bytes
    headers: Mapping[str, str]
    generation: int


class _Answer(NamedTuple):
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}


class GoogleServer:
    """Buckets by their names, and the objects in them by their keys."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.buckets: dict[str, dict[str, Stored]] = {}
        self.versioned: set[str] = set()
        """The names of buckets that keep what is replaced."""
        self._replaced: dict[tuple[str, str, int], Stored] = {}
        self._uploads: dict[str, tuple[Mapping[str, str], dict[int, bytes]]] = {}
        self._numbers = count(1)
        self._writing = threading.Lock()

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> _Answer:
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return _refuse(401, "AuthenticationRequired")
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        name, _, key = map(unquote, parts.path[1:].partition("/"))
        if name not in self.buckets:
            return _refuse(404, "NoSuchBucket")
        with self._writing:
            if method == "GET":
                return self._get(name, key, query) if key else self._list(name, query)
            if method == "DELETE":
                is_there = self.buckets[name].pop(key, None)
                return _Answer(204) if is_there else _refuse(404, "NoSuchKey")
            if "uploads" in query or "uploadId" in query:
                return self._upload(name, key, query, headers, body)
            return self._put(name, key, headers, body)

    def _list(self, name: str, query: Mapping[str, str]) -> _Answer:
        entries = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(stored.data)}</Size>"
            f'<LastModified>{_DATE}</LastModified><ETag>"{stored.generation}"</ETag></Contents>'
            for key, stored in sorted(self.buckets[name].items())
            if key.startswith(query.get("prefix", ""))
        )
        return _say("ListBucketResult", entries)

    def _get(self, name: str, key: str, query: Mapping[str, str]) -> _Answer:
        stored = self.buckets[name].get(key)
        if "generation" in query and (not stored or str(stored.generation) != query["generation"]):
            stored = self._replaced.get((name, key, int(query["generation"])))
        if stored is None:
            return _refuse(404, "NoSuchKey")
        return _Answer(200, stored.data, {**stored.headers, **_DATES, **_names(stored)})

    def _put(self, name: str, key: str, headers: Mapping[str, str], body: bytes) -> _Answer:
        before = self.buckets[name].get(key)
        wanted = headers.get("x-goog-if-generation-match")
        if wanted is not None and int(wanted) != (before.generation if before else 0):
            return _refuse(412, "PreconditionFailed")
        if before and name in self.versioned:
            self._replaced[name, key, before.generation] = before
        kept = {one: headers[one] for one in _KEPT_HEADERS if one in headers}
        stored = self.buckets[name][key] = Stored(body, kept, next(self._numbers))
        return _Answer(200, headers=_names(stored))

    def _upload(
        self, name: str, key: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> _Answer:
        """A large object in parts, which is there when its upload is completed."""
        if "uploads" in query:
            number = str(next(self._numbers))
            self._uploads[number] = (dict(headers), {})
            return _say("InitiateMultipartUploadResult", f"<UploadId>{number}</UploadId>")
        first_headers, parts = self._uploads[query["uploadId"]]
        if "partNumber" in query:
            parts[int(query["partNumber"])] = body
            return _Answer(200, headers={"ETag": f'"{query["partNumber"]}"'})
        self._put(name, key, first_headers, b"".join(parts[number] for number in sorted(parts)))
        return _say("CompleteMultipartUploadResult", "<ETag>whole</ETag>")


@contextmanager
def serve() -> Iterator[GoogleServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        _Handler.store = GoogleServer(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield _Handler.store
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: GoogleServer

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.store.answer(self.command, self.path, headers, body)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_PUT = do_POST = do_DELETE = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _names(stored: Stored) -> dict[str, str]:
    """What one state of an object is known by."""
    return {"ETag": f'"{stored.generation}"', "x-goog-generation": str(stored.generation)}


def _say(element: str, content: str) -> _Answer:
    return _Answer(200, f"<{element}>{content}</{element}>".encode())


def _refuse(status: int, code: str) -> _Answer:
    return _Answer(status, f"<Error><Code>{code}</Code></Error>".encode())
