"""Finds telephone numbers of site.yaml that nobody has checked for a year."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic
from ssg.model.scalars import Moment, day_of
from ssg.resolve.clock import Clock
from ssg.resolve.diagnostics import diagnostic_at, shorten

_STAYS_CHECKED = timedelta(days=365)


def find_unchecked_numbers(places: SettingsPlaces, clock: Clock) -> Iterator[Diagnostic]:
    """W22 for numbers that were checked too long ago, W18 for those checked in the future."""
    for checked in places.checked:
        if not clock.has_reached(checked.date):
            message = f"'checked' is in the future: {checked.date}"
            yield diagnostic_at("W18", places.path, checked, message, "correct the date")
        elif day_of(checked.date) + _STAYS_CHECKED < clock.today:
            message = f"'{shorten(checked.label)}' was last checked on {day_of(checked.date)}"
            hint = "look it up at its source, then update `checked`"
            yield diagnostic_at("W22", places.path, checked, message, hint)


def find_recheck_times(dates: Iterable[Moment], clock: Clock) -> Iterator[datetime]:
    """When each of the numbers that were checked on these dates counts as unchecked."""
    for date in dates:
        if clock.has_reached(date):
            day = day_of(date) + _STAYS_CHECKED + timedelta(days=1)
            yield datetime.combine(day, time.min, clock.zone)
