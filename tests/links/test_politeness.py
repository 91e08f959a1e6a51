"""What hosts notice of a check: who asks, how often, and that it heeds what they ask for."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pytest

from ssg.links.client import Client
from ssg.links.observation import Observation, Outcome
from ssg.links.pace import Postponed
from ssg.links.probe import Prober, Target
from tests.ledger import make_record
from tests.links.conftest import run_scripted
from tests.links.scripted import Scripted, answer

DAY = "Sun, 01 Mar 2026 10:00:00 GMT"
PAGE = answer(200, b"<title>Sleep</title>")
FORBIDDEN = answer(200, b"User-agent: *\nDisallow: /private\n", content_type="text/plain")


class Known(NamedTuple):
    etag: str = ""
    last_modified: str = ""


def test_requests_say_who_asks_and_nothing_else() -> None:
    async def run(client: Client, server: Scripted) -> None:
        server.replies["/"] = answer(200, b"<title>x</title>", set_cookie="id=7; Path=/")
        url = server.url("/").replace("://", "://user:secret@")
        await Prober(client).ask(Target(url=url))
        assert [one.method for one in server.asked] == ["HEAD", "GET", "GET"]
        for one in server.asked:
            agent = one.headers.pop("user-agent")
            assert agent.startswith("ssg/")
            assert agent.endswith(" (+https://site.example/)")
            assert "cookie" not in one.headers
            allowed = {"host", "accept", "accept-encoding", "connection", "range"}
            assert one.headers.keys() <= allowed

    run_scripted(run)


def test_a_get_asks_for_the_first_kilobytes() -> None:
    async def run(client: Client, server: Scripted) -> None:
        server.replies["/"] = PAGE
        await Prober(client).ask(Target(url=server.url("/")))
        assert server.asked[-1].headers["range"] == "bytes=0-65535"

    run_scripted(run)


def test_what_is_no_page_is_not_read() -> None:
    async def run(client: Client, server: Scripted) -> None:
        server.replies["/a.pdf"] = answer(200, content_type="application/pdf")
        await Prober(client).ask(Target(url=server.url("/a.pdf")))
        assert [one.method for one in server.asked] == ["HEAD"]

    run_scripted(run)


def test_requests_to_a_host_are_a_second_apart_on_two_connections_at_most() -> None:
    async def run(client: Client, server: Scripted) -> None:
        for number in range(8):
            server.replies[f"/{number}"] = PAGE
        prober = Prober(client)
        targets = [Target(url=server.url(f"/{number}")) for number in range(8)]
        await asyncio.gather(*map(prober.ask, targets))
        assert len(server.asked) == 17
        assert min(b.at - a.at for a, b in pairwise(server.asked)) >= 1
        assert server.most_open <= 2

    run_scripted(run)


def test_hosts_do_not_wait_for_each_other() -> None:
    async def run(client: Client, server: Scripted) -> None:
        server.replies["/"] = answer(200, content_type="text/plain")
        hosts = ("localhost", "other.example")
        urls = [server.url("/", host=host) for host in hosts]
        await asyncio.gather(*(Prober(client).ask(Target(url=url)) for url in urls))
        assert server.asked[1].at - server.asked[0].at < 1

    run_scripted(run)


def test_robots_txt_is_asked_once_and_heeded_for_get() -> None:
    async def run(client: Client, server: Scripted) -> list[Observation]:
        server.replies["/robots.txt"] = FORBIDDEN
        server.replies["/private/1"] = PAGE
        server.replies["HEAD /private/2"] = answer(405)
        server.replies["/public"] = PAGE
        prober = Prober(client)
        paths = ["/private/1", "/private/2", "/public"]
        seen = [await prober.ask(Target(url=server.url(path))) for path in paths]
        assert server.methods("/robots.txt") == ["GET"]
        assert [server.methods(path) for path in paths] == [["HEAD"], ["HEAD"], ["HEAD", "GET"]]
        return seen

    outcomes = [one.outcome for one in run_scripted(run)]
    assert outcomes == [Outcome.GOOD, Outcome.BLOCKED, Outcome.GOOD]


@pytest.mark.parametrize(
    ("status", "methods"), [(404, ["HEAD", "GET"]), (403, ["HEAD", "GET"]), (500, ["HEAD"])]
)
def test_without_rules_all_may_be_read_unless_the_host_has_a_problem(
    status: int, methods: Sequence[str]
) -> None:
    async def run(client: Client, server: Scripted) -> None:
        server.replies = {"/robots.txt": answer(status), "/": PAGE}
        await Prober(client).ask(Target(url=server.url("/")))
        assert server.methods("/") == methods

    run_scripted(run)


def test_the_rules_of_a_host_hold_where_a_redirect_leads() -> None:
    async def run(client: Client, server: Scripted) -> None:
        server.replies = {"/robots.txt": FORBIDDEN, "/private": PAGE}
        server.replies["HEAD /"] = answer(405)
        server.replies["GET /"] = answer(302, location="/private")
        await Prober(client).ask(Target(url=server.url("/")))
        assert server.methods("/private") == []

    run_scripted(run)


def test_a_crawl_delay_is_heeded() -> None:
    async def run(client: Client, server: Scripted) -> None:
        rules = b"User-agent: *\nCrawl-delay: 7\n"
        server.replies = {"/robots.txt": answer(200, rules), "/": PAGE}
        prober = Prober(client)
        for _ in range(2):
            await prober.ask(Target(url=server.url("/")))
        times = [one.at for one in server.asked]
        assert times[4] - times[3] >= 7

    run_scripted(run)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "headers",
    [
        {"retry_after": "90"},
        {
            "date": DAY,
            "retry_after": "Sun, 01 Mar 2026 10:01:30 GMT",
        },
    ],
)
def test_a_host_that_asks_for_time_gets_it(status: int, headers: dict[str, str]) -> None:
    async def run(client: Client, server: Scripted) -> Observation:
        busy = answer(status, b"", **headers)
        server.replies["/a"] = [busy, answer(200, content_type="text/plain")]
        seen = await Prober(client).ask(Target(url=server.url("/a")))
        first, second = server.asked
        assert second.at - first.at >= 90
        return seen

    assert run_scripted(run).outcome is Outcome.GOOD


def test_a_host_that_asks_for_an_hour_is_left_alone() -> None:
    async def run(client: Client, server: Scripted) -> Observation:
        server.replies["/a"] = answer(429, retry_after="3600")
        prober = Prober(client)
        seen = await prober.ask(Target(url=server.url("/a")))
        with pytest.raises(Postponed):
            await prober.ask(Target(url=server.url("/b")))
        assert len(server.asked) == 1
        return seen

    seen = run_scripted(run)
    assert (seen.outcome, seen.reason) == (Outcome.BLOCKED, "the host asks to be left alone")


def test_a_host_that_asks_for_time_again_is_left_alone() -> None:
    async def run(client: Client, server: Scripted) -> None:
        server.replies["/a"] = answer(429, retry_after="60")
        prober = Prober(client)
        assert (await prober.ask(Target(url=server.url("/a")))).outcome is Outcome.BLOCKED
        with pytest.raises(Postponed):
            await prober.ask(Target(url=server.url("/b")))
        assert len(server.asked) == 2

    run_scripted(run)


@pytest.mark.parametrize(
    ("known", "condition"),
    [
        (Known(etag='"1"'), ("if-none-match", '"1"')),
        (Known(last_modified=DAY), ("if-modified-since", DAY.lower())),
    ],
)
def test_what_has_not_changed_is_not_read_again(known: Known, condition: tuple[str, str]) -> None:
    async def run(client: Client, server: Scripted) -> None:
        server.replies["/"] = answer(304)
        before = make_record(
            server.url("/"), status=200, etag=known.etag, last_modified=known.last_modified
        )
        seen = await Prober(client).ask(Target(url=before.url, before=before))
        assert (seen.outcome, seen.status) == (Outcome.GOOD, 200)
        assert (seen.etag, seen.last_modified) == (known.etag, known.last_modified)
        assert condition in server.asked[0].headers.items()
        assert len(server.asked) == 1

    run_scripted(run)
