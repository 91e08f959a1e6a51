"""The theme's catalogues have all of its words."""

import re
from collections.abc import Iterator
from gettext import c2py

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ssg.messages import Catalogues
from ssg.render.sentences import list_theme_sentences
from ssg.render.theme import theme_dir

CATALOGUES = sorted(path.name for path in (theme_dir() / "locale").glob("*.po"))


def _messages() -> Iterator[str | tuple[str, ...]]:
    yield from list_theme_sentences(theme_dir())


def _catalogue(name: str) -> Catalog:
    with (theme_dir() / "locale" / name).open("rb") as file:
        return read_po(file, abort_invalid=True)


def test_there_are_a_spanish_and_an_arabic_catalogue() -> None:
    assert {"ar.po", "es.po"} <= set(CATALOGUES)


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_sentence_of_the_interface_is_translated(name: str) -> None:
    catalogue = _catalogue(name)
    found = {message: catalogue.get(message) for message in set(_messages())}
    lacking = [
        message
        for message, entry in found.items()
        if entry is None or entry.fuzzy or not entry.string or not all(entry.string)
    ]
    assert lacking == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_has_no_sentence_that_nobody_says(name: str) -> None:
    said = {text if isinstance(text, str) else text[0] for text in _messages()}
    kept = {
        entry.id if isinstance(entry.id, str) else entry.id[0]
        for entry in _catalogue(name)
        if entry.id
    }
    assert kept == said


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_translation_says_all_that_its_sentence_fills_in(name: str) -> None:
    for entry in _catalogue(name):
        if not entry.id or not entry.string:
            continue
        sentence = entry.id if isinstance(entry.id, str) else entry.id[0]
        forms = [entry.string] if isinstance(entry.string, str) else entry.string
        # A form for none, one or two says the number in a word.
        spelled_out = {"shown"} if len(forms) > 2 else set()
        for form in forms:
            assert _placeholders(form) <= _placeholders(sentence), form
            assert _placeholders(sentence) - _placeholders(form) <= spelled_out, form


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_has_all_plural_forms_of_its_language(name: str) -> None:
    catalogue = _catalogue(name)
    category_of = Locale.parse(name.removesuffix(".po")).plural_form
    # https://cldr.unicode.org/index/cldr-spec/plural-rules; a catalogue has them in this order.
    order = ("zero", "one", "two", "few", "many", "other")
    forms = sorted({category_of(count) for count in range(1000)}, key=order.index)
    rule = c2py(catalogue.plural_expr)
    assert [forms[rule(count)] for count in range(1000)] == [
        category_of(count) for count in range(1000)
    ]
    for entry in catalogue:
        if isinstance(entry.id, tuple | list):
            assert len(entry.string or ()) == len(forms)


@pytest.mark.parametrize(
    ("readers", "words"),
    [
        (1, "شخص واحد"),
        (2, "شخصان"),
        (3, "3 أشخاص"),
        (11, "11 شخصًا"),
        (100, "100 شخص"),
        (103, "103 أشخاص"),
    ],
)
def test_arabic_counts_in_its_own_way(readers: int, words: str) -> None:
    arabic = Catalogues([theme_dir() / "locale"]).load("ar")
    said = arabic.ngettext(
        "%(shown)s person found this helpful", "%(shown)s people found this helpful", readers
    )
    assert said % {"shown": readers} == f"وجد {words} هذا مفيدًا"


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_translation_could_break_an_attribute_or_bring_in_markup(name: str) -> None:
    for entry in _catalogue(name):
        for text in [entry.string] if isinstance(entry.string, str) else entry.string or ():
            if entry.id:
                bare = text.replace("<strong>", "").replace("</strong>", "")
                assert not set('"<>&') & set(bare), text
