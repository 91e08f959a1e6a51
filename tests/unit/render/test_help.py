"""The page of numbers to call, and the numbers in the box at the top of pages."""

from typing import Any

import pytest
from msgspec.structs import replace

from ssg.pages.site import SiteView
from ssg.render.environment import make_environment
from ssg.render.renderer import Renderer
from ssg.render.theme import theme_dir
from tests.unit.render.markup import Page
from tests.unit.render.samples import RICH, SITE


def _page(renderer: Renderer, lang: str = "en") -> Page:
    view: Any = RICH["pages/help.html"]
    view = replace(view, head=replace(view.head, lang=lang))
    return Page(renderer.render("pages/help.html", view).decode())


def _component(lang: str, site: SiteView = SITE) -> Page:
    environment = make_environment([theme_dir()])
    environment.globals["site"] = site
    template = environment.from_string(
        '{% from "components/emergency_numbers.html" import emergency_numbers %}'
        "{{ emergency_numbers(lang) }}"
    )
    return Page(template.render(lang=lang))


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
    page = _component("en")
    assert page.faults == []
    assert [link["href"] for link in page.all("a")] == ["tel:999", "tel:112", "/get-help/"]
    assert "Call 999 (United Kingdom) Call 112 (Spain) All numbers and helplines" in page.text
    assert "Germany" in _component("de-AT").text


def test_the_box_has_three_numbers_at_most() -> None:
    many = replace(SITE, emergency_numbers=SITE.emergency_numbers * 3)
    assert len(_component("en", many).all("a", class_="ssg-call")) == 3


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_site_without_numbers_has_nothing_in_the_box(lang: str) -> None:
    none = replace(SITE, emergency_numbers=(), helplines=(), help_url="")
    assert _component(lang, none).all("ul") == []
