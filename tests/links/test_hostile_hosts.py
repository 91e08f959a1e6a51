"""Whatever a host does, an address gets its one answer, within bounds of time and memory."""

import asyncio
import gzip
import tracemalloc
import zlib

import pytest

from ssg.links.client import Client
from ssg.links.observation import Observation, Outcome
from ssg.links.probe import Prober, Target
from tests.links.conftest import run_scripted
from tests.links.scripted import Reply, Scripted, answer, hang, reset

MIB = 1024 * 1024


def ask(reply: Reply | list[Reply], *fragments: str, path: str = "/page") -> Observation:
    """What is seen of a page with this reply."""

    async def run(client: Client, server: Scripted) -> Observation:
        server.replies[path] = reply
        return await Prober(client).ask(Target(url=server.url(path), fragments=fragments))

    return run_scripted(run)


async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A header every eight seconds, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while not writer.is_closing():
        writer.write(b"X-A: b\r\n")
        await asyncio.sleep(8)


async def flood_with_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        writer.write(b"X-%d: %s\r\n" % (number, b"a" * 200))
        await writer.drain()


async def flood_with_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _number in range(10 * 16):
        writer.write(b"<p>" + b"a" * (64 * 1024))
        await writer.drain()


async def go_on_for_ever(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        await asyncio.sleep(8)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (hang, "no answer came in time"),
        (drip, "no answer came in time"),
        (go_on_for_ever, "no answer came in time"),
        (reset, "the connection was cut"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "the answer is not valid HTTP"),
        (b"\x00\xff" * 300, "the answer is not valid HTTP"),
        (flood_with_headers, "the answer is not valid HTTP"),
        (answer(302, location="/page"), "it redirects in a circle, or too often"),
        (answer(302, location="https://"), "where it leads, it is not a valid address"),
        (answer(302, location="/a\x7fb"), "where it leads, it is not a valid address"),
        (answer(302), "it redirects to nowhere"),
        (answer(304), "it redirects to nowhere"),
        (answer(404), "the host has no such page"),
        (answer(410), "the host says that the page is gone"),
        (answer(400), "the host refuses the request"),
        (answer(500), "the host has a problem of its own"),
        (answer(503), "the host has a problem of its own"),
    ],
)
def test_a_host_that_does_not_answer_as_it_should_has_failed(reply: Reply, reason: str) -> None:
    seen = ask(reply)
    assert (seen.outcome, seen.reason) == (Outcome.FAILED, reason)
    assert not seen.may_be_offline


def test_a_host_that_refuses_connections_has_failed() -> None:
    async def run(client: Client, _: Scripted) -> Observation:
        return await Prober(client).ask(Target(url="http://localhost:65535/"))

    assert run_scripted(run).reason == "the host refuses connections"


def measure(reply: Reply, *fragments: str) -> tuple[Observation, int]:
    """What is seen, and the most bytes that Python held for it."""
    ask(answer(200))
    tracemalloc.start()
    try:
        seen = ask(reply, *fragments)
        return seen, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_of_a_page_of_ten_megabytes_only_the_beginning_is_read() -> None:
    seen, most = measure(flood_with_body, "far-below")
    assert seen.outcome is Outcome.GOOD
    assert seen.missing == (), "the end of the page, where it may be, was not read"
    assert most < 8 * MIB


def test_a_compressed_bomb_is_never_unpacked() -> None:
    bomb = gzip.compress(bytes(100 * MIB))
    seen, most = measure(answer(200, bomb, content_encoding="gzip"), "x")
    assert seen.outcome is Outcome.GOOD
    assert most < 16 * MIB


def test_a_page_that_is_compressed_unasked_is_read() -> None:
    page = b"<title>Sleep</title><p id=there>"
    seen = ask(answer(200, gzip.compress(page), content_encoding="gzip"), "there", "gone")
    assert seen.missing == ("gone",)


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "gzip"])
def test_what_cannot_be_unpacked_is_not_judged(encoding: str) -> None:
    body = zlib.compress(b"<title>Page not found</title>")
    seen = ask(answer(200, body, content_encoding=encoding), "x")
    assert (seen.outcome, seen.missing) == (Outcome.GOOD, ())


@pytest.mark.parametrize(
    "charset", ["utf-9", "idna", "zip", "punycode", "unicode_escape", "iso-8859-99", '"', "utf-16"]
)
def test_a_wrong_charset_does_no_harm(charset: str) -> None:
    body = b"<title>Sl\xff\xfeep</title><p id=there>" * 50
    kind = f"text/html; charset={charset}"
    assert ask(answer(200, body, content_type=kind), "there").outcome is Outcome.GOOD


def test_a_page_in_another_charset_is_read() -> None:
    page = "<title>Страница не найдена</title>".encode("windows-1251")
    kind = "text/html; charset=windows-1251"
    assert ask(answer(200, page, content_type=kind)).outcome is Outcome.GONE


def test_no_text_of_a_host_reaches_what_is_kept() -> None:
    evil = "\x1b[31mred"
    seen = ask(
        answer(
            200,
            b"<title>\x1b[31mPage</title>",
            etag=f'"{evil}"',
            last_modified=evil,
            x_reason=evil,
        )
    )
    assert seen == Observation(outcome=Outcome.GOOD, status=200)


@pytest.mark.parametrize("tag", ["<div>", "<ul><li>", "<h1>", "<title>", "<div><table></div>"])
def test_a_page_that_is_nested_very_deeply_is_read(tag: str) -> None:
    # With a parser for all of it, each would take minutes.
    seen = ask(answer(200, tag.encode() * (400_000 // len(tag))), "there")
    assert (seen.outcome, seen.missing) == (Outcome.GOOD, ("there",))
