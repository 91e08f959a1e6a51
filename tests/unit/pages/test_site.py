"""What all pages of a language show of the site."""

from ssg.config import Settings, SiteLanguage
from ssg.model.documents import AnyDocument
from ssg.pages.site import LanguageHome, site_views
from tests.unit.samples import page, site_of, thread

SETTINGS = Settings(
    title="Title",
    url="https://example.org/p",
    description="About",
    languages={"es": SiteLanguage(title="Título")},
)


def _nav(*documents: AnyDocument) -> dict[str, list[str]]:
    views = site_views(site_of(*documents, settings=SETTINGS), settings=SETTINGS, assets={})
    return {lang: [card.url for card in view.nav] for lang, view in views.items()}


def test_each_language_has_its_own_lists_and_texts() -> None:
    views = site_views(site_of(thread(), settings=SETTINGS), settings=SETTINGS, assets={})
    own, spanish = views["en"], views["es"]
    assert (own.home_url, own.a_to_z_url, own.feed_url) == ("/p/", "/p/a-z/", "/p/feed.xml")
    assert (spanish.home_url, spanish.threads_url) == ("/p/es/", "/p/es/threads/")
    assert spanish.feed_url == ""
    assert (spanish.lang, spanish.main_lang) == ("es", "en")
    assert (spanish.title, spanish.title_lang) == ("Título", "es")
    assert (spanish.description, spanish.description_lang) == ("About", "en")
    homes = (LanguageHome(lang="en", url="/p/"), LanguageHome(lang="es", url="/p/es/"))
    assert own.languages == spanish.languages == homes


def test_a_site_in_one_language_offers_no_other() -> None:
    settings = Settings(title="T", url="https://example.org")
    views = site_views(site_of(settings=settings), settings=settings, assets={})
    assert [view.languages for view in views.values()] == [()]


def test_the_footer_has_the_translation_of_a_page_or_else_the_sites_own() -> None:
    assert _nav(
        page("about", nav=1),
        page("acerca-de", lang="es", translation_of="about"),
        page("terms", nav=2),
        page("condiciones", lang="es", translation_of="terms", status="draft"),
        page("ayuda", nav=3, lang="es"),
        page("ueber", nav=4, lang="de"),
    ) == {
        "en": ["/p/about/", "/p/terms/", "/p/ueber/"],
        "es": ["/p/acerca-de/", "/p/terms/", "/p/ayuda/", "/p/ueber/"],
    }


def test_a_page_and_its_translation_stand_in_the_footer_once() -> None:
    assert _nav(
        page("about", nav=1), page("acerca-de", nav=2, lang="es", translation_of="about")
    ) == {"en": ["/p/about/"], "es": ["/p/acerca-de/"]}
