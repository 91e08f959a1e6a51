from pathlib import Path

import pytest

from ssg.messages import CatalogueError, Catalogues, read_catalogue

HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def _write(folder: Path, name: str, *pairs: tuple[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    entries = "".join(f'msgid "{one}"\nmsgstr "{other}"\n\n' for one, other in pairs)
    (folder / name).write_text(HEADER + entries, encoding="utf-8")


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    catalogues = Catalogues([tmp_path])
    assert catalogues.has_language("en")
    assert catalogues.has_language("en-GB")
    assert not catalogues.has_language("es")
    assert catalogues.load("en").gettext("Home") == "Home"
    assert catalogues.load("en").ngettext("%(n)s answer", "%(n)s answers", 1) == "%(n)s answer"


def test_a_language_falls_back_to_a_wider_one_and_then_to_english(tmp_path: Path) -> None:
    _write(tmp_path, "pt.po", ("Home", "Início"), ("Page", "Página"))
    _write(tmp_path, "pt-BR.po", ("Page", "Página (BR)"))
    words = Catalogues([tmp_path]).load("pt-BR")
    assert words.gettext("Page") == "Página (BR)"
    assert words.gettext("Home") == "Início"
    assert words.gettext("Guide") == "Guide"
    assert Catalogues([tmp_path]).load("pt").gettext("Page") == "Página"


def test_translations_of_the_site_override_those_of_the_theme(tmp_path: Path) -> None:
    site, theme = tmp_path / "site", tmp_path / "theme"
    _write(theme, "es.po", ("Home", "Inicio"), ("Page", "Página"))
    _write(site, "es.po", ("Home", "Portada"))
    words = Catalogues([site, theme]).load("es")
    assert words.gettext("Home") == "Portada"
    assert words.gettext("Page") == "Página"


def test_plurals_follow_the_languages_own_rule(tmp_path: Path) -> None:
    (tmp_path / "pl.po").write_text(
        'msgid ""\nmsgstr ""\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && '
        '(n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
        'msgid "%(n)s answer"\nmsgid_plural "%(n)s answers"\n'
        'msgstr[0] "odpowiedź"\nmsgstr[1] "odpowiedzi (2-4)"\nmsgstr[2] "odpowiedzi (5+)"\n',
        encoding="utf-8",
    )
    words = Catalogues([tmp_path]).load("pl")
    forms = [words.ngettext("%(n)s answer", "%(n)s answers", n) for n in (1, 3, 5, 22)]
    assert forms == ["odpowiedź", "odpowiedzi (2-4)", "odpowiedzi (5+)", "odpowiedzi (2-4)"]


def test_fuzzy_and_empty_entries_stay_english(tmp_path: Path) -> None:
    text = '#, fuzzy\nmsgid "Home"\nmsgstr "Casa"\n\nmsgid "Page"\nmsgstr ""\n'
    text += '\nmsgid "answer"\nmsgid_plural "answers"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    (tmp_path / "es.po").write_text(HEADER + text, encoding="utf-8")
    words = Catalogues([tmp_path]).load("es")
    assert words.gettext("Home") == "Home"
    assert words.gettext("Page") == "Page"
    assert words.ngettext("answer", "answers", 2) == "answers"


def test_catalogues_are_read_when_first_needed(tmp_path: Path) -> None:
    (tmp_path / "es.po").write_text("broken", encoding="utf-8")
    catalogues = Catalogues([tmp_path])
    assert catalogues.has_language("es")
    with pytest.raises(CatalogueError):
        catalogues.load("es")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 1, "missing msgstr for msgid 'a'"),
        ('msgid "a"\nmsgtsr "b"\n', 2, "Unknown or misformatted keyword"),
        ('\n\nmsgid "%(who)s"\nmsgstr "%(hwo)s"\n', 3, "unknown named placeholder 'hwo'"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', 1, "a plural form has no translation"),
    ],
)
def test_a_broken_catalogue_is_reported_with_its_file_and_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = tmp_path / "es.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(path)
    assert caught.value.path == path
    assert caught.value.line == line
    assert message in caught.value.message
    assert str(caught.value) == f"{path}:{line}: {caught.value.message}"


@pytest.mark.parametrize(
    "data",
    [
        b'msgid "a"\nmsgstr "\xff"\n',
        b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(x;\\n"\n',
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=none\\n"\n\nmsgid "a"\n',
    ],
    ids=["not UTF-8", "broken plural rule", "unknown charset"],
)
def test_an_unreadable_catalogue_is_a_catalogue_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "es.po"
    path.write_bytes(data)
    with pytest.raises(CatalogueError):
        read_catalogue(path)
