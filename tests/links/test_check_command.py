"""`ssg links check` over some days, with a real server and the real command."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ssg.commands.links_ledger import lock_check
from tests.command import ROOT, ssg
from tests.links.scripted import Scripted, answer, hang, serve_beside
from tests.machine import PATIENCE, pauses

PLAIN = answer(200, content_type="text/plain")
HOSTS = [f"127.0.0.{number}" for number in range(1, 9)]


@pytest.fixture(scope="module")
def shared_server() -> Iterator[Scripted]:
    with serve_beside() as server:
        yield server


@pytest.fixture
def server(shared_server: Scripted) -> Scripted:
    shared_server.replies.clear()
    shared_server.asked.clear()
    return shared_server


class Site:
    """A site whose page cites addresses, one on a line from line 5 on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "content/pages").mkdir(parents=True)
        self.settings = f"title: T\nurl: https://site.example\nlinks: {{private_hosts: {HOSTS}}}\n"
        (folder / "site.yaml").write_text(self.settings)

    def cite(self, *urls: str, page: str = "links") -> None:
        front = "---\ntitle: Links\n---\n\n"
        text = "\n".join(f"- [here]({url})" for url in urls)
        (self.folder / f"content/pages/{page}.md").write_text(f"{front}{text}\n")

    def check(self, day: str, *options: str) -> subprocess.CompletedProcess[str]:
        return ssg("--site", self.folder, "links", "check", "--now", day, *options)

    @property
    def ledger(self) -> dict[str, dict[str, Any]]:
        lines = (self.folder / "links.jsonl").read_text().splitlines()
        return {one["url"]: one for one in map(json.loads, lines)}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.slow
def test_a_week_of_checks(site: Site, server: Scripted) -> None:
    paths = ["ok#there", "dead", "moved", "blocked", "soft", "flaky", "page#gone"]
    urls = [server.url(f"/{path}", host=host) for path, host in zip(paths, HOSTS, strict=False)]
    ok, dead, moved, blocked, soft, flaky, page = (url.partition("#")[0] for url in urls)
    server.replies = {
        "/ok": answer(200, b"<title>Sleep</title><p id=there>", etag='"1"'),
        "/moved": answer(301, location="/new"),
        "/new": PLAIN,
        "/blocked": answer(403),
        "/soft": answer(200, b"<title>Page not found | Clinic</title>"),
        "/page": answer(200, b"<title>Sleep</title><p id=there>"),
    }
    site.cite(*urls)

    first = site.check("2026-03-01")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [
        f"content/pages/links.md:6: {dead} failed: the host has no such page",
        f"content/pages/links.md:7: {moved} has moved for good to"
        f" {server.url('/new', host=HOSTS[2])}",
        f"content/pages/links.md:8: {blocked} cannot be checked: the host refuses programs",
        f"content/pages/links.md:9: {soft} seems to be gone: the page says that there is none",
        f"content/pages/links.md:10: {flaky} failed: the host has no such page",
        f"content/pages/links.md:11: {page} has no place '#gone'",
        "Asked 7 of 7 outside links: 2 ok, 1 moved, 1 blocked, 1 soft-404, 2 failing.",
    ]
    assert site.ledger[ok] == {
        "url": ok,
        "state": "ok",
        "checked": "2026-03-01",
        "since": "2026-03-01",
        "last_good": "2026-03-01",
        "status": 200,
        "etag": '"1"',
    }

    again = site.check("2026-03-01")
    assert again.stdout == "Asked 0 of 7 outside links.\n"

    server.replies["/flaky"] = PLAIN
    server.asked.clear()
    second = site.check("2026-03-02")
    assert second.stdout.splitlines() == [
        f"content/pages/links.md:10: {flaky} is right again",
        "Asked 3 of 7 outside links: 1 ok, 1 soft-404, 1 failing.",
    ]
    assert {one.path for one in server.asked} == {"/dead", "/soft", "/flaky", "/robots.txt"}

    third = site.check("2026-03-03", "--strict")
    assert third.returncode == 1
    assert third.stdout.splitlines()[0] == (
        f"content/pages/links.md:6: {dead} has been dead since 2026-03-03:"
        " the host has no such page"
    )
    assert site.ledger[dead]["failures"] == ["2026-03-01", "2026-03-02", "2026-03-03"]

    site.cite(ok, moved)
    server.asked.clear()
    later = site.check("2026-03-31")
    assert later.stdout == "Asked 2 of 2 outside links: 1 ok, 1 moved.\n"
    assert site.ledger.keys() == {ok, moved}, "what nothing cites any more is dropped"
    assert server.asked[0].headers.get("if-none-match", '"1"') == '"1"'


@pytest.mark.slow
def test_only_what_is_named_is_asked(site: Site, server: Scripted) -> None:
    urls = [server.url(f"/{number}", host=HOSTS[number]) for number in range(3)]
    server.replies = {f"/{number}": PLAIN for number in range(3)}
    site.cite(urls[0])
    site.cite(*urls[1:], page="others")
    site.check("2026-03-01", urls[2])
    assert site.ledger.keys() == {urls[2]}
    done = site.check("2026-03-01", str(site.folder / "content/pages/links.md"))
    assert done.stdout == "Asked 1 of 3 outside links: 1 ok.\n"
    assert site.ledger.keys() == {urls[0], urls[2]}
    for place, url in ((":6", urls[2]), (":5:1", urls[1])):
        (site.folder / "links.jsonl").unlink()
        done = site.check("2026-03-01", str(site.folder / "content/pages/others.md") + place)
        assert done.stdout == "Asked 1 of 3 outside links: 1 ok.\n"
        assert site.ledger.keys() == {url}
    done = site.check("2026-03-01", "--all")
    assert done.stdout == "Asked 3 of 3 outside links: 3 ok.\n"


def test_what_nothing_cites_cannot_be_asked(site: Site) -> None:
    site.cite()
    done = site.check("2026-03-01", "https://example.org/")
    assert done.returncode == 2
    assert done.stderr == (
        "error: nothing that is published leads outside by https://example.org/\n"
        "  name a file, a folder, or an address as it is written\n"
    )


def test_a_private_address_is_told_and_not_asked(site: Site, server: Scripted) -> None:
    (site.folder / "site.yaml").write_text("title: T\nurl: https://site.example\n")
    site.cite(server.url("/", host="0x7f.1"))
    done = site.check("2026-03-01")
    assert done.stdout.startswith(
        f"content/pages/links.md:5: http://0x7f.1:{server.port}/"
        " failed: it is at an address that is not public\n"
    )
    assert server.asked == []


def test_a_ledger_with_a_merge_conflict_is_left_alone(site: Site) -> None:
    text = "<<<<<<< ours\n"
    (site.folder / "links.jsonl").write_text(text)
    site.cite()
    done = site.check("2026-03-01")
    assert done.returncode == 2
    assert done.stderr == (
        "error: links.jsonl:1: this line is no record of a link\n"
        "  after a merge conflict, keep the lines of both sides and remove the marks\n"
    )
    assert (site.folder / "links.jsonl").read_text() == text


def test_of_two_checks_at_once_the_second_one_asks_nothing(site: Site, server: Scripted) -> None:
    site.cite(server.url("/"))
    with lock_check(site.folder):
        done = site.check("2026-03-01")
    assert done.returncode == 2
    assert done.stderr == (
        "error: another 'ssg links check' of this site is running\n  wait until it has ended\n"
    )
    assert server.asked == []
    assert not (site.folder / "links.jsonl").exists()


def test_without_a_network_nothing_is_written(site: Site) -> None:
    site.cite("http://nothing.invalid/")
    done = site.check("2026-03-01")
    assert done.returncode == 1
    assert done.stdout == "Asked 0 of 1 outside link.\n"
    assert done.stderr == (
        "error: No address answers: the network does not seem to work.\n"
        "  What is known of the others stays as it was. Try again later.\n"
    )
    assert not (site.folder / "links.jsonl").exists()


@pytest.mark.parametrize(
    "proxy", ["socks5://user:secret@127.0.0.1:9", "http://[::1", "ftp://x", "http://x:99999"]
)
def test_a_proxy_that_cannot_be_used_is_told_and_no_host_is_blamed(
    site: Site, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    site.cite("https://example.org/")
    done = site.check("2026-03-01")
    assert done.returncode == 2
    assert done.stderr.startswith("error: the proxy that the environment names cannot be used\n")
    assert "secret" not in done.stderr
    assert not (site.folder / "links.jsonl").exists()


@pytest.mark.slow
def test_a_host_that_does_not_exist_has_failed_if_another_answers(
    site: Site, server: Scripted
) -> None:
    server.replies["/"] = PLAIN
    site.cite("http://nothing.invalid/", server.url("/", host=HOSTS[0]))
    done = site.check("2026-03-01")
    assert done.returncode == 0
    assert site.ledger["http://nothing.invalid/"]["state"] == "failing"


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_check_keeps_what_it_knows(
    site: Site, server: Scripted, number: signal.Signals, code: int
) -> None:
    known, *hanging = (server.url(f"/{n}", host=HOSTS[0]) for n in range(3))
    server.replies = {"/0": PLAIN, "/1": hang, "/2": hang}
    site.cite(known, *hanging)
    command = [sys.executable, "-m", "ssg", "--site", str(site.folder), "links", "check"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    # A host is asked two things at a time: the third one only when the first has been answered.
    assert any(server.methods("/2") for _ in pauses())
    run.send_signal(number)
    _, errors = run.communicate(timeout=PATIENCE)
    assert run.returncode == code
    assert errors.split("\n", 1)[0] == "Kept 1 answer in links.jsonl. The next run asks the rest."
    assert errors.strip().endswith("Interrupted. The published site is undamaged.")
    assert site.ledger.keys() == {known}


def test_a_run_ends_in_its_time(site: Site, server: Scripted) -> None:
    urls = [server.url(f"/{n}", host=HOSTS[n]) for n in range(2)]
    server.replies = {"/0": hang, "/1": hang}
    site.cite(*urls)
    done = site.check("2026-03-01", "--time-limit", "0.001")
    assert done.returncode == 0
    assert done.stderr == "The time is over. Left for the next run: 2 links.\n"
    assert not (site.folder / "links.jsonl").exists()
