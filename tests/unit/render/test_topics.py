from ssg.render.renderer import Renderer
from tests.unit.render.markup import Page
from tests.unit.render.samples import MINIMAL, RICH


def _page(renderer: Renderer, view: object) -> Page:
    return Page(renderer.render("pages/topics.html", view).decode())  # type: ignore[arg-type]


def test_the_tree_of_topics_is_lists_in_lists_of_which_the_long_are_folded(
    renderer: Renderer,
) -> None:
    page = _page(renderer, RICH["pages/topics.html"])
    assert len(page.all("details")) == 1
    assert len(page.all("ul", class_="ssg-tree")) == 4
    assert page.all("a", href="/topics/columna/", lang="es")
    assert "Narrower topics: Body" in page.text
    assert "Between the shoulder blades and the waist." in page.text


def test_an_empty_tree_says_so(renderer: Renderer) -> None:
    assert "There are no topics yet." in _page(renderer, MINIMAL["pages/topics.html"]).text
