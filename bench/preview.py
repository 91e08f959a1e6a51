"""`python -m bench.preview`: measures `ssg serve`, and writes its section of results.md.

A real server shows a site of 10,000 threads, whose files are saved while a page is open, as an
editor would. All times end when a client has what a browser would show.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urljoin

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from bench import results
from bench.content import Thread
from bench.corpus import Corpus
from bench.generators.ssg import Ssg
from bench.measure import memory_of, time_program
from bench.targets import Judgement
from bench.workspace import PATIENCE

_HERE = Path(__file__).parent
_THEME = _HERE.parent / "templates"
_SERVING = re.compile(r"^Serving .* at (http://\S+)$", re.MULTILINE)
_HELLO = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}
_COMPONENT = "components/answer.html"
_STYLES = "assets/css/measured.css"
_MB = 10**6
_GROWTH = 1.1
"""What counts as flat: an allocator does not give all that it gets back to the system."""
_STARTS = 5
_AT_ONCE = 8
"""How many pages are asked for at once, as by a browser with several connections."""


class Site:
    """The generated site, whose files are edited. Every edit writes a mark that is new."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.corpus = Corpus(size=size)
        self._generator = Ssg()
        self._edits = 0

    def write(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._generator.write(self.corpus, self.folder)
        for thread in self.corpus.threads():
            self.save(thread)
        for name in (_COMPONENT, _STYLES):
            (self.folder / "templates" / name).parent.mkdir(parents=True)
        shutil.copy(_THEME / _COMPONENT, self.folder / "templates" / _COMPONENT)
        (self.folder / "templates" / _STYLES).write_text("")

    def save(self, thread: Thread) -> None:
        text = self._generator.thread_text(thread, self.corpus)
        self._generator.thread_file(thread, self.folder).write_text(text)

    def delete(self, thread: Thread) -> None:
        self._generator.thread_file(thread, self.folder).unlink()

    def edit_answer(self, thread: Thread) -> bytes:
        mark = self._mark()
        *others, last = thread.posts
        self.save(replace(thread, posts=(*others, replace(last, text=f"{last.text}\n\n{mark}"))))
        return mark.encode()

    def edit_title(self, thread: Thread) -> bytes:
        mark = self._mark()
        self.save(replace(thread, title=f"{thread.title} {mark}"))
        return mark.encode()

    def edit_styles(self) -> bytes:
        mark = self._mark()
        (self.folder / "templates" / _STYLES).write_text(f".{mark} {{ color: red; }}\n")
        return mark.encode()

    def edit_component(self) -> bytes:
        mark = self._mark()
        text = (_THEME / _COMPONENT).read_text()
        changed = text.replace("<article", f"<p>{mark}</p>\n<article", 1)
        (self.folder / "templates" / _COMPONENT).write_text(changed)
        return mark.encode()

    def build_command(self) -> list[str]:
        return self._generator.command(self.folder)

    def spread(self, count: int) -> Iterator[Thread]:
        """Threads from the whole corpus, all of them different up to its size."""
        size = self.corpus.size
        # A step without a common divisor visits each number once.
        return (self.corpus.thread((7919 * number) % size) for number in range(count))

    def _mark(self) -> str:
        self._edits += 1
        return f"measured{self._edits:06}"


class Client:
    """A browser with one page open, as far as the preview can tell."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._http = AsyncHTTPClient(max_clients=_AT_ONCE)

    async def get(self, path: str) -> bytes:
        """The bytes at the path; empty unless it is found."""
        url = urljoin(self._address, path)
        response = await self._http.fetch(url, raise_error=False, request_timeout=PATIENCE)
        return response.body if response.code == 200 else b""

    async def wait_for(self, path: str, mark: bytes = b"") -> None:
        """Asks for the path, without a pause, until it is found and has the mark."""
        async with asyncio.timeout(PATIENCE):
            while not (data := await self.get(path)) or mark not in data:
                pass

    async def wait_without(self, path: str, mark: bytes) -> None:
        """Asks for the path, without a pause, until it is found and has no such mark."""
        async with asyncio.timeout(PATIENCE):
            while not (data := await self.get(path)) or mark in data:
                pass

    @asynccontextmanager
    async def open(self, path: str) -> AsyncIterator["OpenPage"]:
        address = urljoin(self._address, "/__ssg__/livereload").replace("http", "ws", 1)
        request = HTTPRequest(address, headers={"Origin": self._address.rstrip("/")})
        socket = await websocket_connect(request)
        try:
            await socket.write_message(json.dumps(_HELLO))
            info = {"command": "info", "url": urljoin(self._address, path)}
            await socket.write_message(json.dumps(info))
            await self.get(path)
            yield OpenPage(socket)
        finally:
            socket.close()


class OpenPage:
    """A page that is told when to reload, by the protocol of livereload."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self._socket = socket

    async def reloaded(self, ending: str = "") -> str:
        """The path of the next reload that ends so. Raises ConnectionError when there is none."""
        async with asyncio.timeout(PATIENCE):
            while (message := await self._socket.read_message()) is not None:
                told = json.loads(message)
                if told["command"] == "reload" and told["path"].endswith(ending):
                    return str(told["path"])
        raise ConnectionError("the server closed the connection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    client: Client
    session: int
    ready: float
    """Seconds from the start of its process to the first page."""


@asynccontextmanager
async def serve(site: Site, log: Path) -> AsyncIterator[Server]:
    program = Path(sys.executable).with_name("ssg")
    command = [str(program), "--site", str(site.folder), "serve", "--port", "0"]
    began = time.monotonic()
    with _running(command, log) as process:
        client = Client(await _find_address(process, log))
        await client.wait_for("/")
        yield Server(client=client, session=process.pid, ready=time.monotonic() - began)


@contextmanager
def _running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # It would have each start compile all modules.
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


async def _wait_for_pages(log: Path) -> None:
    """Waits until all pages are made, which the preview tells then."""
    async with asyncio.timeout(PATIENCE):
        while "  everything  " not in log.read_text():
            await asyncio.sleep(0.1)


async def _find_address(process: subprocess.Popen[bytes], log: Path) -> str:
    async with asyncio.timeout(PATIENCE):
        while not (found := _SERVING.search(log.read_text())):
            if process.poll() is not None:
                raise SystemExit(f"ssg serve ended:\n{log.read_text()}")
            await asyncio.sleep(0.002)
    return found[1]


class Preview:
    """The measurements, in the order in which they are made."""

    def __init__(self, site: Site, edits: int, most_edits: int) -> None:
        self._site = site
        self._edits = edits
        self._most_edits = most_edits
        self.judgements: list[Judgement] = []
        self.memory: dict[int, int] = {}
        """By the number of edits before."""

    async def measure(self, work: Path) -> None:
        log = work / "serve.log"
        async with serve(self._site, log):
            await _wait_for_pages(log)
            _say("the cache is filled")
        ready = []
        for _ in range(_STARTS):
            async with serve(self._site, log) as server:
                ready.append(server.ready)
        self._judge(f"ready, with a warm cache: median of {_STARTS}", median(ready), 1.5)
        async with serve(self._site, log) as server:
            await self._measure_edits(server.client)
            await self._measure_title(server.client)
            await self._measure_adding(server.client)
            await self._measure_styles(server.client)
            await self._measure_component(server.client)
        async with serve(self._site, log) as server:
            await self._measure_memory(server)
        self._measure_build(work / "build.log")

    async def _measure_edits(self, client: Client) -> None:
        reloads, pages, polled = [], [], []
        for thread in self._site.spread(self._edits):
            path = _path(thread)
            async with client.open(path) as page:
                began = time.monotonic()
                mark = self._site.edit_answer(thread)
                await page.reloaded()
                reloads.append(time.monotonic() - began)
                await client.wait_for(path, mark)
                pages.append(time.monotonic() - began)
                began = time.monotonic()
                mark = self._site.edit_answer(thread)
                await client.wait_for(path, mark)
                polled.append(time.monotonic() - began)
                await page.reloaded()
            self._site.save(thread)
        what = "one answer edited, until the page"
        self._judge_many(f"{what} is told to reload", reloads)
        self._judge_many(f"{what} that was told to is reloaded", pages, limits=(0.06, 0.15))
        self._judge_many(f"{what} that is asked for without a pause is new", polled)

    async def _measure_title(self, client: Client) -> None:
        thread, related = await self._find_related(client)
        topic = f"/topics/{thread.topics[0]}/"
        paths = (topic, f"{topic}feed.xml", _path(related))
        seconds = await _time_all(client, paths, lambda: self._site.edit_title(thread))
        self._judge(
            "a title edited, until a list, a feed and a related thread show it", seconds, 0.6
        )

    async def _find_related(self, client: Client) -> tuple[Thread, Thread]:
        """A thread that a list and a feed show, and a newer one whose page leads to it."""
        size = self._site.corpus.size
        for number in range(size - 1, 0, -1):
            newer = self._site.corpus.thread(number)
            page = await client.get(_path(newer))
            for found in re.findall(rb'href="/threads/[^"]*-(\d+)/"', page):
                thread = self._site.corpus.thread(int(found))
                newest = await client.get(f"/topics/{thread.topics[0]}/")
                if thread.id != newer.id and _path(thread).encode() in newest:
                    return thread, newer
        raise SystemExit("no thread is related to another")

    async def _measure_adding(self, client: Client) -> None:
        thread = self._site.corpus.thread(self._site.corpus.size)
        topic, link = f"/topics/{thread.topics[0]}/", _path(thread).encode()
        began = time.monotonic()
        self._site.save(thread)
        await client.wait_for(topic, link)
        self._judge("a thread added, until its list shows it", time.monotonic() - began, 0.8)
        began = time.monotonic()
        self._site.delete(thread)
        await client.wait_without(topic, link)
        self._judge("a thread removed, until no list shows it", time.monotonic() - began, 0.8)

    async def _measure_styles(self, client: Client) -> None:
        async with client.open("/") as page:
            # The browser asks for the name that it knows, whatever is in the sheet now.
            path = _find_style_sheet(await client.get("/"))
            began = time.monotonic()
            mark = self._site.edit_styles()
            await page.reloaded(".css")
            await client.wait_for(path, mark)
            self._judge("a style sheet edited, until it is served", time.monotonic() - began, 0.1)

    async def _measure_component(self, client: Client) -> None:
        path = _path(self._site.corpus.thread(self._site.corpus.size // 2))
        async with client.open(path) as page:
            began = time.monotonic()
            mark = self._site.edit_component()
            await page.reloaded()
            await client.wait_for(path, mark)
            what = "a component edited, until the open page is new"
            self._judge(what, time.monotonic() - began, 0.3)
        paths = iter([_path(thread) for thread in self._site.corpus.threads()])

        async def fetch_rest() -> None:
            for each in paths:
                await client.wait_for(each, mark)

        await asyncio.gather(*(fetch_rest() for _ in range(_AT_ONCE)))
        self._judge("a component edited, until every thread is new", time.monotonic() - began)

    async def _measure_memory(self, server: Server) -> None:
        self.memory[0] = memory_of(server.session)
        step = max(1, self._most_edits // 10)
        for number, thread in enumerate(self._site.spread(self._most_edits), start=1):
            mark = self._site.edit_answer(thread)
            await server.client.wait_for(_path(thread), mark)
            if number % step == 0:
                self.memory[number] = memory_of(server.session)
                _say(f"{number} edits: {self.memory[number] / _MB:.0f} MB")
        growth = self.memory[step * 10] / self.memory[step]
        judgement = Judgement(
            what=f"memory after {step * 10:,} edits",
            target=f"at most {_GROWTH} of that after {step:,}",
            measured=f"{growth:.2f}",
            met=growth <= _GROWTH,
        )
        self.judgements.append(judgement)

    def _measure_build(self, log: Path) -> None:
        def build() -> float:
            command = self._site.build_command()
            return time_program(command, self._site.folder, log, patience=PATIENCE).wall

        build()
        walls = []
        for thread in self._site.spread(5):
            self._site.edit_answer(thread)
            os.sync()
            walls.append(build())
        # Half of what it took before plans were kept from build to build.
        self._judge("`ssg build` after one answer was edited, median of 5", median(walls), 1.33)

    def _judge_many(
        self, what: str, seconds: list[float], limits: tuple[float, float] | None = None
    ) -> None:
        middle, high = limits or (None, None)
        self._judge(f"{what}: median of {len(seconds)}", median(seconds), middle)
        self._judge(f"{what}: 95th percentile", quantiles(seconds, n=20)[-1], high)

    def _judge(self, what: str, seconds: float, limit: float | None = None) -> None:
        _say(f"{what}: {seconds * 1000:.0f} ms")
        judgement = Judgement(
            what=what,
            target="–" if limit is None else f"at most {limit * 1000:.0f} ms",
            measured=f"{seconds * 1000:.0f} ms",
            met=None if limit is None else seconds <= limit,
        )
        self.judgements.append(judgement)


async def _time_all(client: Client, paths: Iterable[str], edit: Callable[[], bytes]) -> float:
    """Seconds until all paths have the mark of an edit."""
    began = time.monotonic()
    mark = edit()
    await asyncio.gather(*(client.wait_for(path, mark) for path in paths))
    return time.monotonic() - began


def _find_style_sheet(page: bytes) -> str:
    found = re.search(rb'<link rel="stylesheet" href="([^"]+)"', page)
    assert found, "every page has a style sheet"
    return found[1].decode()


def _path(thread: Thread) -> str:
    return f"/threads/{thread.id}/"


def _say(sentence: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {sentence}", flush=True)


def report(preview: Preview, size: int) -> str:
    """The section of results.md."""
    memory = ", ".join(
        f"{bytes_used / _MB:,.0f} MB after {edits:,}"
        for edits, bytes_used in preview.memory.items()
    )
    return "\n\n".join([
        f"## The preview: `ssg serve` with {size:,} threads",
        "Generated by `python -m bench.preview`. All times begin when a file is saved.",
        results.targets_table(preview.judgements),
        f"Memory of all its processes, by the number of edits: {memory}.",
    ])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.preview", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, metavar="N")
    parser.add_argument("--edits", type=int, default=200, metavar="N")
    parser.add_argument("--most-edits", type=int, default=10_000, metavar="N")
    parser.add_argument("--work", type=Path, default=_HERE / "work", metavar="DIR")
    options = parser.parse_args()
    work: Path = options.work.absolute()
    work.mkdir(parents=True, exist_ok=True)
    site = Site(work / f"preview-{options.size}", options.size)
    _say("writes the site")
    site.write()
    preview = Preview(site, options.edits, options.most_edits)
    asyncio.run(preview.measure(work))
    # As with `python -m bench`, only a run of the usual size changes the repository.
    is_whole = [options.size, options.edits] == [10_000, 200]
    section = report(preview, options.size)
    if is_whole:
        file = _HERE / "results.md"
        file.write_text(results.replace_section(file.read_text(), section))
    print(section)


if __name__ == "__main__":
    main()
