"""The check cannot be turned against its owner: what is not public is never asked."""

import asyncio
from collections.abc import Sequence

import pytest

from ssg.links.client import Client
from ssg.links.guard import Guard, resolve
from ssg.links.network import HostTransports
from ssg.links.observation import Observation, Outcome
from ssg.links.pace import Pace
from ssg.links.probe import Prober, Target
from tests.links.conftest import SITE, run_scripted
from tests.links.loops import run_virtually
from tests.links.scripted import Scripted, answer, serve

NOTATIONS = [
    "127.0.0.1",
    "127.1",
    "0x7f000001",
    "0x7f.1",
    "2130706433",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "0",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "025177524776",
    "0xa9.0xfe.0xa9.0xfe",
    "169.254.43518",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[2002:a9fe:a9fe::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "100.100.100.200",
    "168.63.129.16",
    "10.0.0.1",
    "192.168.1.1",
    "localhost",
]


async def ask(url: str, guard: Guard) -> Observation:
    client = Client(HostTransports(guard), Pace(), site=SITE)
    try:
        return await Prober(client).ask(Target(url=url))
    finally:
        await client.close()


@pytest.mark.parametrize("host", NOTATIONS)
def test_an_address_that_is_not_public_is_not_asked(host: str) -> None:
    seen = asyncio.run(ask(f"http://{host}/", Guard()))
    assert seen.outcome is Outcome.REFUSED
    assert seen.reason == "it is at an address that is not public"


@pytest.mark.parametrize("host", NOTATIONS)
def test_a_redirect_to_such_an_address_is_told_and_not_followed(host: str) -> None:
    async def run() -> tuple[Observation, list[str]]:
        async with serve() as server:
            server.replies["/"] = answer(302, location=f"http://{host}:{server.port}/secret")
            guard = Guard(["example.org"], resolver=resolve_here)
            seen = await ask(f"http://example.org:{server.port}/", guard)
            return seen, [one.path for one in server.asked]

    async def resolve_here(name: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"] if name == "example.org" else await resolve(name, port)

    seen, asked = asyncio.run(run())
    assert seen == Observation(
        outcome=Outcome.REFUSED,
        reason="it redirects to an address that is not public",
        status=302,
    )
    assert asked == ["/"]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "it redirects to an address that is not http or https"),
        ("ftp://localhost/", "it redirects to an address that is not http or https"),
        ("javascript:alert(1)", "it redirects to an address that is not http or https"),
        ("http://localhost:22/", "it redirects to the port of another protocol"),
        ("http://public.example/", "it redirects to an address that is not public"),
        (f"/{'a' * 10_000}", "it redirects to a very long address"),
    ],
)
def test_a_redirect_to_what_is_no_public_web_address_is_not_followed(
    location: str, reason: str
) -> None:
    async def run(client: Client, server: Scripted) -> Observation:
        server.replies["/"] = answer(301, location=location)
        return await Prober(client).ask(Target(url=server.url("/")))

    seen = run_scripted(run)
    assert (seen.outcome, seen.reason, seen.to) == (Outcome.REFUSED, reason, "")


def test_an_address_with_letters_that_are_joined_is_asked() -> None:
    async def run(client: Client, server: Scripted) -> Observation:
        server.replies["/%D9%85%DB%8C%E2%80%8C%D8%AF"] = answer(200, content_type="text/plain")
        return await Prober(client).ask(Target(url=server.url("/می\u200cد")))

    assert run_scripted(run).outcome is Outcome.GOOD


@pytest.mark.parametrize(
    "fragment", ["%0A%1B[31mx", "%E2%80%AEx", "%22%3E%3Cscript%3E", "a%20b", "a%2520b", "%23"]
)
def test_the_fragment_of_a_redirect_stays_encoded(fragment: str) -> None:
    async def run(client: Client, server: Scripted) -> Observation:
        server.replies["/"] = answer(301, location=f"/new#{fragment}")
        server.replies["/new"] = answer(200, content_type="text/plain")
        return await Prober(client).ask(Target(url=server.url("/")))

    assert run_scripted(run).to.partition("#")[2] == fragment


class Rebinding:
    """Names a public address when it is asked first, and 127.0.0.1 ever after."""

    def __init__(self) -> None:
        self.answers = ["203.0.113.99", "93.184.215.14"]
        self.asked = 0

    async def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return [self.answers.pop()] if self.answers else ["127.0.0.1"]


def test_a_name_is_looked_up_once_for_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    async def connect(_self: object, host: str, *_: object) -> None:
        connected.append(host)
        raise OSError("there is no network in tests")

    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    resolver = Rebinding()
    resolver.answers = ["93.184.215.14"]
    guard = Guard(resolver=resolver)

    async def run() -> list[Observation]:
        return [await ask("https://rebinding.example/", guard) for _ in range(2)]

    first, second = run_virtually(run())
    assert connected == ["93.184.215.14"]
    assert (first.outcome, second.outcome) == (Outcome.FAILED, Outcome.REFUSED)


def test_a_name_with_one_address_that_is_not_public_is_refused() -> None:
    async def both(_host: str, _port: int) -> Sequence[str]:
        return ["93.184.215.14", "10.0.0.1"]

    seen = run_virtually(ask("https://both.example/", Guard(resolver=both)))
    assert seen.outcome is Outcome.REFUSED


def test_the_guard_is_asked_before_a_proxy_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> tuple[Observation, Observation, list[str]]:
        async with serve() as proxy:
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
            proxy.replies["http://public.example/"] = answer(200, content_type="text/plain")
            guard = Guard(resolver=resolve_public)
            seen = await ask("http://public.example/", guard)
            refused = await ask("http://0x7f.1/", guard)
            return seen, refused, [one.path for one in proxy.asked]

    async def resolve_public(name: str, port: int) -> Sequence[str]:
        # Behind a proxy, names often mean nothing.
        if name == "public.example":
            raise OSError
        return await resolve(name, port)

    seen, refused, asked = asyncio.run(run())
    assert (seen.outcome, refused.outcome) == (Outcome.GOOD, Outcome.REFUSED)
    assert asked == ["http://public.example/"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_is_not_blamed_for_a_proxy_that_is_down(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{scheme}_proxy", "http://127.0.0.1:9")
    seen = asyncio.run(ask(f"{scheme}://93.184.215.14/", Guard()))
    assert (seen.outcome, seen.may_be_offline) == (Outcome.FAILED, True)
    assert seen.reason == "the proxy makes no connection"
