"""The server: which port it listens on, and how much of it clients may use."""

import errno
import os
import socket
from contextlib import ExitStack
from typing import Any

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate
from tornado.web import Application

MAX_CONNECTIONS = 64
"""Enough for ten browsers, and few enough for systems that allow a process 256 open files."""
_HEADER_BYTES = 32 * 1024
_HEADER_SECONDS = 30
"""How long a connection may be idle, and how long a client may take to send a request."""
_MAX_PORTS = 100

_UNAVAILABLE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)

_SocketAddress = tuple[socket.AddressFamily, tuple[Any, ...]]


class BindError(Exception):
    """Why the server cannot listen (`message`), and what to do about it (`hint`)."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def make_server(app: Application) -> HTTPServer:
    """A server of `app` that no client can fill up; it needs sockets to listen on."""
    return _Server(
        app,
        max_header_size=_HEADER_BYTES,
        # A request to read something has no body.
        max_body_size=0,
        idle_connection_timeout=_HEADER_SECONDS,
    )


class _Server(HTTPServer):
    """Closes the connection with the oldest request when there are too many.

    WebSockets are not counted: they are handed over.
    """

    def initialize(self, *args: Any, **kwargs: Any) -> None:
        super().initialize(*args, **kwargs)
        # In the order in which they began to wait for the request that they are busy with.
        self._by_age: dict[object, None] = {}

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        self._by_age.pop(server_conn, None)
        self._by_age[server_conn] = None
        if len(self._by_age) > MAX_CONNECTIONS:
            oldest = next(iter(self._by_age))
            del self._by_age[oldest]
            assert isinstance(oldest, HTTP1ServerConnection)
            oldest.stream.close()
        return super().start_request(server_conn, request_conn)

    def on_close(self, server_conn: object) -> None:
        self._by_age.pop(server_conn, None)
        super().on_close(server_conn)


def bind(host: str, port: int) -> tuple[list[socket.socket], int]:
    """Sockets that listen at all addresses of `host`, and their port.

    It is the first free one from `port` on, or any free one for 0. Raises BindError.
    """
    addresses = _resolve(host)
    ports = [port] * _MAX_PORTS if port == 0 else range(port, min(port + _MAX_PORTS, 2**16))
    for candidate in ports:
        try:
            return _listen(addresses, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise _explain(error, host, candidate) from error
    raise BindError(
        f"all ports of {host} from {ports[0]} to {ports[-1]} are in use",
        "choose another: --port N",
    )


def _resolve(host: str) -> list[_SocketAddress]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BindError(
            f"cannot find the address of {host}: {reason}",
            "choose a name or an address of this machine: --host 127.0.0.1",
        ) from error
    return [(family, address) for family, _, _, _, address in dict.fromkeys(found)]


def _listen(addresses: list[_SocketAddress], port: int) -> tuple[list[socket.socket], int]:
    """Listens at all addresses that this machine has. Raises OSError, and leaves none open then."""
    sockets: list[socket.socket] = []
    unavailable: OSError | None = None
    with ExitStack() as opened:
        for family, (address, _, *rest) in addresses:
            try:
                listener = socket.create_server((address, port, *rest), family=family)
            except OSError as error:
                # `localhost` has two addresses also where there is no IPv6.
                if error.errno not in _UNAVAILABLE:
                    raise
                unavailable = error
                continue
            opened.enter_context(listener)
            listener.setblocking(False)
            sockets.append(listener)
            port = listener.getsockname()[1]
        if unavailable and not sockets:
            raise unavailable
        opened.pop_all()
    return sockets, port


def _explain(error: OSError, host: str, port: int) -> BindError:
    if error.errno in _UNAVAILABLE:
        hint = "choose a name or an address of this machine: --host 127.0.0.1"
    elif error.errno == errno.EACCES:
        hint = "only an administrator may use ports below 1024: choose another with --port N"
    else:
        hint = "choose another host or port: --host 127.0.0.1 --port 8000"
    # Python adds to `strerror` what the message says already.
    reason = os.strerror(error.errno or 0)
    return BindError(f"cannot listen on port {port} of {host}: {reason}", hint)
