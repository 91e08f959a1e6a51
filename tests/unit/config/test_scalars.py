from collections.abc import Callable

import pytest

from ssg.config.scalars import (
    parse_country,
    parse_link_pattern,
    parse_menu_url,
    parse_phone_number,
)
from ssg.model.scalars import ScalarError


def error_of(parse: Callable[[str], str], text: str) -> str:
    with pytest.raises(ScalarError) as caught:
        parse(text)
    assert caught.value.code == "F12"
    return str(caught.value)


@pytest.mark.parametrize("code", ["ES", "GB", "US", "XK"])
def test_a_country_is_a_code_of_two_letters(code: str) -> None:
    assert parse_country(code) == code


@pytest.mark.parametrize(
    ("text", "meant"),
    [("es", "ES"), ("UK", "GB"), ("ESP", "ES"), ("Spain", "ES"), ("Germny", "DE")],
)
def test_a_country_in_another_spelling_is_recognized(text: str, meant: str) -> None:
    assert error_of(parse_country, text) == (
        f"'{text}' is not a country's code of two letters (ISO 3166-1): did you mean '{meant}'?"
    )


@pytest.mark.parametrize("text", ["XX", "EU", "", "{}"])
def test_no_country_is_made_up(text: str) -> None:
    assert error_of(parse_country, text).endswith("(ISO 3166-1)")


@pytest.mark.parametrize("text", ["112", "15", "116 123", "+44 20 7946-0000", "(555) 010.0100"])
def test_a_telephone_number_is_written_as_people_write_it(text: str) -> None:
    assert parse_phone_number(text) == text


@pytest.mark.parametrize("text", ["1", "", "+", "1" * 21, "1-800-HELP", "12;ext=3", "1+12", "١١٢"])
def test_nothing_else_is_a_telephone_number(text: str) -> None:
    assert error_of(parse_phone_number, text).startswith("expects a telephone number such as 112")


def test_a_digit_that_nobody_calls_is_no_part_of_a_number() -> None:
    assert "(0)" in error_of(parse_phone_number, "+44 (0)20 7946 0000")


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example",
        "https://a.example/{lang}/{id}?t={title}&u={url}#{id}",
        "http://a.example:8080?id={id}",
        "mailto:a@b.example",
        "mailto:a+b@c.example?subject={title}&body={url}%0A",
    ],
)
def test_a_link_pattern_is_a_web_or_mail_address_with_names_in_it(text: str) -> None:
    assert parse_link_pattern(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "https://{id}/",
        "https://a.example{id}/",
        "https://a.example:{id}/",
        "https://{id}@a.example/",
        "{url}",
        "{lang}://a.example/",
        "https:///{id}",
        "mailto:{id}@a.example",
        "mailto:a@{id}.example?subject=x",
    ],
)
def test_a_page_cannot_say_where_a_link_pattern_leads(text: str) -> None:
    assert error_of(parse_link_pattern, text).startswith("expects {…} only after the host")


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example/{id}",
        "/ask/",
        "mailto:",
        "mailto:?to=a@b.example",
        "mailto:a@b.example,c@d.example",
        "mailto:a@b.example\\x",
        "mailto:a@b.example?x=\x00",
    ],
)
def test_nothing_else_is_a_link_pattern(text: str) -> None:
    assert error_of(parse_link_pattern, text).startswith("expects an address that starts with")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("https://a.example/ x", "expects no space: write %20 in its place"),
        ("mailto:a@b.example?subject=Report: {title}", "expects no space: write %20 in its place"),
        ("https://a.example/}{", "a brace has no partner: write {id}, {title}, {url} or {lang}"),
        ("https://a.example/{id", "a brace has no partner: write {id}, {title}, {url} or {lang}"),
    ],
)
def test_a_slip_in_a_link_pattern_is_named(text: str, message: str) -> None:
    assert error_of(parse_link_pattern, text) == message


def test_an_unknown_name_in_a_link_pattern_is_named() -> None:
    message = "'{name}' is not one of: {id}, {title}, {url}, {lang}"
    assert error_of(parse_link_pattern, "https://a.example/{name}") == message


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "/about/",
        "/ayuda/línea/",
        "/about/#us",
        "https://a.example/",
        "mailto:a@b.c",
        "tel:112",
    ],
)
def test_a_menu_leads_to_a_path_or_an_address(text: str) -> None:
    assert parse_menu_url(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "about",
        "//a.example/",
        "/\\a.example/",
        "/a b/",
        "/a?b",
        "javascript:x",
        "tel:x",
        "data:,",
        "",
    ],
)
def test_a_menu_leads_nowhere_else(text: str) -> None:
    assert error_of(parse_menu_url, text).startswith("expects a path such as /about/")
