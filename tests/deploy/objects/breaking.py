"""A way to a server on which connections break."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from urllib.parse import urlsplit


@contextmanager
def break_connections(endpoint: str, broken: range) -> Iterator[str]:
    """Another endpoint of the same server, where the connections with these numbers break.

    Every other one breaks before the server gets the request, and every other one after that, so
    that its answer is lost.
    """
    parts = urlsplit(endpoint)
    server = (parts.hostname or "", parts.port or 0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, server, broken), daemon=True).start()
        yield parts._replace(netloc=f"127.0.0.1:{listener.getsockname()[1]}").geturl()
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, server: tuple[str, int], broken: range) -> None:
    with suppress(OSError):
        for number in count():
            client = listener.accept()[0]
            is_broken = number in broken
            task = (client, server, is_broken, is_broken and number % 2 == 0)
            threading.Thread(target=_serve, args=task, daemon=True).start()


def _serve(client: socket.socket, server: tuple[str, int], is_broken: bool, at_once: bool) -> None:
    with client, suppress(OSError):
        if at_once:
            return
        with socket.create_connection(server) as other:
            threading.Thread(target=_copy, args=(client, other), daemon=True).start()
            if is_broken:
                other.recv(1)
            else:
                _copy(other, client)
        # While the thread waits for more of it, to close it would not end it.
        client.shutdown(socket.SHUT_RDWR)


def _copy(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            to.sendall(data)
        to.shutdown(socket.SHUT_WR)
