"""Corrections: on the page of a thread or guide, in the list of all, and in its feed."""

from typing import Any
from xml.etree import ElementTree

from msgspec.structs import replace

from ssg.model.frontmatter import Correction
from ssg.model.scalars import Moment
from ssg.render.environment import make_environment
from ssg.render.renderer import Renderer
from ssg.render.theme import theme_dir
from tests.unit.render.markup import Page
from tests.unit.render.samples import GUIDE, RICH, SITE

ATOM = "{http://www.w3.org/2005/Atom}"


def _component(*corrections: Correction) -> str:
    environment = make_environment([theme_dir()])
    environment.globals["site"] = SITE
    template = environment.from_string(
        '{% from "components/corrections.html" import corrections %}{{ corrections(entries) }}'
    )
    return template.render(entries=corrections)


def _in(lang: str, view: Any) -> Any:
    return replace(view, head=replace(view.head, lang=lang))


def test_the_corrections_of_a_page_are_a_section_with_a_heading() -> None:
    page = Page(_component(*GUIDE.corrections))
    assert page.faults == []
    assert page.all("section", class_="ssg-corrections", **{"aria-labelledby": "ssg-corrections"})
    assert page.all("h2", id="ssg-corrections")
    assert "Corrected on 4 March 2026 What was wrong: The guide said" in page.text
    assert "What is right: A scan seldom helps." in page.text
    assert page.text.index("4 March 2026") < page.text.index("1 February 2026")


def test_a_page_without_corrections_says_nothing_of_them() -> None:
    assert _component().strip() == ""


def test_a_correction_cannot_bring_in_markup() -> None:
    hostile = "<script>alert(1)</script>"
    html = _component(Correction(date=Moment("2026-03-01"), wrong=hostile, right=hostile))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 2


def test_the_list_says_of_each_correction_where_it_was_and_who_reviewed_that(
    renderer: Renderer,
) -> None:
    page = Page(renderer.render("pages/changes.html", RICH["pages/changes.html"]).decode())
    assert page.all("a", href="/guides/back-pain/")
    assert "Guide Corrected on 4 March 2026" in page.text
    assert "Last reviewed by Dr. Sample Rivera, General practitioner, MD, on 1 March 2026" in (
        page.text
    )
    assert "Español Question Corrected on 1 February 2026" in page.text
    assert "Not reviewed" in page.text
    assert page.all("a", href="/changes/feed.xml", type="application/atom+xml")
    assert page.all("link", rel="alternate", href="/changes/feed.xml", title="Corrections")
    assert "Newer corrections" in page.text
    assert "questions" not in page.text.split("Not reviewed")[1].split("About this site")[0]


def test_the_words_of_a_correction_are_marked_with_their_language(renderer: Renderer) -> None:
    page = Page(renderer.render("pages/changes.html", RICH["pages/changes.html"]).decode())
    assert len(page.all("bdi", lang="es")) == 2


def test_the_list_speaks_the_language_of_its_page(renderer: Renderer) -> None:
    view = _in("es", RICH["pages/changes.html"])
    page = Page(renderer.render("pages/changes.html", view).decode())
    assert "Lo que estaba mal: Boca abajo." in page.text


def test_an_entry_of_the_feed_says_what_was_wrong_and_what_is_right(renderer: Renderer) -> None:
    data = renderer.render("pages/changes_feed.xml", RICH["pages/changes_feed.xml"])
    feed = ElementTree.fromstring(data)
    assert feed.findtext(f"{ATOM}title") == "Corrections – Health Threads"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Health Threads"
    entry = feed[-1]
    assert entry.findtext(f"{ATOM}title") == "¿Qué postura? <b> & more"
    content = entry.findtext(f"{ATOM}content")
    assert content
    assert '<div lang="en" dir="ltr">' in content
    assert '<strong>What was wrong:</strong> <bdi lang="es">Boca &lt;abajo&gt;' in content
