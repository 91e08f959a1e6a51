"""Filters and tests of plugins: compiled or not, a page is the same, and compiling calls none."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup
from msgspec import Struct

from ssg.plugins.calling import Functions
from tests.unit.render.compile.compared import Compared
from tests.unit.render.conftest import write_files
from tests.unit.render.samples import RICH

PAGE = "pages/thread.html"
TEMPLATES = {
    "text": "{{ page.title|own }}{{ 'a'|own }}",
    "HTML": "{{ page.title|html }}{{ ('a'|html)|length }}",
    "arguments": "{{ page.title|with('<', end='>') }}{{ page.title|with(*['<'], **{'end': 1}) }}",
    "chain": "{{ page.title|upper|own|replace('<', '[')|html }}",
    "block": "{% filter own %}<b>{{ page.title }}</b>{% endfilter %}",
    "test": "{{ page.title is long }}{{ 'a' is long(0) }}{% if 'a' is not long %}!{% endif %}",
    "map": "{{ page.answers|map(attribute='by')|map('own')|join }}",
    "select": "{{ page.answers|map(attribute='by')|select('long', 3)|join }}",
    "in a loop": "{% for a in page.answers %}{{ a.by|own }}{% if a.by is long(2) %}2{% endif %}"
    "{% endfor %}",
    "in a macro": "{% macro m(x) %}{{ x|own }}{% endmacro %}{{ m(page.title) }}{{ m('a') }}",
    "number": "{{ page.title|size }}{{ page.title|size + 1 }}{{ page.title|nothing }}",
}


class _Plugin(Struct):
    filters: Mapping[str, Any]
    tests: Mapping[str, Any]


PLUGIN = _Plugin(
    filters={
        "own": lambda text: f"<own>{text}",
        "html": lambda text: Markup("<i>{}</i>").format(text),
        "with": lambda text, start, end=")": f"{start}{text}{end}",
        "size": len,
        "nothing": lambda _: None,
        "failing": lambda _: 1 / 0,
    },
    tests={"long": lambda text, least=5: len(text) > least},
)
FUNCTIONS = Functions(
    filters=dict.fromkeys(PLUGIN.filters, "house-style"),
    tests=dict.fromkeys(PLUGIN.tests, "house-style"),
)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the plugins that were loaded, in order."""
    names: list[str] = []

    def load(name: str) -> _Plugin:
        names.append(name)
        return PLUGIN

    monkeypatch.setattr("ssg.plugins.loading.load_plugin", load)
    return names


def compared(tmp_path: Path, text: str) -> Compared:
    page = '{% extends "small.html" %}{% block title %}T{% endblock %}{% block main %}'
    small = "{% block title %}{% endblock %}{% block main %}{% endblock %}\n"
    write_files(tmp_path, {PAGE: f"{page}{text}{{% endblock %}}", "small.html": small})
    return Compared(tmp_path, functions=FUNCTIONS)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_is_the_same_compiled_and_by_jinja(
    tmp_path: Path, loaded: list[str], name: str
) -> None:
    both = compared(tmp_path, TEMPLATES[name])
    page = both.jinja(PAGE, RICH[PAGE])
    assert isinstance(page, bytes), page
    loaded.clear()
    both._compiler.compile([(PAGE, type(RICH[PAGE]), RICH[PAGE].page_lang)])
    assert loaded == []
    assert both.compiled(PAGE, RICH[PAGE]) == page
    assert loaded
    assert both.was_compiled(PAGE, RICH[PAGE])


def test_what_a_filter_returns_is_escaped_unless_it_is_markup(
    tmp_path: Path, loaded: list[str]
) -> None:
    both = compared(tmp_path, "{{ '&'|own }}{{ '&'|html }}")
    assert both.compiled(PAGE, RICH[PAGE]) == b"T&lt;own&gt;&amp;<i>&amp;</i>\n"
    assert loaded


def test_a_filter_that_fails_is_named_with_its_plugin(tmp_path: Path, loaded: list[str]) -> None:
    both = compared(tmp_path, "\n\n{{ page.title|failing }}")
    problem = both.jinja(PAGE, RICH[PAGE])
    assert not isinstance(problem, bytes)
    assert (problem.template, problem.line) == (PAGE, 3)
    assert problem.message == (
        "the filter 'failing' of the plugin 'house-style' failed: division by zero"
    )
    assert both.compiled(PAGE, RICH[PAGE]) == problem
    assert loaded
