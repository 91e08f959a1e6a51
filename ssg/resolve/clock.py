"""The build's time, and moments as points on one line."""

from datetime import date, datetime, tzinfo

from msgspec import Struct

from ssg.model.scalars import Moment, instant
from ssg.model.states import BuildTime


class Clock(Struct, frozen=True, kw_only=True):
    """`zone` is the site's: moments without an offset are read in it."""

    now: datetime
    zone: tzinfo
    drafts: bool

    @classmethod
    def of(cls, time: BuildTime, zone: tzinfo) -> "Clock":
        return cls(now=datetime.fromisoformat(time.now), zone=zone, drafts=time.drafts)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def has_come(self, moment: Moment) -> bool:
        return instant(moment, self.zone) <= self.now

    def position(self, moment: Moment) -> float:
        """Orders moments in time.

        In seconds rather than as a time in UTC, in which neither the first day of
        year 1 nor the last of 9999 can be expressed for every zone.
        """
        return instant(moment, self.zone).timestamp()
