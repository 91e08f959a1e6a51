"""The built site of this repository in a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.pages import serve
from tests.machine import PATIENCE

# The shell has the same engine and no windows, so that pages take half of the processor time.
_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_CHROMIUM = next(filter(None, map(shutil.which, _PROGRAMS)), None)
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


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The address at which the site is served."""
    with serve(built) as address:
        yield address


# While Playwright runs, its event loop is that of the thread, and no test of others can run one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert _CHROMIUM, "these tests need Chromium: apt-get install chromium-headless-shell"
    with sync_playwright() as playwright:
        expect.set_options(timeout=_PATIENCE)
        browser = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=_ARGUMENTS, timeout=_PATIENCE
        )
        yield browser
        browser.close()
