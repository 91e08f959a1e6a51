from tests.unit.samples import errors, guide, page, site_of, thread

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
