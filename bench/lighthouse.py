"""`python -m bench.lighthouse`: what Lighthouse says of this repository's own site.

It loads each page five times as a slow phone would, from a server on this machine that compresses
like most hosts do, and the medians are printed with all audits that failed. Needs Node.js, npm and
Chromium. The mobile preset: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

_ROOT = Path(__file__).parent.parent
_PINS = Path(__file__).parent / "audits"
_RUNS = 5
_SECONDS = 180
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
_TEXT = (".css", ".html", ".js", ".json", ".svg", ".txt", ".xml")
_LOC = re.compile("<loc>([^<]+)</loc>")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder, texts compressed, assets to be kept for ever."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        is_found = path.is_file()
        path = path if is_found else Path(self.directory) / "404.html"
        data, is_text = path.read_bytes(), path.suffix in _TEXT
        data = gzip.compress(data) if is_text else data
        self.send_response(200 if is_found else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        if "/assets/" in self.path:
            self.send_header("Cache-Control", "max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def _serve(folder: Path) -> Iterator[str]:
    """The address of a server that shows the folder."""

    def handler(*arguments: Any) -> _Handler:
        return _Handler(*arguments, directory=str(folder))

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _install(folder: Path) -> Path:
    """Lighthouse's own program, as pinned."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_PINS / name, folder)
    command = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "node_modules/lighthouse/cli/index.js"


def _build(output: Path, origin: str) -> None:
    command = [sys.executable, "-m", "ssg", "--site", str(_ROOT), "build"]
    options = ["--url", origin, "--output", str(output)]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)


def _pages(output: Path, origin: str) -> list[str]:
    """Addresses that search engines should find: of the home page, a thread, a guide, a topic."""
    urls: list[str] = _LOC.findall((output / "sitemap.xml").read_text())
    folders = ("threads", "guides", "topics")
    return [
        f"{origin}/",
        *(next(url for url in urls if re.match(f"{origin}/{one}/.", url)) for one in folders),
    ]


def _audit(program: Path, url: str, chromium: str) -> dict[str, Any]:
    """Lighthouse's report of one load."""
    flags = "--headless=new --no-sandbox --disable-dev-shm-usage"
    command = [
        "node", str(program), url, "--quiet", "--output=json", f"--chrome-flags={flags}",
        f"--only-categories={','.join(_CATEGORIES)}",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=True,
        timeout=_SECONDS,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _scores(reports: list[dict[str, Any]]) -> dict[str, int]:
    """The median of each category, from 0 to 100."""
    return {
        name: round(100 * median(one["categories"][name]["score"] or 0 for one in reports))
        for name in _CATEGORIES
    }


def _failed(reports: list[dict[str, Any]]) -> set[str]:
    """The audits with which any load lost points, and what they are about."""
    return {
        f"{name}: {audit['title']}"
        for report in reports
        for category in report["categories"].values()
        for name in (one["id"] for one in category["auditRefs"] if one["weight"])
        if (audit := report["audits"][name])["score"] not in (None, 1)
    }


def main() -> int:
    """1 if a page has less points than it should."""
    chromium = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if not (chromium and shutil.which("npm")):
        raise SystemExit("Lighthouse needs Chromium, Node.js and npm. Install them.")
    has_failed = False
    with TemporaryDirectory() as folder:
        program, output = _install(Path(folder)), Path(folder) / "output"
        with _serve(output) as origin:
            _build(output, origin)
            for url in _pages(output, origin):
                reports = [_audit(program, url, chromium) for _ in range(_RUNS)]
                scores = _scores(reports)
                print(
                    url.removeprefix(origin),
                    *(f"{name} {score}" for name, score in scores.items()),
                    flush=True,
                )
                for audit in sorted(_failed(reports)):
                    print(f"  {audit}", flush=True)
                has_failed |= any(scores[name] < least for name, least in _LEAST.items())
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
