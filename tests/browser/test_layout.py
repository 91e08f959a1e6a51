"""What a reader on a phone sees first, and how long lists are there."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import serve
from tests.browser.test_reading import THREAD
from tests.corpus import needs_corpus

_PHONE = 360
_LONGEST_LIST = 25_000
"""Pixels: more than thirty screens of a phone would be no list that anybody reads."""


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": _PHONE, "height": 740})


def _top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["y"]


def test_the_first_answer_begins_on_the_first_screens(page: Page, address: str) -> None:
    page.goto(address + THREAD)
    assert _top(page, ".ssg-question") < _top(page, ".ssg-jumps") < _top(page, ".ssg-post")
    assert _top(page, ".ssg-post") < 900


@pytest.mark.parametrize("guide", ["back-pain", "fever-in-adults", "insomnia"])
def test_the_text_of_a_guide_begins_on_the_first_screen(
    page: Page, address: str, guide: str
) -> None:
    page.goto(f"{address}/guides/{guide}/")
    assert _top(page, ".ssg-help") < _top(page, ".ssg-contents-folded") < _top(page, ".ssg-prose")
    assert _top(page, ".ssg-prose") < 700


def test_emergency_signs_come_before_everything_else(page: Page, address: str) -> None:
    page.goto(f"{address}/guides/back-pain/")
    box = page.locator(".ssg-help")
    assert "Emergency signs: Back pain" in box.inner_text()
    box.get_by_role("link", name="Emergency signs: Back pain").click()
    assert page.url.endswith("#ssg-care-1")
    heading = page.locator("#ssg-care-1")
    assert heading.evaluate("one => one.tagName") in ("H2", "H3", "H4")
    page.goto(address + THREAD)
    assert "Emergency signs: Back pain" in page.locator(".ssg-help").inner_text()


def test_a_wide_screen_keeps_the_contents_in_sight(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/guides/back-pain/")
    contents = page.locator(".ssg-contents-aside")
    assert contents.is_visible()
    page.evaluate("scrollTo({top: 2500, behavior: 'instant'})")
    box = contents.bounding_box()
    assert box
    assert 0 <= box["y"] < 400
    page.context.close()


@needs_corpus
def test_no_list_of_a_real_site_is_endless(page: Page, built_corpus: Path) -> None:
    lists = [
        path
        for path in built_corpus.rglob("index.html")
        if path.parent.parent.name not in ("threads", "guides")
    ]
    # What takes most bytes is longest; the others are far from the limit.
    lists.sort(key=lambda path: path.stat().st_size, reverse=True)
    with serve(built_corpus) as address:
        for path in lists[:40]:
            page.goto(f"{address}/{path.relative_to(built_corpus).parent.as_posix()}/")
            height = page.evaluate("document.documentElement.scrollHeight")
            assert height <= _LONGEST_LIST, path
