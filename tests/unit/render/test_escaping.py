"""Titles, names and notes come from the public: none of them may become markup."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import fields, replace

from ssg.render.renderer import Renderer
from tests.unit.render.conftest import make_renderer
from tests.unit.render.markup import Page
from tests.unit.render.samples import MINIMAL, RICH, SITE

HOSTILE = """"'><script>alert(1)</script><b>&amp;"""

# A grammar of their own keeps these from holding anything else.
_CHECKED = {"posted", "asked", "edited", "updated", "date", "due", "reviewed", "checked"}
_CHECKED |= {"retrieved", "state", "role", "kind"}


def hostile(value: Any) -> Any:
    """`value` with hostile words in every text field, however deep."""
    if isinstance(value, Markup) or value is None:
        return value
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(hostile(item) for item in value)
    if isinstance(value, Mapping):
        return value
    if isinstance(value, Struct):
        words = {
            field.name: hostile(getattr(value, field.name))
            for field in fields(value)
            if field.name not in _CHECKED and not field.name.endswith("lang")
        }
        return replace(value, **words)
    return value


@pytest.fixture(scope="module")
def hostile_site() -> Renderer:
    return make_renderer(site=hostile(SITE))


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("samples", [RICH, MINIMAL], ids=["rich", "minimal"])
@pytest.mark.parametrize("name", [name for name in RICH if name.endswith(".html")])
def test_no_text_becomes_markup(
    hostile_site: Renderer, name: str, samples: dict[str, Any], lang: str
) -> None:
    view = hostile(samples[name])
    html = hostile_site.render(name, replace(view, head=replace(view.head, lang=lang))).decode()
    page = Page(html)
    assert page.faults == []
    scripts = page.all("script")
    assert len(scripts) == html.count("<script") == (name == "pages/search.html")
    assert all(script.keys() == {"type", "src"} for script in scripts)


@pytest.mark.parametrize("name", [name for name in RICH if name.endswith(".xml")])
def test_no_text_becomes_markup_in_xml(hostile_site: Renderer, name: str) -> None:
    xml = hostile_site.render(name, hostile(RICH[name])).decode()
    assert "<script" not in xml
    for element in ElementTree.fromstring(xml).iter():
        if element.get("type") == "html":
            assert "<script" not in (element.text or "")
