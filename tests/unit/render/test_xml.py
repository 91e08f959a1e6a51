"""Feeds, sitemaps and robots.txt."""

from xml.etree import ElementTree

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from ssg.pages.feed import FeedView
from ssg.render.renderer import Renderer
from tests.unit.render.conftest import MakeRenderer
from tests.unit.render.markup import Page
from tests.unit.render.samples import MINIMAL, ORIGIN, RICH, post

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
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


def _content(entry: ElementTree.Element) -> str:
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert content.text
    return content.text


def test_an_entry_begins_with_its_question_in_its_language(renderer: Renderer) -> None:
    entry = ElementTree.fromstring(renderer.render("pages/feed.xml", _feed()))[-1]
    assert (
        _content(entry)
        .strip()
        .startswith(
            '<div lang="en" dir="ltr">\n<div lang="es" dir="ltr">\n'
            '<p>At a <a href="https://example.org/">table</a> &amp;'
        )
    )
    assert entry.findtext(f"{ATOM}title") == "How should I set up my desk? <b> & more"
    assert entry.get(XML_LANG) == "es"


def test_an_entry_says_all_that_its_page_says_of_the_thread_and_its_posts(
    renderer: Renderer,
) -> None:
    page = Page(_content(ElementTree.fromstring(renderer.render("pages/feed.xml", _feed()))[-1]))
    assert not page.faults
    for words in (
        "Asked by",
        "Advice may have changed since then.",
        "Emergency:",
        "Emergency signs: ",
        "What was wrong: Up. What is right: Down.",
        "Editor’s note: Shortened.",
        "These answers were not reviewed.",
        "not medical advice",
        "Reply by Tom",
        "Answer by Alison Lay opinion · Chosen by the person who asked · Reviewed · "
        "7 December 2008, 08:38 · Edited 8 December 2008",
        "Lay opinion · Not reviewed: newer than the review",
        "In reply to Guest",
        "Removed answer This post was removed on 2 January 2009: advertising",
        "Answer by Dr. Sample Rivera Health professional",
        "Answer by Sample Editor Editor of this site",
        "Editor’s note: Shortened by the editors.",
        "Read 2 more posts on the website",
        "What people write here is their own opinion.",
    ):
        assert words in page.text


def test_an_entry_names_the_language_and_direction_of_each_post(renderer: Renderer) -> None:
    arabic = post("a-1", "Sami", lang="ar", body=Markup("<p>نعم.</p>"))
    view = replace(_feed(), entries=(replace(_feed().entries[0], posts=(arabic,)),))
    entry = ElementTree.fromstring(renderer.render("pages/feed.xml", view))[-1]
    assert '<div lang="ar" dir="rtl">\n<p>نعم.</p>' in _content(entry)


def test_a_question_that_is_too_long_for_a_feed_is_replaced_by_its_summary(
    renderer: Renderer,
) -> None:
    long = replace(_feed().entries[0], question=Markup(), posts=(), question_replies=())
    view = replace(_feed(), entries=(long,))
    content = _content(ElementTree.fromstring(renderer.render("pages/feed.xml", view))[-1])
    assert "A desk &lt;and&gt; a chair." in content
    assert "This question is too long for a feed." in content


def test_a_feed_speaks_its_own_language(renderer: Renderer) -> None:
    feed = renderer.render("pages/feed.xml", replace(_feed(), lang="es")).decode()
    assert "Lee la pregunta y 3 respuestas" in feed
    assert "Leer 2 mensajes más en el sitio web" in feed


@pytest.mark.parametrize("name", ["pages/feed.xml", "pages/changes_feed.xml"])
def test_a_browser_shows_a_feed_with_a_style_sheet_and_working_links(
    renderer: Renderer, name: str
) -> None:
    data = renderer.render(name, RICH[name])
    sheet = b'<?xml-stylesheet type="text/css" href="/assets/feed.0123456789.css"?>'
    assert data.splitlines()[1] == sheet
    feed = ElementTree.fromstring(data)
    links = [link.get("href") for link in feed.iter(f"{XHTML}a")]
    entry_link = feed[-1].find(f"{ATOM}link")
    assert entry_link is not None
    assert links[:2] == [f"{ORIGIN}/follow/", RICH[name].page_url]  # type: ignore[attr-defined]
    assert links[-1] == entry_link.get("href")
    meta = feed.find(f"{XHTML}meta")
    assert meta is not None
    assert meta.get("name") == "viewport"


@pytest.mark.parametrize("name", ["pages/feed.xml", "pages/changes_feed.xml"])
def test_a_sentence_with_html_does_not_break_a_feed(
    with_templates: MakeRenderer, name: str
) -> None:
    """A translator may write what HTML knows and XML does not."""
    words = {"Go to the website": "<b>Go</b>&nbsp;there", "Corrections": "Put&nbsp;right &amp; so"}
    entries = "\n".join(f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in words.items())
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    renderer = with_templates({"locale/en.po": header + entries})
    feed = ElementTree.fromstring(renderer.render(name, RICH[name]))
    assert "Go\N{NO-BREAK SPACE}there" in "".join(feed.itertext())


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
