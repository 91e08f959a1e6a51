"""Every component of the theme, in a real browser."""

import pytest
from playwright.sync_api import Browser

from tests.unit.render.gallery.page import gallery_html

_WIDER_THAN_ITS_PLACE = """
    [...document.querySelectorAll("gallery-part")]
        .filter((part) => part.scrollWidth > part.clientWidth)
        .map((part) => part.id)
"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["en", "es", "ar"])
def test_no_component_makes_a_page_scroll_sideways(browser: Browser, lang: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(gallery_html(lang))
    assert page.evaluate(_WIDER_THAN_ITS_PLACE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
