"""What a site's own catalogue leaves in English."""

from pathlib import Path

import pytest

from ssg.render.sentences import THEME_SENTENCES, check_catalogues, list_theme_sentences
from tests.unit.render.conftest import write_files

HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
POT = 'msgid "Main"\nmsgstr ""\n\nmsgid "%(num)s answer"\nmsgid_plural "%(num)s answers"\n'
ANSWERS = 'msgid "%(num)s answer"\nmsgid_plural "%(num)s answers"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'


@pytest.fixture(name="theme")
def made_theme(tmp_path: Path) -> Path:
    plural = 'msgstr[0] ""\nmsgstr[1] ""\n'
    write_files(
        tmp_path / "theme",
        {
            THEME_SENTENCES: POT + plural,
            "locale/es.po": HEADER + 'msgid "Main"\nmsgstr "Principal"\n\n' + ANSWERS,
        },
    )
    return tmp_path / "theme"


def _messages(theme: Path, files: dict[str, str]) -> list[str]:
    site = theme.parent / "site"
    write_files(site, files)
    return [f"{one.at}: {one.code} {one.message}" for one in check_catalogues([site, theme])]


def test_a_catalogue_of_another_language_has_to_translate_everything(theme: Path) -> None:
    main = 'msgid "Main"\nmsgstr "Principal"\n\n'
    assert _messages(theme, {"locale/fr.po": HEADER + main}) == [
        "templates/locale/fr.po: W26 1 sentence without a translation: '%(num)s answer'"
    ]
    assert _messages(theme, {"locale/fr.po": HEADER + main + ANSWERS}) == []


def test_what_is_fuzzy_or_empty_is_not_translated(theme: Path) -> None:
    text = '#, fuzzy\nmsgid "Main"\nmsgstr "Principal"\n\n' + ANSWERS.replace('"b"', '""')
    text = text.replace('"a"', '""')
    (message,) = _messages(theme, {"locale/fr.po": HEADER + text})
    assert "2 sentences without a translation: 'Main', '%(num)s answer'" in message


def test_a_translation_may_be_the_same_as_the_english(theme: Path) -> None:
    same = 'msgid "Main"\nmsgstr "Main"\n\n' + ANSWERS
    assert _messages(theme, {"locale/de.po": HEADER + same}) == []


@pytest.mark.parametrize("lang", ["es", "es-MX"])
def test_what_the_theme_translates_needs_no_translation(theme: Path, lang: str) -> None:
    assert _messages(theme, {f"locale/{lang}.po": HEADER}) == []


def test_the_sites_own_templates_have_sentences_too(theme: Path) -> None:
    files = {
        "locale/es.po": HEADER,
        "pages/x.html": '{{ _("Ours") }}{% trans n=1 %}One{% pluralize %}Many{% endtrans %}',
        "pages/broken.html": '{{ _("Never" }}',
        "pages/unknown.html": '{{ _(page.title) }}{{ ngettext("One", page.title, 2) }}',
    }
    assert _messages(theme, files) == [
        "templates/locale/es.po: W26 2 sentences without a translation: 'Ours', 'One'"
    ]


def test_only_the_first_sentences_are_shown(theme: Path) -> None:
    files = {
        "locale/es.po": HEADER,
        "x.html": "".join(f'{{{{ _("S{number}") }}}}' for number in range(9)),
    }
    (message,) = _messages(theme, files)
    assert message.endswith("9 sentences without a translation: 'S0', 'S1', 'S2' …")


def test_english_and_what_is_no_catalogue_are_left_alone(theme: Path) -> None:
    files = {"locale/en-GB.po": HEADER, "locale/fr.po": "x", "locale/.de.po": HEADER, "fr.po": ""}
    assert _messages(theme, files) == []


def test_a_sentence_has_the_templates_that_say_it(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.html": '{{ _("One") }}{{ _("One") }}', "b.xml": '{{ _("One") }}'})
    assert list_theme_sentences(tmp_path)["One"] == ("a.html", "b.xml")
