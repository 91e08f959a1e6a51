from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.messages import Catalogues
from ssg.model.media import LinkedFile
from ssg.pages.not_found import NotFoundView
from ssg.render.alerts import ALERT_TITLES
from ssg.render.errors import ThemeError
from ssg.render.renderer import Renderer
from tests.unit.render.conftest import MakeRenderer, make_renderer, write_files
from tests.unit.render.samples import RICH, SITE, THREAD, head

VIEW = RICH["pages/not_found.html"]
PAGE = "pages/not_found.html"


def _mistake(renderer: Renderer, name: str = PAGE) -> tuple[str, int, str]:
    with pytest.raises(ThemeError) as caught:
        renderer.render(name, VIEW)
    return caught.value.problem.template, caught.value.problem.line, caught.value.problem.message


def test_a_sites_own_template_replaces_the_themes_of_that_name(
    with_templates: MakeRenderer,
) -> None:
    own = "{% macro help(lang, emergencies=(), with_signs=true) %}Call 123{% endmacro %}"
    renderer = with_templates({"components/help.html": own})
    html = renderer.render("pages/thread.html", THREAD)
    assert b"Call 123" in html
    assert b"In danger?" not in html


def test_a_page_ends_with_one_newline(with_templates: MakeRenderer) -> None:
    assert with_templates({PAGE: "\n\na\n\n\n"}).render(PAGE, VIEW) == b"a\n"


def test_a_syntax_error_is_told_with_its_template_and_line(with_templates: MakeRenderer) -> None:
    renderer = with_templates({PAGE: "one\n{% if %}"})
    assert _mistake(renderer) == (PAGE, 2, "Expected an expression, got 'end of statement block'")


def test_a_mistake_in_a_component_is_told_there_and_not_in_the_page(
    with_templates: MakeRenderer,
) -> None:
    renderer = with_templates(
        {
            "components/mine.html": "{% macro mine(view) %}\n\n{{ view.titel }}{% endmacro %}",
            PAGE: '{% from "components/mine.html" import mine %}\n{{ mine(page) }}',
        }
    )
    name, line, message = _mistake(renderer)
    assert (name, line) == ("components/mine.html", 3)
    assert message == "the view NotFoundView has no 'titel'"


def test_a_syntax_error_in_a_component_is_told_there(with_templates: MakeRenderer) -> None:
    renderer = with_templates(
        {"components/mine.html": "\n{{ a b }}", PAGE: '{% include "components/mine.html" %}'}
    )
    assert _mistake(renderer)[:2] == ("components/mine.html", 2)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ page.head.nothing }}", "the view Head has no 'nothing'"),
        ("{{ page[1] }}", "the view NotFoundView has no '1'"),
        ("{% for one in page %}{% endfor %}", "'NotFoundView' object is not iterable"),
        ('{% include "components/none.html" %}', "there is no template 'components/none.html'"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ 'soon'|date }}", "Invalid isoformat string: 'soon'"),
        ("{{ range(3) }}", "'range' is undefined"),
        ("{{ lipsum() }}", "'lipsum' is undefined"),
        ("{{ [1]|random }}", "No filter named 'random'."),
        ("{{ 1|nosuch }}", "No filter named 'nosuch'."),
    ],
)
def test_what_fails_in_a_template_is_told_with_its_line(
    with_templates: MakeRenderer, source: str, message: str
) -> None:
    assert _mistake(with_templates({PAGE: f"\n\n{source}"})) == (PAGE, 3, message)


def test_a_template_that_is_not_there_is_a_mistake(renderer: Renderer) -> None:
    name = "pages/none.html"
    assert _mistake(renderer, name) == (name, 0, "there is no template 'pages/none.html'")


def test_a_template_that_is_not_utf8_is_a_mistake(
    tmp_path: Path, with_templates: MakeRenderer
) -> None:
    renderer = with_templates({PAGE: ""})
    (tmp_path / PAGE).write_bytes(b"\xff")
    assert _mistake(renderer) == (PAGE, 0, "a template is not UTF-8")


def test_a_broken_catalogue_is_a_mistake_in_its_file(with_templates: MakeRenderer) -> None:
    renderer = with_templates({"locale/es.po": '\nmsgid "Home"\nstray "Inicio"\n'})
    with pytest.raises(ThemeError) as caught:
        renderer.render(PAGE, NotFoundView(head=head("/404.html", "", lang="es")))
    assert (caught.value.problem.template, caught.value.problem.line) == ("locale/es.po", 3)
    with pytest.raises(ThemeError, match=r"locale/es\.po:3"):
        renderer.alert_titles("es")


def test_an_error_names_its_template_and_line() -> None:
    assert str(ThemeError("a.html", 2, "why")) == "a.html:2: why"


@pytest.mark.parametrize(
    ("lang", "site_lang", "heading"),
    [
        ("en", "es", "Page not found"),
        ("es", "en", "No se encuentra la página"),
        ("es-MX", "en", "No se encuentra la página"),
        ("de", "es", "No se encuentra la página"),
        ("de", "fr", "Page not found"),
    ],
)
def test_the_interface_speaks_the_pages_language_or_the_sites_or_english(
    lang: str, site_lang: str, heading: str
) -> None:
    renderer = make_renderer(site=replace(SITE, main_lang=site_lang))
    html = renderer.render(PAGE, NotFoundView(head=head("/404.html", "", lang=lang))).decode()
    assert f">{heading}</h1>" in html


def test_pages_of_several_languages_come_from_one_renderer_in_any_order(
    renderer: Renderer,
) -> None:
    spanish = replace(THREAD, head=replace(THREAD.head, lang="es"))
    alone = make_renderer().render("pages/thread.html", spanish)
    english = renderer.render("pages/thread.html", THREAD)
    assert renderer.render("pages/thread.html", spanish) == alone
    assert renderer.render("pages/thread.html", THREAD) == english


def test_a_date_written_in_a_template_follows_each_pages_language(
    with_templates: MakeRenderer,
) -> None:
    renderer = with_templates({PAGE: "{{ '2026-01-04'|date }}"})
    assert renderer.render(PAGE, VIEW) == b"4 January 2026\n"
    spanish = NotFoundView(head=head("/404.html", "", lang="es"))
    assert renderer.render(PAGE, spanish) == b"4 de enero de 2026\n"


def test_care_cards_have_their_titles_in_the_language_of_the_page(renderer: Renderer) -> None:
    english: Mapping[str, str] = renderer.alert_titles("en")
    assert english == {"backlink": ' aria-label="Back to the text"', **ALERT_TITLES}
    spanish = renderer.alert_titles("es")
    assert spanish["caution"] == "Emergencia: pida ayuda ahora"
    assert spanish.keys() == english.keys()
    assert renderer.alert_titles("de")["tip"] == '<bdi lang="en">What you can do yourself</bdi>'
    assert renderer.alert_titles("he")["tip"] == (
        '<bdi lang="en" dir="ltr">What you can do yourself</bdi>'
    )
    assert renderer.alert_titles("he")["backlink"] == (
        ' aria-label="Back to the text" lang="en" dir="ltr"'
    )


def test_a_link_to_a_file_says_what_it_is_in_the_language_of_the_page(renderer: Renderer) -> None:
    file = LinkedFile(kind="PDF", size=1_234_000)
    assert renderer.file_label(file, "en") == '<span class="ssg-file">(PDF, 1.2 MB)</span>'
    assert renderer.file_label(file, "es") == '<span class="ssg-file">(PDF, 1,2 MB)</span>'
    assert renderer.file_label(file, "de") == (
        '<span class="ssg-file" lang="en">(PDF, 1.2 MB)</span>'
    )


def test_a_site_can_change_the_interfaces_words(tmp_path: Path) -> None:
    write_files(tmp_path, {"locale/en.po": 'msgid "Page not found"\nmsgstr "Nothing here"\n'})
    renderer = make_renderer(tmp_path)
    assert b"<h1>Nothing here</h1>" in renderer.render(PAGE, VIEW)
    assert Catalogues([tmp_path / "locale"]).has_language("en-GB")
