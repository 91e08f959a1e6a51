"""HTTP/2 and HTTP/1.1 over TLS, with a real server and certificates that are right or wrong."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config

from ssg.links.client import Answer, Client
from ssg.links.guard import Guard
from ssg.links.network import HostTransports
from ssg.links.observation import Observation, Outcome
from ssg.links.pace import Pace
from ssg.links.probe import Prober, Target
from tests.links.conftest import SITE, find_here


class App:
    """Answers as `/large` or any other page, and notes by which protocol it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.connections: set[tuple[str, int]] = set()

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.asked.append((scope["http_version"], scope["method"], scope["path"]))
        self.connections.add(tuple(scope["client"]))
        headers = [(b"content-type", b"text/html"), (b"set-cookie", b"a=b")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        size = 200 if scope["path"] == "/large" else 1
        for _ in range(size if scope["method"] == "GET" else 0):
            part = b"<p>" + b"a" * 50_000
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def serve_app(
    app: App, folder: Path, cert: Any, protocols: Sequence[str]
) -> AsyncIterator[int]:
    """The port at which the app is served with the certificate."""
    (folder / "cert.pem").write_bytes(b"".join(one.bytes() for one in cert.cert_chain_pems))
    (folder / "key.pem").write_bytes(cert.private_key_pem.bytes())
    listener = socket.create_server(("127.0.0.1", 0))
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.certfile, config.keyfile = str(folder / "cert.pem"), str(folder / "key.pem")
    config.alpn_protocols = list(protocols)
    config.errorlog = None
    done = asyncio.Event()
    port = listener.getsockname()[1]
    # It closes the socket itself.
    listener.detach()
    task = asyncio.create_task(serve(app, config, shutdown_trigger=done.wait))
    try:
        yield port
    finally:
        done.set()
        await task


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The only one that is trusted, by the variable that intranets use for theirs."""
    known = trustme.CA()
    known.cert_pem.write_to_path(str(tmp_path / "known.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "known.pem"))
    return known


def make_client() -> Client:
    guard = Guard(["localhost"], resolver=find_here)
    return Client(HostTransports(guard), Pace(seconds_between=0), site=SITE)


@pytest.mark.parametrize(
    ("protocols", "version"), [(["h2", "http/1.1"], "2"), (["http/1.1"], "1.1")]
)
def test_both_versions_of_http_are_spoken(
    authority: trustme.CA, tmp_path: Path, protocols: list[str], version: str
) -> None:
    app = App()

    async def run() -> Observation:
        async with serve_app(app, tmp_path, authority.issue_cert("localhost"), protocols) as port:
            client = make_client()
            try:
                return await Prober(client).ask(Target(url=f"https://localhost:{port}/page"))
            finally:
                await client.close()

    assert asyncio.run(run()).outcome is Outcome.GOOD
    asked = [(version, "HEAD", "/page"), (version, "GET", "/robots.txt"), (version, "GET", "/page")]
    assert app.asked == asked
    assert len(app.connections) == 1, "they are all sent over one connection"


def test_pages_that_are_not_read_to_the_end_clog_no_connection(
    authority: trustme.CA, tmp_path: Path
) -> None:
    app = App()

    async def run() -> list[Answer]:
        async with serve_app(app, tmp_path, authority.issue_cert("localhost"), ["h2"]) as port:
            client = make_client()
            try:
                return [await client.get(f"https://localhost:{port}/large") for _ in range(5)]
            finally:
                await client.close()

    for answer in asyncio.run(run()):
        assert (len(answer.body), answer.is_whole) == (64 * 1024, False)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda known: known.issue_cert("other.example"), "its certificate is for another host"),
        (
            lambda _: trustme.CA().issue_cert("localhost"),
            "its certificate is signed by nobody known",
        ),
    ],
)
def test_a_wrong_certificate_is_a_failure(
    authority: trustme.CA, make: Callable[[trustme.CA], trustme.LeafCert], reason: str
) -> None:
    async def run() -> Observation:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        make(authority).configure_cert(context)
        server = await asyncio.start_server(_ignore, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        client = make_client()
        try:
            return await Prober(client).ask(Target(url=f"https://localhost:{port}/"))
        finally:
            await client.close()
            server.close()

    seen = asyncio.run(run())
    assert (seen.outcome, seen.reason) == (Outcome.FAILED, reason)


async def _ignore(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()
