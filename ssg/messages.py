"""Translations of the theme's text: gettext catalogues, read from `.po` files.

There are no compiled files, so the next build uses a `.po` file as its translator
saved it. English is the source language and needs no catalogue.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ssg.files import MIB, read_file
from ssg.languages import fallback_chain

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

# A site in English reads no catalogue, and Babel takes a while to load.
# ruff: noqa: PLC0415

SOURCE_LANGUAGE = "en"
CATALOGUE_LIMIT = 16 * MIB

Sentence = str | tuple[str, ...]
"""A sentence in English, or its singular and plural form."""


class CatalogueError(Exception):
    """A `.po` file that cannot be used. `line` counts from 1; 0 means the whole file."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path = path
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Catalogues:
    """The catalogues of one or more folders, each read when a page first needs it.

    `folders` contain `<lang>.po` files. A translation in an earlier folder overrides
    those in later ones.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._translations: dict[str, NullTranslations] = {}

    def has_language(self, lang: str) -> bool:
        """Whether there is a catalogue for `lang` or a language that it falls back to."""
        return SOURCE_LANGUAGE in fallback_chain(lang) or any(self._files(lang))

    def load(self, lang: str) -> NullTranslations:
        """The translations for `lang`; text that no catalogue translates stays English.

        Raises CatalogueError.
        """
        if lang not in self._translations:
            self._translations[lang] = self._read(lang)
        return self._translations[lang]

    def find_translated(self, lang: str) -> set[Sentence]:
        """The sentences that `load` has translations for. Raises CatalogueError."""
        found: set[Sentence] = set()
        for path in self._files(lang):
            with _tracing_errors(path):
                found.update(_sentences(_read_translated(path)))
        return found

    def _read(self, lang: str) -> NullTranslations:
        first: NullTranslations | None = None
        for path in self._files(lang):
            translations = read_catalogue(path)
            if first is None:
                first = translations
            else:
                first.add_fallback(translations)
        return first or NullTranslations()

    def _files(self, lang: str) -> Iterator[Path]:
        for tag in fallback_chain(lang):
            for folder in self._folders:
                path = folder / f"{tag}.po"
                if path.is_file():
                    yield path


def read_catalogue(path: Path) -> GNUTranslations:
    """Read one catalogue; fuzzy and empty entries count as untranslated.

    Raises CatalogueError for an invalid file, and for a translation with wrong
    placeholders or plural forms, which would fail while a page is rendered.
    """
    from babel.messages.mofile import write_mo

    with _tracing_errors(path):
        catalogue = _read_translated(path)
        _check_translations(catalogue, path)
        # gettext reads only compiled catalogues, and evaluates plural rules safely.
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        return GNUTranslations(compiled)


def list_sentences(path: Path) -> tuple[Sentence, ...]:
    """All sentences in a file for translators (`.pot`). Raises CatalogueError."""
    with _tracing_errors(path):
        return tuple(_sentences(_read_po(path, locale=None)))


@contextmanager
def _tracing_errors(path: Path) -> Iterator[None]:
    from babel.messages.pofile import PoFileError

    try:
        yield
    except PoFileError as error:
        message = str(error).removesuffix(f" on {error.lineno}")
        raise CatalogueError(path, error.lineno + 1, message) from error
    except OSError as error:
        raise CatalogueError(path, 0, f"cannot be read: {error.strerror}") from error
    except (ValueError, LookupError) as error:
        raise CatalogueError(path, 0, str(error)) from error


def _read_translated(path: Path) -> "Catalog":
    # Without a locale, Babel ignores the plural rule in the file's header.
    catalogue = _read_po(path, locale=path.stem.replace("-", "_"))
    _drop_untranslated(catalogue)
    return catalogue


def _read_po(path: Path, *, locale: str | None) -> "Catalog":
    from babel.messages.pofile import read_po

    file = BytesIO(read_file(path, limit=CATALOGUE_LIMIT, follow=True))
    return read_po(file, locale=locale, abort_invalid=True)


def _sentences(catalogue: "Catalog") -> Iterator[Sentence]:
    for message in catalogue:
        if message.id:
            yield message.id if isinstance(message.id, str) else tuple(message.id)


def _drop_untranslated(catalogue: "Catalog") -> None:
    # Babel would compile a plural entry whose forms are all empty, and the page would show nothing.
    for message in list(catalogue):
        if message.id and (message.fuzzy or not any(_forms(message))):
            catalogue.delete(message.id, message.context)


def _check_translations(catalogue: "Catalog", path: Path) -> None:
    for message in catalogue:
        line = message.lineno or 0
        errors = message.check(catalogue)
        if message.id and not all(_forms(message)):
            raise CatalogueError(path, line, "a plural form has no translation")
        if message.id and errors:
            raise CatalogueError(path, line, str(errors[0]))


def _forms(message: "Message") -> tuple[str, ...]:
    text = message.string or ""
    return (text,) if isinstance(text, str) else tuple(text)
