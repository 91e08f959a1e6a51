"""Moments are written and compared without a `datetime` of each: that gives the same."""

from datetime import UTC, date, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from ssg.model.scalars import Moment, instant, iso_instant, parse_moment, timestamp
from ssg.pages.atom import rfc3339

# With offsets of seconds in the 19th century, of half an hour in summer, and a day that never was.
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
        "Pacific/Apia",
    )
]  # fmt: skip
FIXED: list[tzinfo] = [UTC, timezone(timedelta(hours=-3, minutes=-30))]


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    day = draw(
        st.dates(date(2, 1, 1), date(9998, 12, 31)) | st.dates(date(1880, 1, 1), date(2040, 1, 1))
    )
    if draw(st.booleans()):
        return parse_moment(day.isoformat())
    clock = draw(st.times()).isoformat(draw(st.sampled_from(("minutes", "seconds"))))
    offset = draw(st.sampled_from(("", "", "Z", "+00:00", "+05:45", "-12:00")))
    return parse_moment(f"{day}T{clock}{offset}")


@given(moments(), st.sampled_from([*ZONES, *FIXED]))
def test_an_instant_is_written_as_by_datetime(moment: Moment, zone: tzinfo) -> None:
    assert iso_instant(moment, zone) == instant(moment, zone).isoformat()


@given(moments(), st.sampled_from([*ZONES, *FIXED]))
def test_a_timestamp_is_that_of_datetime(moment: Moment, zone: tzinfo) -> None:
    assert timestamp(moment, zone) == instant(moment, zone).timestamp()


@given(moments(), st.sampled_from(ZONES))
def test_a_feed_has_the_instant_in_its_zone(moment: Moment, zone: ZoneInfo) -> None:
    assert rfc3339(moment, zone) == instant(moment, zone).astimezone(zone).isoformat()
