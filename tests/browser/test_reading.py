"""What a reader meets: on a phone, with the keyboard alone, without scripts, at night."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.pages import addresses_of_each_kind, open_still
from tests.machine import PATIENCE

THREAD = "/threads/can-strengthening-abdominal-muscles-help-with-back-pain/"
PAGES = [
    "/",
    THREAD,
    "/threads/",
    "/threads/a-question-about-cold-remedies/",
    "/guides/back-pain/",
    "/guides/dolor-de-espalda/",
    "/topics/back/",
    "/a-z/",
    "/topics/",
    "/follow/",
    "/topics/back/follow/",
    "/resources/",
    "/resources/medlineplus-back-pain/",
    "/editorial-policy/",
    "/nothing/here/",
]


def _open(
    browser: Browser,
    address: str,
    path: str,
    *,
    scheme: Literal["light", "dark"] = "light",
) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = _page(context)
    page.goto(address + path)
    return page


def _page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    return page


def test_pages_load_nothing_from_elsewhere_and_run_no_script(
    browser: Browser, built: Path, address: str
) -> None:
    context = browser.new_context()
    page = _page(context)
    asked: list[str] = []
    complaints: list[str] = []
    # The page that leads to another names no icon.
    page.route("**/favicon.ico", lambda route: route.fulfill(body=b""))
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in addresses_of_each_kind(built):
        open_still(page, address + path)
        scripts = page.locator("script:not([type='application/ld+json'])").count()
        assert scripts == path.endswith("/search/"), path
    assert [url for url in asked if not url.startswith(address)] == []
    assert complaints == []
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_headings_and_landmarks_are_in_order(browser: Browser, address: str, path: str) -> None:
    page = _open(browser, address, path)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for landmark in ("header", "main", "footer"):
        assert page.locator(landmark).first.is_visible()
    assert page.locator("html").get_attribute("lang") in ("en", "es")
    page.context.close()


def test_the_keyboard_reaches_the_text_at_once(browser: Browser, address: str) -> None:
    page = _open(browser, address, THREAD)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_be_visible()
    assert "Skip" in skip.inner_text()
    page.keyboard.press("Enter")
    assert page.url.endswith("#ssg-main")
    page.context.close()


def test_a_thread_says_who_speaks_and_what_to_do(browser: Browser, address: str) -> None:
    page = _open(browser, address, THREAD)
    text = page.locator("main").inner_text()
    for words in (
        "Emergency:",
        "Emergency signs: Back pain",
        "Chosen by the person who asked",
        "people’s own experience, not medical advice.",
        "Lay opinion",
        "Health professional",
        "Follow this topic",
    ):
        assert words in text
    assert page.locator("time[datetime]").count() > 5
    page.context.close()


def test_a_permalink_leads_to_its_post(browser: Browser, address: str) -> None:
    page = _open(browser, address, THREAD)
    link = page.get_by_role("link", name=re.compile("^Link to the answer by")).first
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    assert page.url.endswith(f"#{anchor}")
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
    page.context.close()


def test_links_of_one_name_lead_to_one_place(browser: Browser, address: str) -> None:
    page = _open(browser, address, THREAD)
    places: dict[str, set[str]] = {}
    for name, target in page.locator("a").evaluate_all(
        "all => all.map(a => [a.innerText, a.href])"
    ):
        places.setdefault(" ".join(name.split()), set()).add(target)
    assert any(name.startswith("Link to the answer by Tamsin") for name in places)
    assert {name: targets for name, targets in places.items() if len(targets) > 1} == {}
    page.context.close()


def test_a_page_in_another_language_speaks_it(browser: Browser, address: str) -> None:
    page = _open(browser, address, "/guides/dolor-de-espalda/")
    assert page.locator("html").get_attribute("lang") == "es"
    assert "Preguntas" in page.get_by_role("banner").inner_text()
    page.get_by_role("main").get_by_role("link", name="English").click()
    assert page.url.endswith("/guides/back-pain/")
    page.context.close()


def test_an_old_address_leads_to_the_new_one(browser: Browser, address: str) -> None:
    page = _open(browser, address, "/questions/abdominal-muscles/")
    page.wait_for_url(address + THREAD)
    page.context.close()


def test_the_night_is_dark_and_the_day_is_light(browser: Browser, address: str) -> None:
    def brightness(scheme: Literal["light", "dark"]) -> float:
        page = _open(browser, address, THREAD, scheme=scheme)
        color = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.context.close()
        return sum(float(part) for part in re.findall(r"[\d.]+", color)[:3])

    assert brightness("dark") < 150
    assert brightness("light") > 650


def test_touch_targets_of_the_navigation_are_large(browser: Browser, address: str) -> None:
    page = _open(browser, address, "/")
    for link in page.locator("header nav a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
    page.context.close()
