"""axe finds nothing that keeps a reader with a disability out, on any kind of page."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import addresses_of_each_kind, largest_pages, open_still, serve
from tests.command import ssg
from tests.machine import PATIENCE

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
_ALL_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What another colour scheme changes.
_COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
_RUN = """
async runOnly => {
    const options = {runOnly, resultTypes: ["violations"]}
    const found = await axe.run(document, options)
    return found.violations.flatMap(violation => violation.nodes.map(node => [
        violation.id, node.target.join(" "), node.failureSummary.replace(/\\s+/g, " "),
    ]))
}
"""
# On a large screen colours are the same.
_LOOKS: tuple[tuple[int, Literal["light", "dark"], dict[str, Any]], ...] = (
    (360, "light", _ALL_RULES),
    (360, "dark", _COLOUR_RULES),
    (1280, "light", _ALL_RULES),
)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    page.close()


def _violations(page: Page, address: str) -> list[Any]:
    """What axe finds on a phone, by day and at night, and on a large screen."""
    open_still(page, address)
    return violations_on(page, address)


def violations_on(page: Page, name: str) -> list[Any]:
    """The same on the page as it is now; `name` is for the report."""
    page.evaluate(_AXE)
    found: list[Any] = []
    for width, scheme, rules in _LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        violations = page.evaluate(_RUN, rules)
        found += [(name, width, scheme, *violation) for violation in violations]
    return found


def test_axe_finds_nothing_on_any_kind_of_page(page: Page, built: Path, address: str) -> None:
    found: list[Any] = []
    for path in addresses_of_each_kind(built):
        found += _violations(page, address + path)
    assert found == []


def test_the_notice_of_a_preview_keeps_nobody_out_and_covers_nothing(
    page: Page, tmp_path: Path
) -> None:
    assert ssg("init", tmp_path / "site").returncode == 0
    done = ssg("--site", tmp_path / "site", "build", "--environment", "preview")
    assert done.returncode == 0, done.stderr
    with serve(tmp_path / "site/output") as address:
        assert _violations(page, f"{address}/") == []
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            notice = page.get_by_role("region", name="This is a preview.").bounding_box()
            header = page.get_by_role("banner").bounding_box()
            assert notice
            assert header
            assert 0 < notice["y"] < notice["y"] + notice["height"] <= header["y"]
            assert page.evaluate("document.documentElement.scrollWidth") <= width


# Some of them have a thousand links, and take long.
@pytest.mark.parametrize("part", range(4))
def test_axe_finds_nothing_on_the_largest_pages_of_a_real_site(
    page: Page, built_corpus: Path, part: int
) -> None:
    found: list[Any] = []
    with serve(built_corpus) as address:
        for path in largest_pages(built_corpus, 20)[part::4]:
            found += _violations(page, address + path)
    assert found == []
