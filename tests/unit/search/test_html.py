from markupsafe import Markup

from ssg.config import Settings, SiteLanguage
from ssg.pages.record import SearchRecord
from ssg.search.html import record_html

SETTINGS = Settings(title="T", url="https://example.org", languages={"es": SiteLanguage()})


def _html(**fields: object) -> str:
    usual = {"url": "/x/", "lang": "en", "kind": "thread", "title": "Sore back", "text": ""}
    return record_html(SearchRecord(**(usual | fields)), SETTINGS)  # type: ignore[arg-type]


def test_titles_are_escaped() -> None:
    html = _html(title='<img src=x onerror="alert(1)">', summary="<b>", topics=("<i>",))
    assert "<img" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_an_author_cannot_write_marks_of_pagefind() -> None:
    text = Markup("<p>__<em>_PAGEFIND_WEIGHT___10</em> me first</p>")
    assert "_" not in _html(text=text, comments=(text,), summary="___END_PAGEFIND_WEIGHT___")


def test_a_page_without_text_is_found_by_its_title() -> None:
    assert "<p>Sore back</p>" in _html()
    assert "<p>Sore back</p>" not in _html(text="<p>It hurts.</p>")


def test_the_title_of_a_reviewed_guide_has_a_field_of_its_own() -> None:
    reviewed = _html(kind="guide", reviewed="2026-01-02")
    assert 'data-pagefind-meta="reviewed_title[content]" content="Sore back"' in reviewed
    assert 'data-pagefind-meta="title[content]"' in _html(kind="guide")


def test_comments_count_less_than_the_question() -> None:
    html = _html(text="<p>question</p>", comments=("<p>answer</p>",))
    assert "<div><p>question</p></div>" in html
    assert '<div data-pagefind-weight="0.5"><p>answer</p></div>' in html


def test_pages_about_the_site_count_less() -> None:
    html = _html(kind="page", text="<p>terms</p>")
    assert '<div data-pagefind-weight="0.2"><p>terms</p></div>' in html


def test_a_page_is_in_the_index_of_the_lists_that_show_it() -> None:
    assert _html(lang="es-MX").startswith('<html lang="es">')
    assert _html(lang="fr").startswith('<html lang="en">')
    assert 'data-pagefind-filter="language[content]" content="fr"' in _html(lang="fr")
