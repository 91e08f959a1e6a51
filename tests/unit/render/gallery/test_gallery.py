import re
from functools import lru_cache

import pytest

from ssg.render.theme import theme_dir
from tests.unit.render.gallery.page import FOLDER, TEMPLATE, gallery_html
from tests.unit.render.markup import Page

# XML, which has no place in a page: feeds are held against their schema as a whole, in
# tests/whole/test_feeds_and_sitemaps.py.
XML_COMPONENTS = ["feed_head"]
COMPONENTS = sorted(
    {path.stem for path in (theme_dir() / "components").glob("*.html")} - set(XML_COMPONENTS)
)
LANGUAGES = ["en", "es", "ar"]
_PART = re.compile(r'<gallery-part id="(\w+)">.*?</gallery-part>', re.DOTALL)

gallery = lru_cache(gallery_html)


def _parts(lang: str) -> dict[str, str]:
    """What the gallery shows of each component."""
    return {found[1]: found[0] for found in _PART.finditer(gallery(lang))}


def test_every_component_is_in_the_gallery() -> None:
    assert list(_parts("en")) == COMPONENTS


def test_every_macro_of_a_component_is_used() -> None:
    shown = (FOLDER / TEMPLATE).read_text(encoding="utf-8")
    feeds = [path.read_text(encoding="utf-8") for path in (theme_dir() / "pages").glob("*.xml")]
    for name in COMPONENTS + XML_COMPONENTS:
        sources = feeds if name in XML_COMPONENTS else [shown]
        component = (theme_dir() / f"components/{name}.html").read_text(encoding="utf-8")
        for macro in re.findall(r"{% macro (\w+)\(", component):
            call = rf"({{{{|call) {macro}\("
            assert any(re.search(call, source) for source in sources), f"{name}: {macro}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_shows_something_well_formed(name: str, lang: str) -> None:
    page = Page(_parts(lang)[name])
    assert page.faults == []
    assert page.text.removeprefix(name).strip(), "it shows nothing"
    assert len(page.ids) == len(set(page.ids))
    named = {found["aria-labelledby"] for _, found in page.elements if "aria-labelledby" in found}
    assert named <= set(page.ids)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_gallery_is_a_page_in_its_language(lang: str) -> None:
    html = gallery(lang)
    page = Page(html)
    assert page.faults == []
    assert page.all("html", lang=lang, dir="rtl" if lang == "ar" else "ltr")
    assert "@layer tokens" in html
    assert page.all("script") == []
    words = {"en": "Not reviewed", "es": "Sin revisar", "ar": "لم تُراجَع"}
    assert words[lang] in page.text
