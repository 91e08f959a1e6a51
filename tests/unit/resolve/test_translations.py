from typing import Any

import pytest

from ssg.model.documents import AnyDocument
from tests.unit.samples import (
    answer,
    errors,
    guide,
    page,
    review,
    site_of,
    thread,
    warnings,
)

EN = "content/guides/en.md"
ES = "content/guides/es.md"
FR = "content/guides/fr.md"


def test_translations_are_grouped_in_any_direction_of_translation_of() -> None:
    site = site_of(
        guide("en"),
        guide("es", lang="es", translation_of="en"),
        guide("fr", lang="fr", translation_of="es"),
    )
    assert site.translations == {EN: (ES, FR), ES: (EN, FR), FR: (EN, ES)}


def test_two_documents_that_name_each_other_are_a_pair() -> None:
    documents = (
        guide("en", translation_of="es"),
        guide("es", lang="es", translation_of="en"),
    )
    assert errors(*documents) == []
    assert site_of(*documents).translations == {EN: (ES,), ES: (EN,)}


def test_documents_of_different_kinds_are_kept_apart() -> None:
    site = site_of(page("es"), page("en", lang="es", translation_of="es"), guide("es"))
    assert set(site.translations) == {"content/pages/es.md", "content/pages/en.md"}


def test_a_hidden_translation_is_left_out() -> None:
    site = site_of(
        guide("en"),
        guide("es", lang="es", translation_of="en", publish_on="2026-07-01"),
        guide("fr", lang="fr", translation_of="en"),
    )
    assert site.translations == {EN: (FR,), FR: (EN,)}


def test_a_translation_needs_another_language() -> None:
    assert errors(thread("one"), thread("two", translation_of="one")) == [
        "content/threads/two.md:3:9: R13 this translation and thread 'one' have the same language,"
        " 'en' (set `lang` to the language of this file, or remove `translation_of`)"
    ]


def test_two_translations_in_one_language_are_reported_at_the_second() -> None:
    documents = (
        guide("en"),
        guide("es", lang="es", translation_of="en"),
        guide("es-2", lang="es", translation_of="en"),
    )
    assert errors(*documents) == [
        # By path, `es-2.md` comes before `es.md`.
        "content/guides/es.md:3:9: R13 this translation and guide 'es-2' have the same language,"
        " 'es' (set `lang` to the language of this file, or remove `translation_of`)"
    ]


def test_a_document_cannot_be_a_translation_of_itself() -> None:
    assert errors(guide("en", translation_of="en")) == [
        "content/guides/en.md:3:9: R13 'en' cannot be a translation of itself"
        " (name the original document in `translation_of`, or remove the field)"
    ]


CHANGED = review(date="2026-03-05")
OLDER = "content/guides/en.md changed on 2026-03-05, and this translation is of"
HINT = "compare the two, then set `translated` to the day on which you did"


def _behind(*documents: AnyDocument) -> dict[str, str]:
    """By the path of each translation that is behind, that of its original."""
    return {path: one.original for path, one in site_of(*documents).behind.items()}


@pytest.mark.parametrize(
    ("fields", "compared"),
    [
        ({"review": review(date="2026-03-04")}, "2026-03-04"),
        ({"review": None, "updated": "2026-02-01"}, "2026-02-01"),
        ({"review": review(date="2026-04-01"), "translated": "2026-01-01"}, "2026-01-01"),
        ({"review": CHANGED}, ""),
        ({"review": None, "updated": "2026-03-05"}, ""),
        ({"review": review(date="2026-01-01"), "translated": "2026-03-05T10:00"}, ""),
        ({"review": None}, ""),
    ],
)
def test_a_translation_is_behind_if_its_original_has_changed_since(
    fields: dict[str, Any], compared: str
) -> None:
    documents = (guide("en", review=CHANGED), guide("es", lang="es", translation_of="en", **fields))
    assert _behind(*documents) == ({ES: EN} if compared else {})
    found = [line for line in warnings(*documents) if "W23" in line]
    assert found == ([f"{ES}:3:9: W23 {OLDER} {compared} ({HINT})"] if compared else [])


def test_a_translated_thread_is_behind_only_if_it_says_when_it_was_translated() -> None:
    original = thread("en", asked="2026-01-01", posts=[answer(posted="2026-03-01T10:00")])
    fields: dict[str, Any] = {"lang": "es", "translation_of": "en", "asked": "2026-01-01"}
    assert _behind(original, thread("es", **fields)) == {}
    assert _behind(original, thread("es", translated="2026-03-01", **fields)) == {}
    assert _behind(original, thread("es", translated="2026-02-28", **fields)) == {
        "content/threads/es.md": "content/threads/en.md"
    }


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"publish_on": "2026-07-01"}])
def test_nothing_is_behind_an_original_that_is_hidden(hidden: dict[str, Any]) -> None:
    translation = page("es", lang="es", translation_of="en", updated="2026-01-01")
    assert _behind(page("en", updated="2026-02-01"), translation) == {
        "content/pages/es.md": "content/pages/en.md"
    }
    translated = guide("es", lang="es", translation_of="en", translated="2026-01-01")
    assert _behind(guide("en", review=CHANGED, **hidden), translated) == {}


def test_a_mistyped_date_puts_nothing_behind() -> None:
    translated = guide("es", lang="es", translation_of="en", translated="2026-01-01")
    future = guide("en", review=review(date="2026-01-01"), updated="2062-01-01")
    assert _behind(future, translated) == {}
