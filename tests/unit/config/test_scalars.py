from collections.abc import Callable

import pytest

from ssg.config.scalars import (
    parse_country,
    parse_deploy_address,
    parse_link_pattern,
    parse_menu_url,
    parse_phone_number,
    parse_target_name,
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


@pytest.mark.parametrize(
    "address",
    [
        "../published",
        "/srv/www of mine",
        "s3://bucket",
        "s3://bucket/a/b",
        "gs://bucket/a",
        "az://$web",
        "sftp://host/srv/www",
        "sftp://user@host:22/~/www",
        "sftp://user@[::1]:22/srv/www",
        "rsync+ssh://user@host/srv/www",
        "git+https://host.example/owner/site.git@pages",
        "git+ssh://git@host.example:22/owner/site.git@pages",
        "git+file:///srv/site.git@pages",
    ],
)
def test_a_site_can_be_deployed_to_many_kinds_of_places(address: str) -> None:
    assert parse_deploy_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "s3://key:s3cret@bucket",
        "s3://key:s3/cret@bucket",
        "s3://s3cret@bucket",
        "gs://key:s3cret",
        "sftp://user:s3cret@host/srv",
        "sftp://user:s3/cret@host/srv",
        "rsync+ssh://user:s3#cret@host/srv",
        "git+https://s3cret@host/owner/site.git@pages",
        "git+https://user:s3cret@host/owner/site.git@pages",
        "git+ssh://git:s3cret@host/owner/site.git@pages",
    ],
)
def test_a_secret_in_an_address_is_refused_and_not_printed(address: str) -> None:
    problem = error_of(parse_deploy_address, address)
    assert "keep secrets in the environment" in problem
    assert "s3" not in problem


@pytest.mark.parametrize("address", ["ftp://host", "S3://bucket", "https://host", "file:///srv"])
def test_an_unknown_kind_of_place_names_those_that_are_known(address: str) -> None:
    problem = error_of(parse_deploy_address, address)
    assert problem.endswith("git+https://, git+ssh://, git+file://")
    assert address.partition(":")[0] in problem


@pytest.mark.parametrize("address", ["s3://", "sftp://-oProxyCommand=x/a", "az://a b", "gs://a?b"])
def test_an_address_that_is_none_gets_an_example(address: str) -> None:
    scheme = address.partition(":")[0]
    assert f"expects an address such as {scheme}://" in error_of(parse_deploy_address, address)


@pytest.mark.parametrize("folder", ["~/www", "a\nb", "a\0b"])
def test_a_folder_is_a_plain_path(folder: str) -> None:
    assert "without '~'" in error_of(parse_deploy_address, folder)


@pytest.mark.parametrize("name", ["production", "a", "eu-1", "x" * 63])
def test_a_target_has_a_name_that_can_be_a_folder(name: str) -> None:
    assert parse_target_name(name) == name


@pytest.mark.parametrize("name", ["", "-x", "x-", "Production", "a b", "../a", ".", "é", "x" * 64])
def test_no_other_name_is_that_of_a_target(name: str) -> None:
    assert "small letters, digits and hyphens" in error_of(parse_target_name, name)
