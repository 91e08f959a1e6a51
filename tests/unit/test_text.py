import pytest

from ssg.diagnostics import Diagnostic, Location
from ssg.text import decode, shorten_text


def error_of(data: bytes) -> Diagnostic:
    text, (diagnostic,) = decode(data, path="a.md")
    assert text == ""
    return diagnostic


def test_a_text_is_read_without_its_byte_order_mark() -> None:
    assert decode(b"\xef\xbb\xbfa\xc3\xa9", path="a.md") == ("aé", [])


def test_all_line_ends_are_normalized() -> None:
    assert decode(b"a\r\nb\rc\n\r\nd\t", path="a.md") == ("a\nb\nc\n\nd\t", [])


def test_a_mark_that_is_not_at_the_start_is_text() -> None:
    assert decode("a\ufeff".encode(), path="a.md") == ("a\ufeff", [])


def test_a_byte_that_is_not_utf_8_is_reported_with_its_place() -> None:
    assert error_of("é\nüx".encode() + b"\xff") == Diagnostic(
        code="T01",
        at=Location(path="a.md", line=2, column=3),
        message="byte 0xff is not UTF-8",
        hint="save the file as UTF-8",
    )


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"\xef\xbb\xbfab\nc\xff", 2, 2),
        (b"\xef\xbb\xbf\n\n\xc3\xa9\xff", 3, 2),
        (b"\xef\xbb\xbf\xc3\xa9\xff", 1, 2),
        (b"a\rb\r\nc\r\xff", 4, 1),
        (b"a\n\xc3", 2, 1),
        (b"a\xed\xa0\x80", 1, 2),
        (b"a\xc0\xaf", 1, 2),
    ],
)
def test_marks_and_line_ends_do_not_move_the_place(data: bytes, line: int, column: int) -> None:
    found = error_of(data)
    assert (found.code, found.at.line, found.at.column) == ("T01", line, column)


def test_a_nul_byte_is_reported_with_its_place() -> None:
    assert error_of(b"a\r\nb\0") == Diagnostic(
        code="T02",
        at=Location(path="a.md", line=2, column=2),
        message="contains a NUL byte",
        hint="delete it",
    )


@pytest.mark.parametrize("character", ["\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\ufffe", "\uffff"])
def test_no_control_character_is_text(character: str) -> None:
    found = error_of(f"ab{character}".encode())
    assert (found.code, found.at.column) == ("T02", 3)
    assert found.message == f"contains the control character U+{ord(character):04X}"


def test_other_invisible_characters_are_text() -> None:
    text = "a\u00a0\u200b\u202e\u0085\u2028"
    assert decode(text.encode(), path="a.md") == (text, [])


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        ("x" * 80, "x" * 80),
        ("word, " * 20, "word, " * 12 + "word…"),
        ("x" * 100, "x" * 80 + "…"),
        ("字" * 70 + "。" + "字" * 30, "字" * 70 + "…"),
        ("e\u0301" * 50, "e\u0301" * 40 + "…"),
    ],
)
def test_a_shortened_text_ends_at_a_word_if_it_can(text: str, short: str) -> None:
    assert shorten_text(text, 80) == short
