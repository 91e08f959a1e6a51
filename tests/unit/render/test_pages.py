"""Every page template, with full views and with empty ones."""

import re
from itertools import pairwise
from typing import Any

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from ssg.pages.cards import TranslationCard
from ssg.pages.kind import View
from ssg.render.renderer import Renderer
from ssg.render.theme import theme_dir
from tests.unit.render.conftest import make_renderer
from tests.unit.render.markup import Page
from tests.unit.render.samples import GUIDE, MINIMAL, RICH, SITE, THREAD

HTML = [name for name in RICH if name.endswith(".html")]
VIEWS = [(name, kind) for kind in ("rich", "minimal") for name in HTML]


def _view(name: str, kind: str) -> View:
    return (RICH if kind == "rich" else MINIMAL)[name]


def _in(lang: str, view: Any) -> Any:
    return replace(view, head=replace(view.head, lang=lang))


def _page(renderer: Renderer, name: str, view: View) -> Page:
    return Page(renderer.render(name, view).decode())


def test_there_is_a_sample_of_every_page_template() -> None:
    pages = {f"pages/{path.name}" for path in (theme_dir() / "pages").iterdir()}
    assert pages == set(RICH)


@pytest.mark.parametrize("lang", ["en", "es", "ar"])
@pytest.mark.parametrize(("name", "kind"), VIEWS)
def test_a_page_is_well_formed(renderer: Renderer, name: str, kind: str, lang: str) -> None:
    html = renderer.render(name, _in(lang, _view(name, kind))).decode()
    page = Page(html)
    assert page.faults == []
    assert html.startswith("<!doctype html>\n")
    assert html.endswith("</html>\n")
    assert page.all("html")[0]["lang"] == lang
    assert page.all("html")[0]["dir"] == ("rtl" if lang == "ar" else "ltr")


@pytest.mark.parametrize(("name", "kind"), VIEWS)
def test_ids_are_unique_and_what_points_at_them_exists(
    renderer: Renderer, name: str, kind: str
) -> None:
    page = _page(renderer, name, _view(name, kind))
    named = [found["aria-labelledby"] for _, found in page.elements if "aria-labelledby" in found]
    inside = [link["href"][1:] for link in page.all("a") if link.get("href", "").startswith("#")]
    assert len(page.ids) == len(set(page.ids))
    assert set(named + inside) <= set(page.ids)


@pytest.mark.parametrize(("name", "kind"), VIEWS)
def test_a_page_has_one_h1_and_no_heading_is_skipped(
    renderer: Renderer, name: str, kind: str
) -> None:
    levels = _page(renderer, name, _view(name, kind)).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize(("name", "kind"), VIEWS)
def test_a_page_names_its_style_sheet_and_only_the_search_runs_a_script(
    renderer: Renderer, name: str, kind: str
) -> None:
    page = _page(renderer, name, _view(name, kind))
    assert page.all("link", rel="stylesheet")[0]["href"] == SITE.assets["css/site.css"]
    scripts = [script["src"] for script in page.all("script")]
    assert scripts == ([SITE.assets["js/search.js"]] if name == "pages/search.html" else [])
    assert not any(key.startswith("on") for _, found in page.elements for key in found)


@pytest.mark.parametrize("name", [name for name in HTML if name != "pages/redirect.html"])
def test_a_page_can_be_crossed_by_keyboard_and_screen_reader(renderer: Renderer, name: str) -> None:
    page = _page(renderer, name, RICH[name])
    assert page.all("a", class_="ssg-skip", href="#ssg-main")
    assert page.all("main", id="ssg-main")
    assert page.all("header")
    assert page.all("footer")
    assert all(nav.keys() & {"aria-label", "aria-labelledby"} for nav in page.all("nav"))
    assert all(icon["aria-hidden"] == "true" for icon in page.all("svg"))


def test_only_the_page_itself_is_marked_as_the_current_one_in_the_menu_and_the_pager(
    renderer: Renderer,
) -> None:
    current = {
        (name, kind): [
            link["href"]
            for link in _page(renderer, name, _view(name, kind)).all("a")
            if "aria-current" in link
        ]
        for name, kind in VIEWS
    }
    assert {key: hrefs for key, hrefs in current.items() if hrefs} == {
        ("pages/a_to_z.html", "rich"): ["/a-z/"],
        ("pages/a_to_z.html", "minimal"): ["/a-z/"],
        ("pages/resources.html", "rich"): ["/resources/"],
        ("pages/threads.html", "minimal"): ["/threads/"],
        ("pages/topics.html", "minimal"): ["/topics/"],
        ("pages/topics.html", "rich"): ["/topics/"],
        # Numbers in pagers.
        ("pages/changes.html", "rich"): ["/threads/page/2/"],
        ("pages/threads.html", "rich"): ["/threads/page/2/"],
        ("pages/topic.html", "rich"): ["/threads/page/2/"],
    }


@pytest.mark.parametrize("name", HTML)
def test_breadcrumbs_end_in_the_page_itself(renderer: Renderer, name: str) -> None:
    view: Any = RICH[name]
    page = _page(renderer, name, view)
    current = page.all("li", aria_current="page")
    assert len(current) == bool(view.head.crumbs)
    assert bool(page.all("nav", class_="ssg-crumbs")) == bool(view.head.crumbs)
    for crumb in view.head.crumbs:
        assert page.all("a", href=crumb.url)


@pytest.mark.parametrize(
    "name", [name for name in HTML if name not in ("pages/home.html", "pages/redirect.html")]
)
def test_a_page_names_itself_in_breadcrumbs_as_in_its_heading(
    renderer: Renderer, name: str
) -> None:
    view: Any = RICH[name]
    # As for real pages: one that is not about a document has no title.
    title = getattr(view, "title", "")
    view = replace(view, head=replace(view.head, title=title, crumbs=THREAD.head.crumbs))
    html = renderer.render(name, view).decode()
    crumb, heading = (
        re.search(pattern, html, re.DOTALL)
        for pattern in (r'<li aria-current="page">(.*?)</li>', r"<h1[^>]*>(.*?)</h1>")
    )
    assert crumb
    assert heading
    assert Page(heading[1]).text
    assert Page(crumb[1]).text.startswith(Page(heading[1]).text)


def test_a_page_that_is_not_to_be_indexed_says_so_and_names_no_canonical(
    renderer: Renderer,
) -> None:
    page = _page(renderer, "pages/tombstone.html", RICH["pages/tombstone.html"])
    assert page.all("meta", name="robots", content="noindex")
    assert not page.all("link", rel="canonical")


def test_a_page_names_its_translations_and_feeds(renderer: Renderer) -> None:
    page = _page(renderer, "pages/guide.html", GUIDE)
    assert page.all(
        "link",
        rel="alternate",
        hreflang="es",
        href="https://threads.example.org/guides/dolor-de-espalda/",
    )
    assert page.all("a", hreflang="es", href="/guides/dolor-de-espalda/")
    assert "Also in: Español" in page.text
    feeds = page.all("link", type="application/atom+xml")
    assert [feed["href"] for feed in feeds] == ["/topics/middle-back/feed.xml", "/feed.xml"]


@pytest.mark.parametrize("name", ["pages/topic.html", "pages/page.html"])
def test_a_translation_that_is_behind_leads_to_its_original(renderer: Renderer, name: str) -> None:
    original = TranslationCard(
        url="/original/",
        canonical="https://threads.example.org/original/",
        lang="en",
        title="The <original>",
    )
    view = _in("es", replace(RICH[name], behind=original))
    page = _page(renderer, name, view)
    assert "Esta traducción es más antigua que el original. Lea el original: The" in page.text
    assert page.all("a", href="/original/", hreflang="en")
    assert page.all("bdi", lang="en")
    up_to_date = _page(renderer, name, _in("es", replace(RICH[name], behind=None)))
    assert "más antigua" not in up_to_date.text


def test_a_redirect_leads_on_without_a_script(renderer: Renderer) -> None:
    page = _page(renderer, "pages/redirect.html", RICH["pages/redirect.html"])
    assert page.all("meta", content="0; url=/threads/desk/")
    assert page.all("a", href="/threads/desk/")
    assert page.all("link", rel="canonical")
    assert not page.all("meta", name="robots")


def test_a_redirect_to_a_tombstone_asks_not_to_be_listed(renderer: Renderer) -> None:
    view: Any = RICH["pages/redirect.html"]
    view = replace(view, head=replace(view.head, noindex=True))
    page = _page(renderer, "pages/redirect.html", view)
    assert page.all("meta", name="robots", content="noindex")
    assert not page.all("link", rel="canonical")


def test_a_tombstone_shows_neither_title_nor_text(renderer: Renderer) -> None:
    view = _in("en", RICH["pages/tombstone.html"])
    secret = replace(view, head=replace(view.head, title="Secret title"))
    page = _page(renderer, "pages/tombstone.html", secret)
    assert "Secret" not in page.text
    assert "This page was withdrawn" in page.text
    assert page.all("a", href="/topics/middle-back/")


def test_old_pages_of_a_list_have_a_title_of_their_own(renderer: Renderer) -> None:
    assert _title(renderer, "pages/threads.html", "rich") == "Questions, page 2 – Health Threads"
    assert _title(renderer, "pages/threads.html", "minimal") == "Questions – Health Threads"
    assert _title(renderer, "pages/home.html", "rich") == "Health Threads"


def _title(renderer: Renderer, name: str, kind: str) -> str:
    html = renderer.render(name, _view(name, kind)).decode()
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert found
    return Markup(" ".join(found[1].split())).unescape()


def test_the_favicon_is_linked_only_where_there_is_one() -> None:
    assets = {**SITE.assets, "favicon.svg": "/assets/favicon.1.svg"}
    with_icon = make_renderer(site=replace(SITE, assets=assets))
    without = make_renderer()
    assert _page(with_icon, "pages/thread.html", THREAD).all("link", rel="icon")
    assert not _page(without, "pages/thread.html", THREAD).all("link", rel="icon")


@pytest.mark.parametrize("lang", ["en", "es", "ar"])
@pytest.mark.parametrize("name", HTML)
def test_links_of_one_name_lead_to_one_place(renderer: Renderer, name: str, lang: str) -> None:
    html = renderer.render(name, _in(lang, RICH[name])).decode()
    places: dict[str, set[str]] = {}
    for href, content in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL):
        places.setdefault(Page(content).text, set()).add(href)
    assert "" not in places
    assert {text: hrefs for text, hrefs in places.items() if len(hrefs) > 1} == {}
