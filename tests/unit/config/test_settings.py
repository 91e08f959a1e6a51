import pytest

from ssg.config import Settings, SiteLanguage


@pytest.mark.parametrize(
    ("url", "origin", "prefix", "authority"),
    [
        ("https://example.org", "https://example.org", "", "example.org"),
        ("https://example.org/", "https://example.org", "", "example.org"),
        ("http://Example.org:8000/a/b/", "http://Example.org:8000", "/a/b", "example.org"),
    ],
)
def test_the_parts_of_the_address_are_known(
    url: str, origin: str, prefix: str, authority: str
) -> None:
    settings = Settings(title="T", url=url)
    assert (settings.origin, settings.prefix, settings.authority) == (origin, prefix, authority)


def test_another_url_keeps_the_ids_of_feed_entries() -> None:
    settings = Settings(title="T", url="https://example.org/a/")
    preview = settings.with_url("http://localhost:8000/")
    assert (preview.origin, preview.prefix) == ("http://localhost:8000", "")
    assert preview.authority == "example.org"
    assert preview.with_url(settings.url).authority == "example.org"


@pytest.mark.parametrize(
    ("lang", "listed"),
    [
        ("en", "en"),
        ("es", "es"),
        ("es-MX", "es"),
        ("pt-BR", "pt-BR"),
        ("pt", "en"),
        ("zh-Hant-TW", "zh-Hant"),
        ("en-GB", "en"),
        ("ja", "en"),
    ],
)
def test_a_document_is_in_the_lists_of_the_nearest_language(lang: str, listed: str) -> None:
    others = {tag: SiteLanguage() for tag in ("es", "pt-BR", "zh-Hant")}
    settings = Settings(title="T", url="https://example.org/", languages=others)
    assert settings.list_language(lang) == listed


def test_the_lists_of_another_language_are_below_its_tag() -> None:
    settings = Settings(title="T", url="https://example.org/", languages={"pt-BR": SiteLanguage()})
    assert (settings.list_prefix("en"), settings.list_prefix("pt-BR")) == ("", "/pt-br")
