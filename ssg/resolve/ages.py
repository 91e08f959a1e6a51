"""Which threads were asked so long ago that their advice may have changed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from ssg.model.documents import Thread
from ssg.model.frontmatter import Part, PersonMeta
from ssg.model.ids import PersonId, ThreadId
from ssg.model.scalars import day_of, day_text
from ssg.resolve.clock import Clock


class Ages(Struct, frozen=True, kw_only=True):
    """A thread is old `years` after it was asked, or after its answers were last reviewed.

    A review counts if a health professional made it, of the text as it is, and the next one is not
    overdue.
    """

    years: int
    """0 means that no thread is ever old."""
    people: Mapping[PersonId, PersonMeta]
    clock: Clock

    def find_old(self, threads: Iterable[Thread]) -> frozenset[ThreadId]:
        if not self.years:
            return frozenset()
        limit = _find_limit(self.clock.today, self.years).isoformat()
        return frozenset([one.id for one in threads if self._day(one) <= limit])

    def find_next(self, threads: Iterable[Thread]) -> datetime | None:
        """When the next thread becomes old; None for never."""
        if not self.years:
            return None
        limit = _find_limit(self.clock.today, self.years).isoformat()
        days = [day for one in threads if (day := self._day(one)) > limit]
        if not days:
            return None
        reached = _add_years(date.fromisoformat(min(days)), self.years)
        return datetime.combine(reached, time.min, self.clock.zone)

    def _day(self, thread: Thread) -> str:
        """The day from which its age counts."""
        asked, review = day_text(thread.meta.asked), thread.meta.review
        if review is None or Part.ANSWERS not in review.covers:
            return asked
        person = self.people.get(review.by)
        is_overdue = review.due is not None and day_of(review.due) < self.clock.today
        is_valid = not (is_overdue or thread.changed_since_review)
        counts = person and not person.lay and is_valid
        reached = self.clock.has_reached(review.date)
        return max(asked, day_text(review.date)) if counts and reached else asked


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
