"""The links of the menu and of the footer, which are made by the same rules."""

from typing import Any

import pytest

from ssg.config import MenuLink, Settings, SiteLanguage
from ssg.model.documents import AnyDocument
from ssg.pages.menus import LinkView
from ssg.pages.site import site_views
from tests.unit.samples import (
    correction,
    guide,
    page,
    resource,
    resources,
    site_of,
    thread,
    topic,
)

LISTS = ("/", "/threads/", "/topics/", "/a-z/", "/resources/", "/changes/", "/follow/")


def _menu(
    *entries: str | MenuLink, spanish: tuple[str | MenuLink, ...] = (), **fields: Any
) -> Settings:
    return Settings(
        title="Title",
        url="https://example.org/p",
        menu=_links(entries),
        languages={"es": SiteLanguage(menu=_links(spanish))},
        **fields,
    )


def _links(entries: tuple[str | MenuLink, ...]) -> tuple[MenuLink, ...]:
    return tuple(MenuLink(url=one) if isinstance(one, str) else one for one in entries)


def _shown(lang: str, settings: Settings, *documents: AnyDocument) -> list[tuple[str, str, str]]:
    views = site_views(site_of(*documents, settings=settings), settings=settings, assets={})
    return [(link.url, link.title or f"({link.kind})", link.lang) for link in views[lang].menu]


def test_a_list_of_the_theme_is_known_by_its_kind() -> None:
    documents = (thread(corrections=(correction(),)), topic())
    assert _shown("en", _menu(*LISTS), *documents) == [
        ("/p/", "(home)", "en"),
        ("/p/threads/", "(threads)", "en"),
        ("/p/topics/", "(topics)", "en"),
        ("/p/a-z/", "(a_to_z)", "en"),
        ("/p/resources/", "(resources)", "en"),
        ("/p/changes/", "(changes)", "en"),
        ("/p/follow/", "(follow)", "en"),
    ]


def test_a_list_that_a_language_does_not_have_is_not_in_its_menu() -> None:
    settings = _menu(*LISTS, "/get-help/", "/feed.xml", "/es/changes/")
    documents = (thread(corrections=(correction(),)), topic())
    urls = [url for url, _, _ in _shown("es", settings, *documents)]
    assert urls == [
        "/p/es/", "/p/es/threads/", "/p/es/topics/", "/p/es/a-z/", "/p/es/resources/",
        "/p/feed.xml",
    ]  # fmt: skip


def test_a_link_with_a_title_has_no_kind() -> None:
    settings = _menu(MenuLink(url="/threads/", title="All questions"))
    (link,) = site_views(site_of(settings=settings), settings=settings, assets={})["en"].menu
    assert link == LinkView(url="/p/threads/", title="All questions", lang="en")


def test_the_list_of_another_language_can_be_named_by_its_address() -> None:
    settings = _menu("/es/threads/", spanish=("/es/topics/",))
    assert _shown("en", settings) == [("/p/es/threads/", "(threads)", "en")]
    assert _shown("es", settings) == [("/p/es/topics/", "(topics)", "es")]


def test_a_part_of_a_page_has_the_title_of_the_page() -> None:
    settings = _menu("/about/#team", "/guides/back-pain/#rest", "/threads/#top")
    documents = (page(title="About us"), guide(title="Back pain"))
    assert _shown("en", settings, *documents) == [
        ("/p/about/#team", "About us", "en"),
        ("/p/guides/back-pain/#rest", "Back pain", "en"),
        ("/p/threads/#top", "(threads)", "en"),
    ]


def test_a_resource_has_its_own_title() -> None:
    found = resources(resource("nhs-back", title="Dolor de espalda", lang="es"))
    named = MenuLink(url="/resources/nhs-back/", title="Back")
    assert _shown("en", _menu("/resources/nhs-back/", named), found) == [
        ("/p/resources/nhs-back/", "Dolor de espalda", "es"),
        ("/p/resources/nhs-back/", "Back", "en"),
    ]


def test_a_file_or_feed_has_the_title_that_the_editors_gave() -> None:
    settings = _menu(
        MenuLink(url="/form.pdf", title="The form"),
        MenuLink(url="/topics/back/feed.xml", title="News"),
        MenuLink(url="/topics/knee/feed.xml", title="No news"),
    )
    assert _shown("en", settings, thread(), topic(), topic("knee")) == [
        ("/p/form.pdf", "The form", "en"),
        ("/p/topics/back/feed.xml", "News", "en"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"publish_on": "2030-01-01"},
        {"status": "withdrawn"},
        {"expires_on": "2026-01-01"},
    ],
)
def test_a_page_that_is_not_shown_is_not_in_the_menu_either(fields: dict[str, Any]) -> None:
    settings = _menu("/guides/x/", MenuLink(url="/guides/x/#a", title="X"), "/about/")
    documents = (guide("x", **fields), page())
    assert _shown("en", settings, *documents) == [("/p/about/", "about", "en")]


def test_the_sites_menu_leads_to_translations_by_their_own_titles() -> None:
    settings = _menu(MenuLink(url="/about/#team", title="Who we are"), "/terms/")
    documents = (
        page(),
        page("acerca", lang="es", title="Acerca de", translation_of="about"),
        page("terms", title="Terms"),
        page("condiciones", lang="es", translation_of="terms", status="draft"),
    )
    assert _shown("en", settings, *documents) == [
        ("/p/about/#team", "Who we are", "en"),
        ("/p/terms/", "Terms", "en"),
    ]
    assert _shown("es", settings, *documents) == [
        ("/p/acerca/", "Acerca de", "es"),
        ("/p/terms/", "Terms", "en"),
    ]


def test_a_languages_own_menu_keeps_the_titles_that_its_editors_gave() -> None:
    entries = (MenuLink(url="/about/", title="Quiénes somos"), "/terms/", "/about/")
    documents = (
        page(title="About"),
        page("acerca", lang="es", title="Acerca de", translation_of="about"),
        page("terms", title="Terms"),
    )
    assert _shown("es", _menu("/", spanish=entries), *documents) == [
        ("/p/acerca/", "Quiénes somos", "es"),
        ("/p/terms/", "Terms", "en"),
        ("/p/acerca/", "Acerca de", "es"),
    ]


def test_a_title_that_equals_that_of_the_page_is_still_in_the_language_of_the_menu() -> None:
    entry = MenuLink(url="/om/", title="Info")
    documents = (page("om", title="Info", lang="sv"),)
    assert _shown("en", _menu(entry, "/om/"), *documents) == [
        ("/p/om/", "Info", "en"),
        ("/p/om/", "Info", "sv"),
    ]
