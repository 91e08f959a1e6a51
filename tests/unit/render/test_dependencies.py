from pathlib import Path

import pytest

from ssg.digest import Digest
from ssg.render.dependencies import template_fingerprints
from ssg.render.errors import ThemeError
from ssg.render.theme import theme_dir
from tests.unit.render.conftest import write_files
from tests.unit.render.samples import RICH

FILES = {
    "base.html": "{% block main %}{% endblock %}",
    "components/one.html": '{% from "components/deep.html" import deep %}',
    "components/deep.html": "{% macro deep() %}{% endmacro %}",
    "components/unused.html": "",
    "pages/a.html": '{% extends "base.html" %}{% block main %}{% endblock %}',
    "pages/b.html": '{% if page %}{% include "components/one.html" %}{% endif %}',
    "locale/es.po": "",
}


def _after(tmp_path: Path, name: str, text: str) -> tuple[dict[str, Digest], dict[str, Digest]]:
    write_files(tmp_path, FILES)
    before = template_fingerprints([tmp_path])
    write_files(tmp_path, {name: text})
    return before, template_fingerprints([tmp_path])


@pytest.mark.parametrize(
    ("edited", "stale"),
    [
        ("pages/a.html", {"pages/a.html"}),
        ("base.html", {"pages/a.html"}),
        ("components/one.html", {"pages/b.html"}),
        ("components/deep.html", {"pages/b.html"}),
        ("components/unused.html", set()),
        ("locale/es.po", {"pages/a.html", "pages/b.html"}),
        ("locale/de.po", {"pages/a.html", "pages/b.html"}),
    ],
)
def test_a_page_is_stale_when_something_it_reaches_was_edited(
    tmp_path: Path, edited: str, stale: set[str]
) -> None:
    before, after = _after(tmp_path, edited, "# edited {# #}")
    assert {name for name in before if before[name] != after[name]} == stale


def test_a_template_that_starts_to_stand_over_the_themes_makes_pages_stale(tmp_path: Path) -> None:
    site, theme = tmp_path / "site", tmp_path / "theme"
    write_files(theme, FILES)
    before = template_fingerprints([site, theme])
    write_files(site, {"components/deep.html": "{% macro deep() %}mine{% endmacro %}"})
    after = template_fingerprints([site, theme])
    assert {name for name in before if before[name] != after[name]} == {"pages/b.html"}


def test_the_theme_has_a_digest_for_every_page() -> None:
    digests = template_fingerprints([theme_dir()])
    assert set(digests) == set(RICH)
    assert digests == template_fingerprints([theme_dir()])


@pytest.mark.parametrize(
    "source",
    [
        "{% include page.template %}",
        '{% include ["components/one.html", "components/deep.html"] %}',
        '{% extends "base.html" if page else "other.html" %}',
        '{% import "components/" ~ name as it %}',
        "{% from name import it %}",
    ],
)
def test_a_template_must_name_the_others_it_uses(tmp_path: Path, source: str) -> None:
    write_files(tmp_path, {**FILES, "components/deep.html": f"\n{source}"})
    with pytest.raises(ThemeError, match="must name the template") as caught:
        template_fingerprints([tmp_path])
    assert (caught.value.problem.template, caught.value.problem.line) == ("components/deep.html", 2)


def test_a_missing_template_is_told_where_it_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, {**FILES, "pages/a.html": '\n{% extends "bare.html" %}'})
    with pytest.raises(ThemeError) as caught:
        template_fingerprints([tmp_path])
    assert str(caught.value) == "pages/a.html:2: there is no template 'bare.html'"


def test_a_template_may_be_missing_where_that_is_allowed(tmp_path: Path) -> None:
    include = '{% include "hooks/head.html" ignore missing %}'
    before, after = _after(tmp_path, "pages/a.html", include)
    assert before["pages/a.html"] != after["pages/a.html"]
    write_files(tmp_path, {"hooks/head.html": "now it is there"})
    assert template_fingerprints([tmp_path])["pages/a.html"] != after["pages/a.html"]


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    write_files(tmp_path, {**FILES, "components/deep.html": "\n\n{% endif %}"})
    with pytest.raises(ThemeError) as caught:
        template_fingerprints([tmp_path])
    assert (caught.value.problem.template, caught.value.problem.line) == ("components/deep.html", 3)
