"""The page of numbers to call, and the box at the top of pages that cannot wait."""

from typing import Any

import pytest
from msgspec.structs import replace

from ssg.pages.emergency import EmergencyCard
from ssg.pages.site import SiteView
from ssg.render.environment import make_environment
from ssg.render.renderer import Renderer
from ssg.render.theme import theme_dir
from tests.unit.render.markup import Page
from tests.unit.render.samples import RICH, SITE

_BACK = EmergencyCard(
    title="Back <pain>",
    lang="en",
    emergency_url="/guides/back/#ssg-care-3",
    emergency_signs=("you cannot pass urine",),
    more_signs=2,
    urgent_url="/guides/back/#ssg-care-4",
)
_STIFF = EmergencyCard(
    title="Rigidez",
    lang="es",
    emergency_url="",
    emergency_signs=(),
    more_signs=0,
    urgent_url="/guides/r/#c",
)


def _page(renderer: Renderer, lang: str = "en") -> Page:
    view: Any = RICH["pages/help.html"]
    view = replace(view, head=replace(view.head, lang=lang))
    return Page(renderer.render("pages/help.html", view).decode())


def _box(lang: str, *, site: SiteView = SITE, guides: tuple[EmergencyCard, ...] = ()) -> Page:
    environment = make_environment([theme_dir()])
    environment.globals["site"] = site
    template = environment.from_string(
        '{% from "components/help.html" import help %}{{ help(lang, guides) }}'
    )
    return Page(template.render(lang=lang, guides=guides))


def test_numbers_are_links_that_call_them_and_say_whom(renderer: Renderer) -> None:
    page = _page(renderer)
    assert page.faults == []
    assert page.all("a", class_="ssg-call", href="tel:999")
    assert page.all("a", class_="ssg-call", href="sms:999")
    assert "Call 999: United Kingdom" in page.text
    assert "Send a text message to 999: United Kingdom" in page.text
    assert "Register first: send <register> to 999." in page.text
    assert page.all("a", href="tel:116123")
    assert "Call 116 123: Samaritans & friends" in page.text
    assert page.all("a", href="https://www.samaritans.org/", rel="external")


def test_each_number_says_when_it_was_checked_and_in_which_languages_it_helps(
    renderer: Renderer,
) -> None:
    page = _page(renderer)
    assert "Last checked on 1 February 2026" in page.text
    others = page.text.split("In other languages")[1]
    assert "Germany" in others
    assert "Español Català Last checked on 16 January 2026" in others


def test_countries_have_their_names_in_the_language_of_the_page(renderer: Renderer) -> None:
    assert "Llamar al 999: Reino Unido" in _page(renderer, "es").text


def test_a_number_is_written_from_left_to_right_in_every_language(renderer: Renderer) -> None:
    page = _page(renderer, "ar")
    assert len(page.all("bdi", dir="ltr")) >= 5


def test_the_box_has_the_numbers_for_the_language_of_the_page() -> None:
    page = _box("en")
    assert page.faults == []
    assert [link["href"] for link in page.all("a")] == ["tel:999", "tel:112", "/get-help/"]
    assert page.text.startswith("Emergency: 999 (United Kingdom) 112 (Spain) More numbers")
    assert "Germany" in _box("de-AT").text


def test_the_box_has_three_numbers_at_most() -> None:
    many = replace(SITE, emergency_numbers=SITE.emergency_numbers * 3)
    links = _box("en", site=many).all("a")
    assert len([one for one in links if one["href"].startswith("tel:")]) == 3


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_without_a_number_for_the_language_the_box_says_to_call(lang: str) -> None:
    german = replace(SITE, emergency_numbers=SITE.emergency_numbers[2:], help_url="/get-help/")
    none = replace(SITE, emergency_numbers=(), helplines=(), help_url="")
    assert "In danger? Call for help now. More numbers" in _box(lang, site=german).text
    assert [link["href"] for link in _box(lang, site=german).all("a")] == ["/get-help/"]
    assert "In danger? Call for help now." in _box(lang, site=none).text
    assert _box(lang, site=none).all("a") == []


def test_the_box_names_the_signs_of_the_guides_of_the_page() -> None:
    page = _box("en", guides=(_BACK, _STIFF))
    assert page.faults == []
    assert page.all("a", href="/guides/back/#ssg-care-3")
    assert page.all("a", href="/guides/back/#ssg-care-4")
    assert "Emergency signs: Back <pain> you cannot pass urine 2 more signs" in page.text
    assert "Urgent signs: Back <pain>" in page.text
    assert "ask a doctor, nurse or pharmacist" not in page.text


def test_a_guide_without_an_emergency_names_its_urgent_signs_only() -> None:
    page = _box("en", guides=(_STIFF,))
    assert "Emergency signs" not in page.text
    assert "Urgent signs: Rigidez" in page.text
    assert page.all("bdi", lang="es")


def test_the_box_says_whom_to_ask_where_no_guide_says_more() -> None:
    assert "For anything else, ask a doctor, nurse or pharmacist." in _box("en").text
