from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.model.frontmatter import Status
from ssg.model.scalars import (
    Choice,
    Count,
    Flag,
    Language,
    Moment,
    Number,
    Scalar,
    ScalarError,
    day_of,
    has_offset,
    has_time,
    instant,
    is_before,
    parse_http_url,
    parse_id,
    parse_moment,
    parse_text,
    timestamp,
)

TOKYO = ZoneInfo("Asia/Tokyo")


def reader(annotated: object) -> Callable[[str], object]:
    (mark,) = annotated.__metadata__  # type: ignore[attr-defined]
    assert isinstance(mark, Scalar)
    return mark.parse


def error_of(read: Callable[[str], object], text: str) -> str:
    with pytest.raises(ScalarError) as caught:
        read(text)
    return f"{caught.value.code} {caught.value}"


def test_text_is_on_one_line() -> None:
    assert parse_text("  two\n words\tand \u00a0 more ") == "two words and more"


@pytest.mark.parametrize("character", ["\0", "\x08", "\x1b", "\x7f", "\ufffe", "\uffff"])
def test_text_has_no_character_that_xml_does_not_allow(character: str) -> None:
    assert error_of(parse_text, f"a{character}b") == "T02 contains a control character"


@pytest.mark.parametrize("text", ["a", "42", "lower-back-pain", "a1-2b"])
def test_an_id_is_lowercase_words_and_hyphens(text: str) -> None:
    assert parse_id(text) == text


@pytest.mark.parametrize("text", ["", "A", "a_b", "-a", "a-", "a--b", "é", "a b", "a\n", "٣"])
def test_nothing_else_is_an_id(text: str) -> None:
    assert error_of(parse_id, text).startswith("F12 ")


def test_a_flag_is_true_or_false() -> None:
    read = reader(Flag)
    assert (read("true"), read("false")) == (True, False)
    assert error_of(read, "yes") == "F07 expects true or false, not 'yes'"
    assert error_of(read, "True") == "F07 expects true or false, not 'True'"


def test_a_count_is_a_whole_number() -> None:
    read = reader(Count)
    assert (read("0"), read("007"), read("999999999")) == (0, 7, 999_999_999)
    assert error_of(read, "-1") == "F07 expects a whole number, 0 or more, not '-1'"
    for text in ("1.0", "1e3", "1_000", "٣", "+1", "1234567890", "0x1", ""):
        error_of(read, text)


def test_a_number_is_a_finite_decimal() -> None:
    read = reader(Number)
    assert (read("4.5"), read("-2"), read("10.25")) == (4.5, -2.0, 10.25)
    assert error_of(read, "nan") == "F07 expects a number such as 4.5, not 'nan'"
    for text in ("inf", "1e400", ".5", "5.", "1,5", "٣", "1_0", "9" * 400):
        error_of(read, text)


@pytest.mark.parametrize("text", ["en", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "gsw"])
def test_a_language_is_a_language_tag(text: str) -> None:
    assert reader(Language)(text) == text


@pytest.mark.parametrize("text", ["EN", "en_GB", "english", "en-gb", "e", "en-", "../en"])
def test_nothing_else_is_a_language(text: str) -> None:
    assert error_of(reader(Language), text) == (
        f"F12 expects a language code such as en, es or pt-BR, not '{text}'"
    )


def test_a_choice_is_one_of_the_words() -> None:
    choice = Choice(Status)
    assert choice.parse("draft") is Status.DRAFT
    assert error_of(choice.parse, "Draft") == (
        "F12 'Draft' is not one of: published, draft, withdrawn"
    )


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example",
        "http://a.example:8080/b?c=d&e=f#g",
        "https://bücher.example/ä",
        "HTTPS://A.EXAMPLE/",
    ],
)
def test_a_web_address_is_kept_as_it_is_written(text: str) -> None:
    assert parse_http_url(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a.example", "//a.example", "ftp://a.example", "javascript:alert(1)//https://a.example",
        "https://", "https:///path", "https:a.example", "https://a b", "https://a\n.example",
        "https://a.example/<b>", 'https://a.example/"', "https://a.example\\@b.example",
        "https://a.example:0", "https://a.example:99999", "https://[::1", "https://a.example/\x7f",
        " https://a.example", "https://a.example/\u00a0", "",
    ],
)  # fmt: skip
def test_nothing_else_is_a_web_address(text: str) -> None:
    assert error_of(parse_http_url, text).startswith(
        "F12 expects a web address that starts with https:// or http://, not '"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2008-12-06", "2008-12-06T17:57", "2008-12-06T17:57:09", "2008-12-06T17:57Z", "2024-02-29",
        "2008-12-06T17:57:09+05:45", "2008-12-06T00:00-12:00", "0002-01-01", "9998-12-31",
    ],
)  # fmt: skip
def test_a_moment_keeps_its_precision(text: str) -> None:
    assert parse_moment(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "2020", "2020-1-1", "06/12/2008", "2008-12-06 17:57", "2008-12-06T17", "2008-12-06T1757",
        "20081206", "2008-12-06T17:57:09.5", "2008-12-06T17:57+0545", "2008-W49-6", "٢٠٠٨-12-06",
        "2008-12-06T", "now", "", "2008-12-06T17:57+05:99", "2008-12-06\n",
    ],
)  # fmt: skip
def test_no_other_format_is_a_moment(text: str) -> None:
    assert error_of(parse_moment, text) == (
        f"F09 '{' '.join(text.split())}' is not a date: write 2026-03-01 or 2026-03-01T09:30"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29", "2020-13-01", "2020-00-10", "2020-01-01T24:00", "2020-01-01T25:00",
        "2020-01-01T12:60", "2020-01-01T12:00:60", "2020-01-01T12:00+14:01",
        "2020-01-01T12:00-23:00", "0000-01-01",
    ],
)  # fmt: skip
def test_a_date_that_does_not_exist_is_an_error(text: str) -> None:
    assert error_of(parse_moment, text) == f"F09 the date or time '{text}' does not exist"


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59-14:00"])
def test_a_moment_can_be_converted_to_every_time_zone(text: str) -> None:
    assert (
        error_of(parse_moment, text) == f"F09 '{text}' is out of range: use a year from 2 to 9998"
    )
    for valid in ("0002-01-01T00:00+14:00", "9998-12-31T23:59-14:00"):
        for zone in (TOKYO, timezone(timedelta(hours=-14))):
            instant(parse_moment(valid), zone).astimezone(zone)


def test_a_long_value_is_shortened_in_messages() -> None:
    assert error_of(parse_moment, "x" * 100) == (
        f"F09 '{'x' * 57}...' is not a date: write 2026-03-01 or 2026-03-01T09:30"
    )


def test_a_moment_without_an_offset_is_in_the_sites_zone() -> None:
    assert instant(parse_moment("2020-01-01"), TOKYO) == datetime(2019, 12, 31, 15, tzinfo=UTC)
    assert instant(parse_moment("2020-01-01T09:00+01:00"), TOKYO) == datetime(
        2020, 1, 1, 9, tzinfo=timezone(timedelta(hours=1))
    )


def test_timestamps_order_moments_in_time() -> None:
    written = ["2020-01-01T00:30Z", "2020-01-01T09:00", "2020-01-01T00:00Z", "2020-01-01"]
    moments = [parse_moment(text) for text in written]
    assert sorted(moments, key=lambda moment: timestamp(moment, TOKYO)) == [
        "2020-01-01",
        "2020-01-01T09:00",
        "2020-01-01T00:00Z",
        "2020-01-01T00:30Z",
    ]
    assert timestamp(parse_moment("1970-01-01T00:01"), UTC) == 60


def test_the_day_of_a_moment_is_the_one_that_was_written() -> None:
    assert day_of(parse_moment("2020-01-01T23:30-12:00")) == date(2020, 1, 1)
    assert has_time(parse_moment("2020-01-01T23:30"))
    assert not has_time(parse_moment("2020-01-01"))


@pytest.mark.parametrize("start", ["2020-01-01T23:30", "2020-01-01T23:30:15"])
def test_a_moment_has_an_offset_only_where_one_is_written(start: str) -> None:
    assert all(has_offset(parse_moment(start + end)) for end in ("Z", "+01:00", "-12:00"))
    assert not has_offset(parse_moment(start))
    assert not has_offset(parse_moment("2020-01-01"))


LENGTHS = {10: timedelta(days=1), 16: timedelta(minutes=1), 19: timedelta(seconds=1)}
"""How long a moment lasts, by the length of its text."""
close_times = st.datetimes(datetime(2026, 2, 28, 23), datetime(2026, 3, 1, 1))


@given(close_times, close_times, st.sampled_from(list(LENGTHS)), st.sampled_from(list(LENGTHS)))
def test_a_moment_is_before_another_if_it_is_over_when_that_begins(
    one: datetime, other: datetime, precision: int, other_precision: int
) -> None:
    first = one.isoformat()[:precision]
    second = other.isoformat()[:other_precision]
    is_over = datetime.fromisoformat(first) + LENGTHS[precision] <= datetime.fromisoformat(second)
    assert is_before(Moment(first), Moment(second), TOKYO) == is_over
    if precision > 10:
        assert is_before(Moment(f"{first}+09:00"), Moment(second), TOKYO) == is_over
