from typing import Any

import pytest

from ssg.diagnostics import Diagnostic, Fix, Location, Position
from ssg.reports.excerpt import Excerpt, make_excerpt


def shown(line: str, column: int, end: int = 0) -> Excerpt | None:
    fixes: tuple[Fix, ...] = ()
    if end:
        fixes = (Fix(title="", start=Position(1, column), end=Position(1, end), text=""),)
    at = Location(path="a.md", line=1, column=column)
    return make_excerpt(Diagnostic(code="R01", at=at, message="", fixes=fixes), line)


@pytest.mark.parametrize(
    ("arguments", "line", "marks"),
    [
        (("topics: [slep]", 10), "topics: [slep]", "         ^"),
        (("topics: [slep]", 10, 14), "topics: [slep]", "         ^^^^"),
        (("\tby: x", 2), "    by: x", "    ^"),
        (("日本: x", 5), "日本: x", "      ^"),
        (("日本", 1, 3), "日本", "^^^^"),
        (("e\u0301\u200d: x", 4), "e\u0301\u200d: x", " ^"),
        (("a\x1b[0m\u202eb", 6), "a\\x1b[0m\\u202eb", "        ^^^^^^"),
        (("short", 99), "short", "     ^"),
        (("x" * 5_000, 5_000), "…" + "x" * 41, " " * 41 + "^"),
        (("x" * 5_000, 1), "x" * 100 + "…", "^"),
    ],
)
def test_the_mark_is_under_the_place(arguments: Any, line: str, marks: str) -> None:
    assert shown(*arguments) == Excerpt(line=line, marks=marks)


@pytest.mark.parametrize(("line", "column"), [("", 1), ("   ", 2), ("---", 1)])
def test_a_line_that_shows_nothing_is_left_out(line: str, column: int) -> None:
    assert shown(line, column) is None


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    found = Diagnostic(code="T01", at=Location(path="a.md"), message="")
    assert make_excerpt(found, "") is None


def test_a_password_in_an_address_is_not_shown() -> None:
    found = shown("to: s3://key:s3/c@ret@host/a, https://t0ken@host b@c", 5)
    assert found
    assert found.line == "to: s3://************@host/a, https://*****@host b@c"
    found = shown("to: sftp://user:s3c@ret@host/a", 5)
    assert found
    assert found.line == "to: sftp://************@host/a"
    found = shown("See https://example.org/@user.", 5)
    assert found
    assert found.line == "See https://example.org/@user."


@pytest.mark.parametrize(
    "text", ["http://localhost:8000/x", "http://a:80).", "https://[::1]:80/", "s3://b/f:x"]
)
def test_an_address_without_a_password_is_shown(text: str) -> None:
    found = shown(f"to: {text}", 5)
    assert found
    assert found.line == f"to: {text}"
