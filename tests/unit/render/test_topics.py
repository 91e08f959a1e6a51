from msgspec.structs import replace

from ssg.pages.a_to_z import AToZView
from ssg.pages.topic import GuideLetter
from ssg.render.renderer import Renderer
from tests.unit.render.markup import Page
from tests.unit.render.samples import MINIMAL, RICH, TOPIC


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


def test_many_guides_of_a_topic_are_folded_by_their_letters(renderer: Renderer) -> None:
    guide = TOPIC.guides[0]
    letters = (
        GuideLetter(letter="B", lang="en", guides=(guide, guide)),
        GuideLetter(letter="E", lang="es", guides=(replace(guide, title="Espalda", lang="es"),)),
    )

    def page(guide_letters: tuple[GuideLetter, ...]) -> Page:
        view = replace(TOPIC, guide_letters=guide_letters, resources=())
        return Page(renderer.render("pages/topic.html", view).decode())

    folded = page(letters)
    assert folded.faults == []
    assert len(folded.all("details", class_="ssg-fold")) == 2
    assert "B 2" in folded.text
    assert folded.all("h3", lang="es")
    assert guide.summary not in folded.text
    plain = page(())
    assert plain.all("details", class_="ssg-fold") == []
    assert guide.summary in plain.text


def test_a_long_index_is_folded_and_its_letters_lead_into_the_folds(renderer: Renderer) -> None:
    view = RICH["pages/a_to_z.html"]
    assert isinstance(view, AToZView)
    for is_folded in (True, False):
        html = renderer.render("pages/a_to_z.html", replace(view, is_folded=is_folded)).decode()
        page = Page(html)
        assert len(page.all("details")) == (len(view.letters) if is_folded else 0)
        for letter in view.letters:
            assert page.all("a", href=f"#{letter.id}")
            # Browsers open what is folded where a link leads into it.
            assert bool(page.all("div", id=letter.id)) is is_folded
            assert page.ids.count(letter.id) == 1
