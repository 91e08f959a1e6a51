"""Feeds, sitemaps and robots.txt."""

from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from ssg.pages.feed import FeedView
from ssg.render.renderer import Renderer
from tests.unit.render.samples import MINIMAL, RICH

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _feed() -> FeedView:
    view = RICH["pages/feed.xml"]
    assert isinstance(view, FeedView)
    return view


@pytest.mark.parametrize("samples", [RICH, MINIMAL], ids=["rich", "minimal"])
@pytest.mark.parametrize("name", [name for name in RICH if name.endswith(".xml")])
def test_xml_is_well_formed_and_declared(
    renderer: Renderer, name: str, samples: dict[str, FeedView]
) -> None:
    data = renderer.render(name, samples[name])
    assert data.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')
    assert data.endswith(b">\n")
    ElementTree.fromstring(data)


def test_a_feed_has_what_rfc_4287_asks_for(renderer: Renderer) -> None:
    feed = ElementTree.fromstring(renderer.render("pages/feed.xml", _feed()))
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(XML_LANG) == "en"
    for parent in (feed, feed[-1]):
        for name in ("id", "title", "updated"):
            assert parent.findtext(f"{ATOM}{name}")
        assert parent.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://threads.example.org/feed.xml",
        "alternate": "https://threads.example.org/threads/",
    }


def test_an_entry_carries_its_text_the_count_of_answers_and_the_disclaimer(
    renderer: Renderer,
) -> None:
    entry = ElementTree.fromstring(renderer.render("pages/feed.xml", _feed()))[-1]
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.text
    assert content.get("type") == "html"
    assert content.text.strip().startswith(
        '<div lang="es" dir="ltr">\n<p>At a <a href="https://example.org/">table</a> &amp;'
    )
    assert '<div lang="en" dir="ltr">\n<p><a href="https' in content.text
    assert ">3 answers</a>" in content.text
    assert "What people write here is their own opinion." in content.text
    assert entry.findtext(f"{ATOM}title") == "How should I set up my desk? <b> & more"
    assert entry.get(XML_LANG) == "es"


def test_a_feed_speaks_its_own_language(renderer: Renderer) -> None:
    feed = renderer.render("pages/feed.xml", replace(_feed(), lang="es")).decode()
    assert "3 respuestas" in feed


def test_a_sitemap_lists_addresses_and_when_they_changed(renderer: Renderer) -> None:
    sitemap = ElementTree.fromstring(
        renderer.render("pages/sitemap.xml", RICH["pages/sitemap.xml"])
    )
    assert [
        (url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod")) for url in sitemap
    ] == [
        ("https://threads.example.org/", "2026-01-04"),
        ("https://threads.example.org/a-z/", None),
        ("https://threads.example.org/guides/back-pain/", None),
    ]
    translated = sitemap[2]
    assert [(one.get("rel"), one.get("hreflang"), one.get("href")) for one in translated[1:]] == [
        ("alternate", "en", "https://threads.example.org/guides/back-pain/"),
        ("alternate", "es", "https://threads.example.org/guides/dolor-de-espalda/"),
        ("alternate", "x-default", "https://threads.example.org/guides/back-pain/"),
    ]
    assert {one.tag for one in translated[1:]} == {"{http://www.w3.org/1999/xhtml}link"}


def test_a_sitemap_index_lists_sitemaps(renderer: Renderer) -> None:
    data = renderer.render("pages/sitemap_index.xml", RICH["pages/sitemap_index.xml"])
    index = ElementTree.fromstring(data)
    assert index.findtext(f"{SITEMAP}sitemap/{SITEMAP}loc") == (
        "https://threads.example.org/sitemap-1.xml"
    )


def test_robots_may_read_all_and_are_told_of_the_sitemap(renderer: Renderer) -> None:
    assert renderer.render("pages/robots.txt", RICH["pages/robots.txt"]) == (
        b"User-agent: *\nAllow: /\n\nSitemap: https://threads.example.org/sitemap.xml\n"
    )
