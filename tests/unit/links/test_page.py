"""What a page says of itself: conservative, as a page that is there must never be called gone."""

import pytest

from ssg.links.page import is_html, read_page
from ssg.links.probe import _is_home_instead


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "Page Not Found | NHS",
        "404",
        "Error 404 (Not Found)!!1 – Error 404",
        "404 - Page not found - Clinic",
        "Clinic: Seite nicht gefunden",
        "Página no encontrada",
        "Страница не найдена — Клиника",
        "页面未找到",
        "We can’t find the page you’re looking for",
    ],
)
def test_a_title_can_say_that_there_is_no_page(title: str) -> None:
    assert read_page(f"<title>{title}</title><h1>Sorry</h1>".encode(), "text/html").says_not_found


@pytest.mark.parametrize(
    "html",
    [
        "<title>Sleep</title><h1>Sleep</h1><p>Page not found",
        "<title>What to do if a pulse is not found</title>",
        "<title>HTTP 404 - Wikipedia</title>",
        "<title>Peugeot 404 history</title>",
        "<title>Not found</title>",
        "<title>Sleep</title><h1>Sleep</h1><h1>Page not found</h1>",
        "<h2>Page not found</h2>",
        "",
    ],
)
def test_other_pages_are_there(html: str) -> None:
    assert not read_page(html.encode(), "text/html").says_not_found


def test_the_only_main_heading_can_say_it_too() -> None:
    assert read_page(b"<title>Clinic</title><h1>Page not found</h1>", "text/html").says_not_found


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("a", True),
        ("old", True),
        ("tail", True),
        ("q&a", True),
        ("%C3%BC", True),
        ("ü", True),
        ("intro", True),
        ("top", True),
        ("", True),
        ("!/route", True),
        (":~:text=nap", True),
        ("a:~:text=nap", True),
        ("b", False),
        ("A", False),
    ],
)
def test_a_fragment_is_an_id_or_an_old_name(fragment: str, expected: bool) -> None:
    html = "<p id=a><a class=x name=old></a><p ID='tail'><p id=\"q&amp;a\"><p id=ü>"
    html += "<p id=user-content-intro>"
    page = read_page(html.encode(), "text/html; charset=utf-8")
    assert page.has(fragment) is expected


@pytest.mark.parametrize(
    ("url", "reached", "expected"),
    [
        ("https://a.example/sleep/naps", "https://a.example/", True),
        ("https://a.example/naps", "https://www.a.example/en/", True),
        ("https://a.example/?page=7", "https://a.example/", True),
        ("https://a.example/", "https://a.example/en/", False),
        ("https://a.example/index.html", "https://a.example/", False),
        ("https://a.example/en", "https://a.example/", False),
        # A short address, or a domain that moved.
        ("https://short.example/x7", "https://a.example/", False),
        ("https://a.example/naps", "https://a.example/?q=naps", False),
        ("https://a.example/naps", "https://a.example/sleep/", False),
    ],
)
def test_a_page_can_lead_home_instead(url: str, reached: str, expected: bool) -> None:
    assert _is_home_instead(url, reached) is expected


def test_only_html_is_read() -> None:
    assert is_html("text/html; charset=utf-8")
    assert is_html("Application/XHTML+XML")
    assert not is_html("text/plain")
    assert not is_html("")
