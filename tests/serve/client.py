"""Raw connections to a server, for requests that no decent client sends."""

import re
import socket
from types import TracebackType
from typing import Self

from msgspec import Struct

from tests.machine import PATIENCE

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n", re.IGNORECASE)


class Server(Struct, frozen=True, kw_only=True):
    """A server that runs, and the folder with the files that it serves."""

    host: str
    port: int
    folder: str

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}"

    def connect(self) -> "Connection":
        return Connection(self)

    def send(self, data: bytes) -> bytes:
        """All that the server says to `data` until it closes the connection."""
        with self.connect() as connection:
            connection.send(data)
            return connection.read_all()

    def get(
        self, target: bytes | str, *headers: str, method: str = "GET", host: str | None = None
    ) -> bytes:
        """The response to a request that is valid but for what the arguments hold."""
        headers = (*headers, "Connection: close")
        return self.send(make_request(self, target, *headers, method=method, host=host))


def make_request(
    server: Server, target: bytes | str, *headers: str, method: str = "GET", host: str | None = None
) -> bytes:
    path = target if isinstance(target, bytes) else target.encode()
    lines = (f"Host: {server.authority if host is None else host}", *headers)
    fields = "".join(f"{line}\r\n" for line in lines).encode("latin-1")
    return method.encode() + b" " + path + b" HTTP/1.1\r\n" + fields + b"\r\n"


class Connection:
    """A connection that sends bytes as they are."""

    def __init__(self, server: Server) -> None:
        self._socket = socket.create_connection((server.host, server.port), timeout=PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def send(self, data: bytes) -> bool:
        """False if the server has closed the connection."""
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def end(self) -> None:
        """Says that nothing more will be sent."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def read(self) -> bytes:
        """What comes next; nothing once the server has closed the connection."""
        try:
            return self._socket.recv(65536)
        except ConnectionResetError:
            return b""

    def read_all(self) -> bytes:
        data = b""
        while part := self.read():
            data += part
        return data

    def read_response(self) -> bytes:
        """One response, while the connection stays open."""
        data = b""
        while not _is_whole(data):
            part = self.read()
            assert part, f"the server closed the connection after {data!r}"
            data += part
        return data


def _is_whole(data: bytes) -> bool:
    head, end, body = data.partition(b"\r\n\r\n")
    length = _LENGTH.search(head + b"\r\n")
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


def status_of(response: bytes) -> int:
    """The status of a response; 0 if the server closed the connection without one."""
    match = _STATUS.match(response)
    return int(match[1]) if match else 0


def statuses_of(responses: bytes) -> list[int]:
    return [int(status) for status in _STATUS.findall(responses)]
