"""Asks 10,000 addresses at 200 hosts that exist nowhere, on a clock that jumps.

python -m tests.links.simulation prints what the hosts noticed, as JSON.
"""

import asyncio
import json
import resource
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import httpx

from ssg.ledger import LinkRecord
from ssg.links.check import ask_targets
from ssg.links.client import Client
from ssg.links.observation import Observation
from ssg.links.pace import Pace
from ssg.links.probe import Prober, Target
from ssg.links.transitions import update_record
from tests.links.loops import run_virtually

HOSTS, EACH = 200, 50
PAGE = b"<title>Sleep</title><p id=there>How long should a nap be?"
LARGE = PAGE + b"<p>A short one." * 100_000
"""More than is ever read of a page; one in fifty is so large."""


class _Page(httpx.AsyncByteStream):
    def __init__(self, hosts: "Hosts", name: str, body: bytes) -> None:
        self._hosts = hosts
        self._name = name
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), 16_384):
            await asyncio.sleep(0.05)
            yield self._body[start : start + 16_384]

    async def aclose(self) -> None:
        self._hosts.open[self._name] -= 1


class Hosts(httpx.AsyncBaseTransport):
    """All hosts; each takes half a second for an answer."""

    def __init__(self) -> None:
        self.starts: defaultdict[str, list[float]] = defaultdict(list)
        self.open: Counter[str] = Counter()
        self.most_open = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        name = request.url.host
        self.starts[name].append(asyncio.get_running_loop().time())
        self.open[name] += 1
        self.most_open = max(self.most_open, self.open[name])
        await asyncio.sleep(0.5)
        body = _body(request.url.path) if request.method == "GET" else b""
        stream = _Page(self, name, body)
        return httpx.Response(200, headers={"content-type": "text/html"}, stream=stream)


def _body(path: str) -> bytes:
    if path == "/robots.txt":
        return b""
    return LARGE if path == "/0" else PAGE


async def _run(hosts: Hosts) -> tuple[list[LinkRecord], float]:
    records: list[LinkRecord] = []

    def keep(target: Target, seen: Observation) -> None:
        records.append(update_record(target.url, None, seen, today="2026-03-01"))

    targets = [
        Target(url=f"https://host-{host}.example/{page}", fragments=("there",))
        for page in range(EACH)
        for host in range(HOSTS)
    ]
    client = Client(hosts, Pace(), site="https://site.example/")
    start = asyncio.get_running_loop().time()
    await ask_targets(targets, Prober(client), seconds=24 * 3600, keep=keep)
    return records, asyncio.get_running_loop().time() - start


def main() -> None:
    hosts = Hosts()
    records, seconds = run_virtually(_run(hosts))
    noticed = {
        "states": Counter(one.state for one in records),
        "hosts": len(hosts.starts),
        "shortest_pause": min(b - a for one in hosts.starts.values() for a, b in pairwise(one)),
        "most_at_once": hosts.most_open,
        "seconds": seconds,
        "memory": _peak_memory(),
    }
    print(json.dumps(noticed))


def _peak_memory() -> int:
    """In bytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        # macOS counts in bytes.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # On Linux, what getrusage gives begins with the memory of the process that started this one.
    (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
