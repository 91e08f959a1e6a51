"""The theme's catalogues have all of its words."""

from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ssg.render.sentences import list_theme_sentences
from ssg.render.theme import theme_dir

CATALOGUES = sorted(path.name for path in (theme_dir() / "locale").glob("*.po"))


def _messages() -> Iterator[str | tuple[str, ...]]:
    yield from list_theme_sentences(theme_dir())


def _catalogue(name: str) -> Catalog:
    with (theme_dir() / "locale" / name).open("rb") as file:
        return read_po(file, abort_invalid=True)


def test_there_is_a_spanish_catalogue() -> None:
    assert "es.po" in CATALOGUES


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
def test_no_translation_could_break_an_attribute_or_bring_in_markup(name: str) -> None:
    for entry in _catalogue(name):
        for text in [entry.string] if isinstance(entry.string, str) else entry.string or ():
            if entry.id:
                bare = text.replace("<strong>", "").replace("</strong>", "")
                assert not set('"<>&') & set(bare), text
