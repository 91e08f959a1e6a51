"""Which threads were asked so long ago that their advice may have changed."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from ssg.model.documents import Thread
from ssg.model.ids import ThreadId
from ssg.model.scalars import day_text
from ssg.resolve.clock import Clock


def find_old_threads(threads: Iterable[Thread], years: int, clock: Clock) -> frozenset[ThreadId]:
    """Those asked `years` or more before the day of the build; none if `years` is 0."""
    if not years:
        return frozenset()
    limit = _find_limit(clock.today, years).isoformat()
    return frozenset([one.id for one in threads if day_text(one.meta.asked) <= limit])


def find_next_old(threads: Iterable[Thread], years: int, clock: Clock) -> datetime | None:
    """When the next thread becomes old; None for never."""
    if not years:
        return None
    limit = _find_limit(clock.today, years).isoformat()
    days = [day for one in threads if (day := day_text(one.meta.asked)) > limit]
    if not days:
        return None
    return datetime.combine(_add_years(date.fromisoformat(min(days)), years), time.min, clock.zone)


def _find_limit(today: date, years: int) -> date:
    """The last day that is `years` old: on 29 February, 28 February of a year without a 29th."""
    day = _add_years(today, -years)
    return day if day.day == today.day else day - timedelta(days=1)


def _add_years(day: date, years: int) -> date:
    """The same day in another year; for 29 February in a year without one, the day after."""
    year = min(max(day.year + years, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
