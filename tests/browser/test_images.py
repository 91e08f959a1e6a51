"""Images as a reader's browser loads them, and drawings that were made to attack it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from ssg.media.svg import clean_svg, inspect_svg
from ssg.model.media import ImageFacts
from tests.browser.pages import serve
from tests.hostile_svg import EXTERNAL, HOSTILE
from tests.incremental.samples import SmallSite
from tests.machine import wait_until
from tests.pictures import make_photo

_TEXT = "\n\n".join(["Stretch slowly, and stop when it hurts. " * 12] * 12)
_GUIDE = f"""---
title: Stretching
topics: [back]
review: {{by: sam, date: 2026-01-01, due: 2027-01-01}}
---

{_TEXT}

![A stretch](../media/stretch.jpg)

{_TEXT}
"""
_ADDRESS = "/guides/stretching/"
# https://web.dev/articles/cls: how much of the screen moved, and how far.
_SHIFTS = """new Promise(done => {
    let total = 0;
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) total += one.value;
    }).observe({type: "layout-shift", buffered: true});
    const image = document.querySelector("article img, main img");
    scrollTo({top: image.getBoundingClientRect().top - 300, behavior: "instant"});
    const whenLoaded = () => image.complete && image.naturalWidth
        ? requestAnimationFrame(() => requestAnimationFrame(() => done(total)))
        : requestAnimationFrame(whenLoaded);
    whenLoaded();
})"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a guide with a photo far down."""
    folder = tmp_path_factory.mktemp("images")
    small = SmallSite(folder / "site", folder / "output")
    small.write("content/guides/stretching.md", _GUIDE)
    photo = make_photo("JPEG", 1600, 1000, quality=95)
    (small.folder / "content/media/stretch.jpg").write_bytes(photo)
    small.build()
    with serve(small.output) as served:
        yield served + _ADDRESS


def _open(browser: Browser, *, width: int, scale: float = 1) -> Page:
    return browser.new_page(viewport={"width": width, "height": 740}, device_scale_factor=scale)


@pytest.mark.parametrize(
    ("width", "scale", "chosen"), [(360, 1, 480), (360, 2.5, 960), (1280, 1, 960), (1280, 2, 1440)]
)
def test_a_browser_loads_no_more_than_it_shows(
    browser: Browser, address: str, width: int, scale: float, chosen: int
) -> None:
    page = _open(browser, width=width, scale=scale)
    page.goto(address)
    image = page.locator("main img")
    image.scroll_into_view_if_needed()
    wait_until(lambda: bool(image.evaluate("one => one.currentSrc")))
    source = image.evaluate("one => one.currentSrc")
    assert f"-{chosen}." in source
    assert source.endswith((".avif", ".webp"))
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_an_image_arrives(browser: Browser, address: str, width: int) -> None:
    page = _open(browser, width=width)
    page.goto(address)
    assert page.evaluate(_SHIFTS) == 0
    page.context.close()


def test_an_image_has_its_place_before_it_is_there(browser: Browser, address: str) -> None:
    page = _open(browser, width=360)
    page.route("**/media/**", Route.abort)
    page.goto(address)
    box = page.locator("main img").bounding_box()
    assert box
    assert 250 < box["width"] <= 360
    assert abs(box["height"] - box["width"] * 1000 / 1600) < 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_an_image_is_loaded_when_its_reader_comes_near(browser: Browser, address: str) -> None:
    page = _open(browser, width=360)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert not any("/media/" in url for url in asked)
    image = page.locator("main img")
    image.scroll_into_view_if_needed()
    wait_until(lambda: image.evaluate("one => one.naturalWidth > 0"))
    assert sum("/media/" in url for url in asked) == 1
    page.context.close()


def test_no_drawing_runs_code_or_asks_another_server(browser: Browser, tmp_path: Path) -> None:
    """Each is opened as a document of its own, where an SVG may do all that a page may."""
    drawings = {
        name: clean_svg(data.encode())
        for name, data in {**HOSTILE, **EXTERNAL}.items()
        if isinstance(inspect_svg(data.encode()), ImageFacts)
    }
    assert len(drawings) > 10
    page = _open(browser, width=360)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for number, drawing in enumerate(drawings.values()):
        (tmp_path / f"{number}.svg").write_bytes(drawing)
    with serve(tmp_path) as served:
        own = [f"{served}/{number}.svg" for number in range(len(drawings))]
        for url in own:
            page.goto(url)
            assert page.evaluate("document.documentElement.localName") == "svg"
            page.mouse.move(30, 30)
            page.mouse.click(30, 30)
            assert page.title() != "ran"
            assert page.url.partition("#")[0] == url
    assert {url.partition("#")[0] for url in asked} == set(own)
    page.context.close()


def test_the_same_drawings_would_run_code_if_they_were_not_made_safe(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "a.svg").write_text(HOSTILE["script"])
    page = _open(browser, width=360)
    with serve(tmp_path) as served:
        page.goto(f"{served}/a.svg")
        assert page.title() == "ran"
    page.context.close()
