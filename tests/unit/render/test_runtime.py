"""Compiled templates run as Jinja's own do: what is spared them makes no difference."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError
from markupsafe import Markup, escape
from msgspec.structs import replace

from ssg.pages.not_found import NotFoundView
from ssg.render.environment import make_environment
from ssg.render.runtime import escape_text
from tests.unit.render.conftest import MakeRenderer
from tests.unit.render.samples import RICH

VIEW = RICH["pages/not_found.html"]
PAGE = "pages/not_found.html"


@given(st.one_of(st.text(), st.text().map(Markup), st.integers(), st.floats(), st.none()))
def test_text_is_escape_text_as_markupsafe_does(value: object) -> None:
    assert str(escape_text(value)) == str(escape(value))


def test_a_component_tells_text_from_html_and_numbers_from_booleans(
    with_templates: MakeRenderer,
) -> None:
    renderer = with_templates(
        {
            "components/mine.html": "{% macro mine(value) %}[{{ value }}]{% endmacro %}",
            PAGE: (
                '{% from "components/mine.html" import mine %}'
                '{{ mine("<") }}{{ mine("<"|safe) }}{{ mine("<") }}'
                "{{ mine(1) }}{{ mine(true) }}{{ mine(1.0) }}{{ mine(1) }}"
            ),
        }
    )
    assert renderer.render(PAGE, VIEW) == b"[&lt;][<][&lt;][1][True][1.0][1]\n"


def test_a_component_speaks_each_pages_language(with_templates: MakeRenderer) -> None:
    renderer = with_templates(
        {
            "components/mine.html": '{% macro mine() %}{{ _("Answers") }}{% endmacro %}',
            PAGE: '{% from "components/mine.html" import mine %}{{ mine() }}',
        }
    )
    assert isinstance(VIEW, NotFoundView)
    spanish = replace(VIEW, head=replace(VIEW.head, lang="es"))
    pages = [renderer.render(PAGE, view) for view in (VIEW, spanish, VIEW)]
    assert pages == [b"Answers\n", b"Respuestas\n", b"Answers\n"]


def test_what_a_component_sets_at_its_top_speaks_each_pages_language(
    with_templates: MakeRenderer,
) -> None:
    renderer = with_templates(
        {
            "components/mine.html": (
                '{% set word = _("Answers") %}{% macro mine() %}{{ word }}{% endmacro %}'
            ),
            PAGE: '{% from "components/mine.html" import mine, word %}{{ mine() }} {{ word }}',
        }
    )
    assert isinstance(VIEW, NotFoundView)
    spanish = replace(VIEW, head=replace(VIEW.head, lang="es"))
    pages = [renderer.render(PAGE, view) for view in (VIEW, spanish, VIEW)]
    assert pages == [b"Answers Answers\n", b"Respuestas Respuestas\n", b"Answers Answers\n"]


def test_a_component_takes_names_defaults_and_what_calls_it(with_templates: MakeRenderer) -> None:
    renderer = with_templates(
        {
            "components/mine.html": (
                '{% macro mine(one, two="b") %}{{ one }}{{ two }}{{ caller() }};{% endmacro %}'
            ),
            PAGE: (
                '{% from "components/mine.html" import mine %}'
                '{% for number in ("1", "2") %}'
                '{% call mine("a") %}{{ number }}{% endcall %}'
                '{% call mine(two="d", one="c") %}{{ number }}{% endcall %}'
                "{% endfor %}"
            ),
        }
    )
    assert renderer.render(PAGE, VIEW) == b"ab1;cd1;ab2;cd2;\n"


def test_variables_of_a_sentence_are_escape_text_and_numbers_formatted(
    with_templates: MakeRenderer,
) -> None:
    renderer = with_templates(
        {
            PAGE: (
                '{% trans who="<b>", safe="<i>"|safe %}{{ who }} {{ safe }} 100%{% endtrans %}'
                ' {{ ngettext("%(num)d answer", "%(num)d answers", 2) }}'
                ' {{ _("%(part).1f of <b>5</b>", part=4.25) }} {{ _("100%%") }}'
            ),
        }
    )
    assert renderer.render(PAGE, VIEW) == b"&lt;b&gt; <i> 100% 2 answers 4.2 of <b>5</b> 100%\n"


def test_a_template_whose_code_is_known_is_not_loaded_to_compile_it(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("{{ 1 + 1 }} of mine")
    first, second = make_environment([tmp_path]), make_environment([tmp_path])
    first.ensure_compiled("mine.html")
    second.ensure_compiled("mine.html")
    assert first.cache
    assert not second.cache
    assert second.get_template("mine.html").render() == "2 of mine"


def test_what_jinja_refuses_is_refused_each_time(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("{% if %}")
    for _ in range(2):
        with pytest.raises(TemplateSyntaxError):
            make_environment([tmp_path]).ensure_compiled("mine.html")
