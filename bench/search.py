"""`python -m bench.search`: measures the search index, and what a browser loads of it.

It builds a generated site with search and without, runs Pagefind's own command over the finished
pages, and opens `/search/` with a query in Chromium on a simulated fast 3G connection. With
`--site` it does that for a site of yours. Needs Chromium, and what `make test` installs.
"""

import argparse
import functools
import gzip
import http.server
import shutil
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from pagefind_bin import get_executable
from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench.corpus import Corpus
from bench.generators import write_site
from bench.generators.ssg import Ssg
from bench.measure import Taken, time_program
from bench.workspace import PATIENCE

_HERE = Path(__file__).parent
# https://github.com/WPO-Foundation/webpagetest/blob/master/www/settings/connectivity.ini.sample
_FAST_3G = {
    "offline": False,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 768_000 / 8,
    "latency": 150,
}
_FIRST_RESULT = ".ssg-found ol > li"
_COMPRESSED = (".css", ".html", ".js", ".json")


def main() -> None:
    options = _options()
    work: Path = options.work.absolute()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    site: Path = options.site or _write_site(work / "site", options.size)
    log = work / "log"
    plain = _build(site, work / "plain", work, log, search=False)
    built = _build(site, work / "output", work, log, search=True)
    print(f"cold build without search: {_times(plain)}")
    print(f"cold build with search: {_times(built)}")
    command = [str(get_executable()), "--site", str(work / "plain"), "--output-path"]
    own = time_program([*command, str(work / "own")], work, log, patience=PATIENCE)
    print(f"Pagefind's command over the finished site: {_times(own)}")
    print(f"index: {_size(work / 'output/pagefind'):,} bytes, of {_size(work / 'output'):,}")
    print(f"index of Pagefind's command: {_size(work / 'own'):,} bytes")
    with _serve(work / "output") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for query in options.queries:
            _open(browser, f"{address}/search/?q={quote(query)}", query)
            _write(browser, f"{address}/search/", query)
        browser.close()


def _write_site(folder: Path, size: int) -> Path:
    folder.mkdir()
    write_site(Ssg(), Corpus(size=size), folder)
    return folder


def _build(site: Path, output: Path, work: Path, log: Path, *, search: bool) -> Taken:
    copy = work / f"copy-{output.name}"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns(".ssg"))
    settings = copy / "site.yaml"
    others = [line for line in settings.read_text().splitlines() if not line.startswith("search:")]
    settings.write_text("\n".join([*others, f"search: {str(search).lower()}\n"]))
    url = "http://127.0.0.1"
    command = [sys.executable, "-m", "ssg", "--site", str(copy), "build", "--url", url]
    return time_program([*command, "--output", str(output)], work, log, patience=PATIENCE)


def _times(taken: Taken) -> str:
    return f"{taken.wall:.1f} s, {taken.cpu:.1f} s of processor time"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """Compresses text, as hosts do."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file() or file.suffix not in _COMPRESSED:
            super().do_GET()
            return
        data = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _serve(output: Path) -> Iterator[str]:
    handler = functools.partial(_Compressing, directory=str(output))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def _phone(browser: Browser) -> Iterator[tuple[Page, list[Response]]]:
    """A page of a phone that has loaded nothing yet, and what it loads from now on."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.emulateNetworkConditions", _FAST_3G)
    responses: list[Response] = []

    def keep(response: Response) -> None:
        responses.append(response)

    page.on("response", keep)
    yield page, responses
    page.close()


def _open(browser: Browser, address: str, query: str) -> None:
    """Prints what an address with a query loads up to its first result, and how long it takes."""
    with _phone(browser) as (page, responses):
        began = time.monotonic()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(_FIRST_RESULT)
        seconds = time.monotonic() - began
        first = list(responses)
        page.wait_for_load_state("networkidle")
        print(f"{query!r}: first result after {seconds:.2f} s and {_loaded(first)}")
        print(f"  ten results: {_loaded(responses)}")


def _write(browser: Browser, address: str, query: str) -> None:
    """Prints how long the first result takes when the words are written on the page."""
    with _phone(browser) as (page, responses):
        page.goto(address)
        field = page.locator("main input[type=search]")
        field.focus()
        page.wait_for_load_state("networkidle")
        responses.clear()
        field.fill(query)
        began = time.monotonic()
        field.press("Enter")
        page.wait_for_selector(_FIRST_RESULT)
        seconds = time.monotonic() - began
        print(f"  written there: {seconds:.2f} s after Enter and {_loaded(list(responses))}")


def _loaded(responses: Sequence[Response]) -> str:
    size = sum(one.request.sizes()["responseBodySize"] for one in responses)
    return f"{size:,} bytes in {len(responses)} files"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, metavar="N")
    parser.add_argument("--site", type=Path, metavar="DIR")
    parser.add_argument("--queries", nargs="+", default=["sleep"], metavar="WORDS")
    parser.add_argument("--work", type=Path, default=_HERE / "work/search", metavar="DIR")
    return parser.parse_args()


if __name__ == "__main__":
    main()
