"""Built sites for the browser: what they are served by, and the pages that stand for all others."""

import functools
import http.server
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Page

from ssg import urls
from ssg.pages.kind import AnyPageKind
from ssg.pages.registry import KINDS
from tests.http_server import serve_http

# Documents give the pages of these kinds their addresses, which may be any.
_WITHOUT_ROUTES = {
    "redirect": re.compile(rb'<meta http-equiv="refresh"'),
    "tombstone": re.compile(rb"<h1[^>]*>This page (was withdrawn|is out of date)</h1>"),
}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass

    def send_error(self, code: int, *_: Any) -> None:
        """As static hosts do: the site's own page for what is not there."""
        page = Path(self.directory) / "404.html"
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())


@contextmanager
def serve(output: Path) -> Iterator[str]:
    """The address at which the folder is served meanwhile."""
    handler = functools.partial(_Quiet, directory=str(output))
    with serve_http(handler) as address:
        yield address


def pages_of_each_kind(output: Path) -> dict[str, list[Path]]:
    """By the name of its kind, the pages in `output` whose template makes HTML."""
    kinds = [kind for kind in KINDS if kind.template.endswith(".html")]
    # A page's address also fits the patterns of some other kinds.
    kinds.sort(key=lambda kind: any("{page}" in route.pattern for route in kind.routes))
    found: dict[str, list[Path]] = {kind.name: [] for kind in kinds}
    for path in sorted(output.rglob("*.html")):
        found[_kind_of(path.relative_to(output), path.read_bytes(), kinds)].append(path)
    return found


def _kind_of(path: Path, html: bytes, kinds: Sequence[AnyPageKind]) -> str:
    for name, sign in _WITHOUT_ROUTES.items():
        if sign.search(html):
            return name
    for kind in kinds:
        for route in kind.routes:
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(urls.output_path(route.pattern)))
            if route.in_languages:
                # Those of other languages are below a folder with the language's name.
                pattern = f"(?:[a-z]{{2}}/)?{pattern}"
            if re.fullmatch(pattern, path.as_posix()):
                return kind.name
    raise AssertionError(f"{path} is of no kind")


def addresses_of_each_kind(output: Path) -> list[str]:
    """The longest and the shortest page of each kind that makes HTML: no kind is forgotten."""
    chosen: list[str] = []
    for name, pages in pages_of_each_kind(output).items():
        assert pages, f"the site has no page of the kind {name!r}"
        by_size = sorted(pages, key=lambda path: path.stat().st_size)
        chosen += [address_of(path, output) for path in {by_size[0], by_size[-1]}]
    return sorted(chosen)


def largest_pages(output: Path, number: int) -> list[str]:
    pages = sorted(output.rglob("*.html"), key=lambda path: (-path.stat().st_size, path))
    return [address_of(path, output) for path in pages[:number]]


def address_of(path: Path, output: Path) -> str:
    return "/" + path.relative_to(output).as_posix().removesuffix("index.html")


_AT_ONCE = 'content="0; url='


def open_still(page: Page, address: str) -> None:
    """Opens a page; one that leads to another at once stays for a day."""
    with urlopen(address) as answer:
        html = answer.read().decode()
    if _AT_ONCE not in html:
        page.goto(address)
        return
    still = html.replace(_AT_ONCE, 'content="86400; url=')
    page.route(
        address,
        lambda route: route.fulfill(body=still, content_type="text/html; charset=utf-8"),
    )
    page.goto(address)
    page.unroute(address)
