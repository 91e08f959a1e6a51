import errno
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from ssg.preview.server import MAX_CONNECTIONS, BindError, bind
from tests.machine import PATIENCE
from tests.unit.preview.serving import HOST, Client, FakePreview, serve

_HAS_IPV6 = Path("/proc/net/if_inet6").exists()


@contextmanager
def bound(host: str, port: int) -> Iterator[tuple[list[socket.socket], int]]:
    sockets, port = bind(host, port)
    with ExitStack() as opened:
        for listener in sockets:
            opened.enter_context(listener)
        yield sockets, port


def test_port_0_is_any_free_port() -> None:
    with bound(HOST, 0) as (sockets, port):
        assert [listener.getsockname() for listener in sockets] == [(HOST, port)]
        assert port > 0


def test_the_next_free_port_is_taken() -> None:
    with bound(HOST, 0) as (_, used), bound(HOST, used) as (sockets, port):
        assert used < port == sockets[0].getsockname()[1]


def test_a_name_with_several_addresses_has_one_port() -> None:
    with bound("localhost", 0) as (sockets, port):
        assert {listener.getsockname()[1] for listener in sockets} == {port}
        assert (HOST, port) in [listener.getsockname() for listener in sockets]


@pytest.mark.skipif(not _HAS_IPV6, reason="this machine has no IPv6")
def test_the_host_may_be_an_ipv6_address() -> None:
    with bound("::1", 0) as (sockets, port):
        assert sockets[0].getsockname()[:2] == ("::1", port)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 70, "1.2.3.4.5"])
def test_a_host_that_is_not_found_is_an_error(host: str) -> None:
    with pytest.raises(BindError) as error:
        bind(host, 0)
    assert error.value.message.startswith(f"cannot find the address of {host}: ")
    assert error.value.hint == "choose a name or an address of this machine: --host 127.0.0.1"


def test_a_host_that_is_another_machine_is_an_error() -> None:
    # An address that is kept for documentation.
    with pytest.raises(BindError) as error:
        bind("192.0.2.1", 8000)
    reason = os.strerror(errno.EADDRNOTAVAIL)
    assert error.value.message == f"cannot listen on port 8000 of 192.0.2.1: {reason}"
    assert error.value.hint == "choose a name or an address of this machine: --host 127.0.0.1"


def test_there_may_be_no_free_port_left() -> None:
    with ExitStack() as opened:
        # Another program may have it already.
        with suppress(OSError):
            opened.enter_context(socket.create_server((HOST, 65535)))
        with pytest.raises(BindError) as error:
            bind(HOST, 65535)
    assert error.value.message == f"all ports of {HOST} from 65535 to 65535 are in use"


def connect(client: Client) -> socket.socket:
    return socket.create_connection((HOST, client.port), timeout=PATIENCE)


@pytest.fixture
def _idle_connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.preview.server._HEADER_SECONDS", 2 * PATIENCE)


@pytest.mark.usefixtures("_idle_connections_stay")
def test_the_oldest_connections_make_room_for_new_ones(tmp_path: Path) -> None:
    preview = FakePreview(tmp_path)
    preview.pages["index.html"] = b"home"
    with serve(preview) as client, ExitStack() as opened:
        oldest = opened.enter_context(connect(client))
        oldest.sendall(b"GET / HT")
        for _ in range(MAX_CONNECTIONS):
            opened.enter_context(connect(client))
        # Closed, and not only slow: a time-out would raise.
        assert oldest.recv(1) == b""
        assert client.ask("/").status == 200


@pytest.mark.usefixtures("_idle_connections_stay")
def test_a_connection_in_use_outlives_older_ones_that_are_idle(tmp_path: Path) -> None:
    preview = FakePreview(tmp_path)
    preview.pages["index.html"] = b"home"
    with serve(preview) as client, ExitStack() as opened:
        used = opened.enter_context(connect(client))
        others = [opened.enter_context(connect(client)) for _ in range(MAX_CONNECTIONS - 1)]
        for _ in range(2):
            used.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while not used.recv(4096).endswith(b"''"):
                pass
        opened.enter_context(connect(client))
        assert others[0].recv(1) == b""
        used.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert used.recv(9) == b"HTTP/1.1 "


def test_a_request_that_is_sent_slowly_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssg.preview.server._HEADER_SECONDS", 0.1)
    with serve(FakePreview(tmp_path)) as client, connect(client) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nX: ")
        slow.settimeout(0.01)
        deadline = time.monotonic() + PATIENCE
        is_open = True
        while is_open and time.monotonic() < deadline:
            try:
                slow.sendall(b"y")
                is_open = slow.recv(1) != b""
            except TimeoutError:
                continue
            except OSError:
                is_open = False
        assert not is_open


def test_an_idle_connection_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.preview.server._HEADER_SECONDS", 0.1)
    with serve(FakePreview(tmp_path)) as client, connect(client) as idle:
        assert idle.recv(1) == b""
