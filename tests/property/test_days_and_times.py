"""Days are those of one year, and times those of one minute, with the same text as Babel's own."""

from datetime import date, datetime, time, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_time, get_datetime_format
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from ssg.model.scalars import Moment
from ssg.render.localization import Localization, locale_of, make_formats

TAGS = [one.replace("_", "-") for one in locale_identifiers()]
YEARS = (2, 99, 987, 1999, 2000, 2026, 9998)


def _interface(tag: str) -> Localization:
    return Localization(tag, NullTranslations(), ZoneInfo("UTC"))


def _is_as_in_babel(interface: Localization, day: date) -> bool:
    text = format_date(day, "long", locale_of(interface.lang))
    return interface.date(Moment(day.isoformat())) == text


@given(st.sampled_from(TAGS), st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_a_day_is_written_as_in_babel(tag: str, day: date) -> None:
    assert _is_as_in_babel(_interface(tag), day)


@pytest.mark.parametrize("year", YEARS)
def test_each_language_writes_each_month_as_in_babel(year: int) -> None:
    for interface in map(_interface, TAGS):
        for month in range(1, 13):
            assert _is_as_in_babel(interface, date(year, month, (month + year) % 28 + 1))


@pytest.mark.parametrize("tag", ["ar", "en", "es", "th", "zh-Hans-CN"])
def test_each_day_is_written_as_in_babel(tag: str) -> None:
    interface = _interface(tag)
    first = date(2024, 1, 1).toordinal()
    assert all(_is_as_in_babel(interface, date.fromordinal(first + day)) for day in range(366))


def _has_time_of_babel(interface: Localization, hour: int, minute: int) -> bool:
    moment = datetime(2000, 1, 2, hour, minute)
    locale = locale_of(interface.lang)
    pattern = str(get_datetime_format("medium", locale)).replace("'", "")
    text = pattern.replace("{0}", format_time(time(hour, minute), "short", locale=locale))
    text = text.replace("{1}", format_date(moment.date(), "long", locale))
    return interface.datetime(Moment(moment.isoformat())) == text


@given(st.sampled_from(TAGS), st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_written_as_in_babel(tag: str, hour: int, minute: int) -> None:
    assert _has_time_of_babel(_interface(tag), hour, minute)


@pytest.mark.parametrize("minute", [0, 9, 10, 59])
def test_each_language_writes_each_hour_as_in_babel(minute: int) -> None:
    for interface in map(_interface, TAGS):
        for hour in range(24):
            assert _has_time_of_babel(interface, hour, minute)


@pytest.mark.parametrize("tag", ["ar", "en", "en-US", "es", "yo", "zh-Hant"])
def test_each_minute_is_written_as_in_babel(tag: str) -> None:
    interface = _interface(tag)
    for minute in range(24 * 60):
        assert _has_time_of_babel(interface, *divmod(minute, 60))


@pytest.mark.parametrize("tag", ["ar", "en", "es", "es-MX"])
def test_formats_that_are_kept_give_the_same(tag: str) -> None:
    babel = _interface(tag)
    kept = Localization(tag, NullTranslations(), ZoneInfo("UTC"), make_formats(tag))
    first = datetime(2024, 1, 1)
    for minutes in range(366 * 24):
        moment = Moment((first + timedelta(minutes=61 * minutes)).isoformat())
        assert kept.datetime(moment) == babel.datetime(moment)
    for number in (*range(1_100), -1, 4.5):
        assert kept.number(number) == babel.number(number)
