import pytest

from ssg.config import url_problem


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://localhost:8000/",
        "https://example.org/a/b/",
        "https://bücher.example",
    ],
)
def test_a_sites_address_is_a_web_address_with_a_path(url: str) -> None:
    assert url_problem(url) is None


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (
            "example.org",
            "expects a web address that starts with https:// or http://, not 'example.org'",
        ),
        ("https://a@example.org", "expects an address without a query, a '#' or a user name"),
        ("https://:b@example.org", "expects an address without a query, a '#' or a user name"),
        ("https://example.org/#", "expects an address without a query, a '#' or a user name"),
        ("https://example.org/?", "expects an address without a query, a '#' or a user name"),
        ("https://example.org/a#b", "expects an address without a query, a '#' or a user name"),
        ("https://example.org/../a", "expects a path without '//', '.' or '..'"),
        ("https://example.org/a/./b", "expects a path without '//', '.' or '..'"),
        ("https://example.org//a", "expects a path without '//', '.' or '..'"),
    ],
)
def test_nothing_else_is_a_sites_address(url: str, problem: str) -> None:
    assert url_problem(url) == problem
