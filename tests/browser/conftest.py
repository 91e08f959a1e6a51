"""The built site of this repository in a real browser."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.command import ROOT, ssg
from tests.machine import PATIENCE

_CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
# A busy machine makes a browser slow: its own limits are 30 seconds, and 5 for what is expected.
_PATIENCE = PATIENCE * 1000
# As root there is no sandbox to be had, and nothing here leaves the machine.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


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


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the site is served."""
    output = tmp_path_factory.mktemp("browser") / "output"
    done = ssg("--site", ROOT, "build", "--now", "2026-11-22", "--output", output)
    assert done.returncode == 0, done.stderr
    handler = functools.partial(_Quiet, directory=str(output))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


# While Playwright runs, its event loop is that of the thread, and no test of others can run one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert _CHROMIUM, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        expect.set_options(timeout=_PATIENCE)
        browser = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=_ARGUMENTS, timeout=_PATIENCE
        )
        yield browser
        browser.close()
