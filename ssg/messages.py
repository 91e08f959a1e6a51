"""The interface's words in other languages: gettext catalogues, read straight from `.po`.

Nothing is compiled beforehand, so that a translator's saved file is what the next
build shows. English is the source language and needs no catalogue.
"""

from collections.abc import Iterator, Sequence
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCE_LANGUAGE = "en"


class CatalogueError(Exception):
    """A `.po` file that cannot be used. Lines count from 1; 0 means "the whole file"."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path = path
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Catalogues:
    """The catalogues of some folders; each is read when a page first needs it.

    `folders` hold `<lang>.po` files, the first folder's words replacing the next one's.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._words: dict[str, NullTranslations] = {}

    def speaks(self, lang: str) -> bool:
        """Whether the interface has words in `lang`: `pt-BR` is served by `pt` too."""
        return SOURCE_LANGUAGE in lineage(lang) or any(self._files(lang))

    def words(self, lang: str) -> NullTranslations:
        """The words for `lang`; what none of its catalogues translates stays English.

        Raises CatalogueError.
        """
        if lang not in self._words:
            self._words[lang] = self._read(lang)
        return self._words[lang]

    def _read(self, lang: str) -> NullTranslations:
        first: NullTranslations | None = None
        for path in self._files(lang):
            words = read_catalogue(path)
            if first is None:
                first = words
            else:
                first.add_fallback(words)
        return first or NullTranslations()

    def _files(self, lang: str) -> Iterator[Path]:
        for tag in lineage(lang):
            for folder in self._folders:
                path = folder / f"{tag}.po"
                if path.is_file():
                    yield path


def lineage(lang: str) -> tuple[str, ...]:
    """A language tag and the wider ones: `pt-BR`, `pt`."""
    parts = lang.split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def read_catalogue(path: Path) -> GNUTranslations:
    """Reads one catalogue; fuzzy and empty entries count as untranslated.

    Raises CatalogueError for a file that is broken, or has a translation whose
    placeholders or plural forms don't fit and would fail in the middle of a page.
    """
    try:
        with path.open("rb") as file:
            # Without a locale, Babel would forget the plural rule of the file's header.
            catalogue = read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)
        _drop_untranslated(catalogue)
        _check(catalogue, path)
        # gettext itself reads only the compiled form, and evaluates plurals safely.
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        return GNUTranslations(compiled)
    except PoFileError as error:
        message = str(error).removesuffix(f" on {error.lineno}")
        raise CatalogueError(path, error.lineno + 1, message) from error
    except (ValueError, LookupError, OSError) as error:
        raise CatalogueError(path, 0, str(error)) from error


def _drop_untranslated(catalogue: Catalog) -> None:
    # Babel itself compiles a plural entry whose forms are all empty, which would show nothing.
    for message in list(catalogue):
        if message.id and (message.fuzzy or not any(_forms(message))):
            catalogue.delete(message.id, message.context)


def _check(catalogue: Catalog, path: Path) -> None:
    for message in catalogue:
        line = message.lineno or 0
        errors = message.check(catalogue)
        if message.id and not all(_forms(message)):
            raise CatalogueError(path, line, "one of its plural forms is missing")
        if message.id and errors:
            raise CatalogueError(path, line, str(errors[0]))


def _forms(message: Message) -> tuple[str, ...]:
    text = message.string or ""
    return (text,) if isinstance(text, str) else tuple(text)
