"""The sentences of the interface, and which of them a site's own catalogue leaves in English."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError

from ssg.diagnostics import Diagnostic, Location
from ssg.languages import fallback_chain
from ssg.messages import (
    SOURCE_LANGUAGE,
    CatalogueError,
    Catalogues,
    Sentence,
    list_sentences,
)
from ssg.model.scalars import shorten
from ssg.render.alerts import ALERT_TITLES, BACKLINK_NAME, FILE_LABEL
from ssg.render.environment import make_environment
from ssg.render.renderer import LOCALE_FOLDER
from ssg.render.theme_files import is_hidden, list_theme_files, read_theme_file
from ssg.text import pluralize

THEME_SENTENCES = f"{LOCALE_FOLDER}/messages.pot"
"""The file of the theme that lists all of its sentences, for translators."""

_SUFFIXES = (".html", ".xml", ".txt")
_SHOWN = 3


def list_theme_sentences(theme: Path) -> dict[Sentence, tuple[str, ...]]:
    """All sentences of the theme, each with the names of the templates that say it."""
    in_texts: tuple[Sentence, ...] = (*ALERT_TITLES.values(), BACKLINK_NAME, FILE_LABEL)
    said: dict[Sentence, tuple[str, ...]] = dict.fromkeys(in_texts, ())
    for name, sentence in _extract_sentences(theme):
        said[sentence] = tuple(dict.fromkeys((*said.get(sentence, ()), name)))
    return said


def check_catalogues(template_dirs: Sequence[Path]) -> Iterator[Diagnostic]:
    """W26 for the site's own catalogues.

    The last of the folders is the theme's. What is wrong in a catalogue is reported when a page
    uses it.
    """
    *own, theme = template_dirs
    catalogues = Catalogues([folder / LOCALE_FOLDER for folder in template_dirs])
    sentences = dict.fromkeys(list_sentences(theme / THEME_SENTENCES))
    for folder in own:
        sentences |= {sentence: None for _, sentence in _extract_sentences(folder)}
    for name in sorted(name for folder in own for name in _list_catalogues(folder)):
        try:
            translated = catalogues.find_translated(Path(name).stem)
        except CatalogueError:
            continue
        missing = [sentence for sentence in sentences if sentence not in translated]
        if missing:
            yield _report(name, missing)


def _extract_sentences(folder: Path) -> Iterator[tuple[str, Sentence]]:
    """The sentences of the templates in `folder`, each with the name of its template.

    A template with errors has none: they are reported when a page uses it.
    """
    # The extension for translations adds a method that has no type.
    environment: Any = make_environment([folder])
    for name, path in sorted(list_theme_files(folder).items()):
        if name.endswith(_SUFFIXES) and not is_hidden(name):
            with suppress(TemplateSyntaxError, UnicodeDecodeError):
                source = read_theme_file(name, path).decode()
                for _, function, words in environment.extract_translations(source):
                    yield from ((name, one) for one in _sentences(function, words))


def _sentences(function: str, words: str | tuple[str | None, ...] | None) -> Iterator[Sentence]:
    """The sentence in a call of `function`, whose arguments are None where they are no text."""
    texts = tuple(text for text in (words if isinstance(words, tuple) else (words,)) if text)
    if function == "ngettext" and len(texts) == 2:
        yield texts
    elif function != "ngettext" and texts:
        yield texts[0]


def _list_catalogues(folder: Path) -> Iterator[str]:
    """The site's catalogues by name, but for those of English, which needs no translation."""
    for name in list_theme_files(folder, LOCALE_FOLDER):
        path = Path(name)
        is_catalogue = path.suffix == ".po" and path.parent == Path(LOCALE_FOLDER)
        is_english = SOURCE_LANGUAGE in fallback_chain(path.stem)
        if is_catalogue and not is_english and not is_hidden(name):
            yield name


def _report(name: str, missing: Sequence[Sentence]) -> Diagnostic:
    texts = (one if isinstance(one, str) else one[0] for one in missing[:_SHOWN])
    shown = ", ".join(f"'{shorten(text)}'" for text in texts)
    count = pluralize(len(missing), "sentence")
    more = " …" if len(missing) > _SHOWN else ""
    return Diagnostic(
        code="W26",
        at=Location(path=f"templates/{name}"),
        message=f"{count} without a translation: {shown}{more}",
        hint=f"readers see them in English: translate them; the theme's are in {THEME_SENTENCES}",
    )
