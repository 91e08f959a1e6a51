from ssg.config import Disclaimers, Settings, SiteLanguage
from ssg.pages.texts import site_text

SETTINGS = Settings(
    title="Title",
    url="https://example.org",
    footer="Footer",
    languages={"es": SiteLanguage(title="Título", disclaimers=Disclaimers(guide="Aviso"))},
)


def test_a_text_is_in_the_language_of_the_lists_of_a_page() -> None:
    found = {lang: site_text(SETTINGS, lang, lambda one: one.title) for lang in ("es", "es-MX")}
    assert set(found.values()) == {("Título", "es")}
    assert site_text(SETTINGS, "es", lambda one: one.disclaimers.guide) == ("Aviso", "es")


def test_a_text_that_is_not_translated_is_in_the_sites_own_language() -> None:
    assert site_text(SETTINGS, "es", lambda one: one.footer) == ("Footer", "en")
    assert site_text(SETTINGS, "de", lambda one: one.title) == ("Title", "en")
    assert site_text(SETTINGS, "en", lambda one: one.title) == ("Title", "en")
