"""The time of the build, and the order of moments."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from msgspec import Struct

from ssg.model.scalars import Moment, instant, timestamp
from ssg.model.states import BuildTime, State

# A moment without an offset has one of these lengths: a date, with hours and minutes, with seconds.
_LOCAL_LENGTHS = frozenset({10, 16, 19})


class Clock(Struct, frozen=True, kw_only=True):
    """Moments without an offset are in `zone`, the site's time zone."""

    now: datetime
    zone: tzinfo
    drafts: bool
    preview: bool
    past_day: str
    """A day that is over in every time zone, as are all that sort before it."""

    @classmethod
    def of(cls, time: BuildTime, zone: tzinfo) -> "Clock":
        now = datetime.fromisoformat(time.now)
        past_day = date.fromordinal(max(now.toordinal() - 3, 1)).isoformat()
        return cls(
            now=now,
            zone=zone,
            drafts=time.drafts,
            preview=time.preview,
            past_day=past_day,
        )

    def shows(self, state: State) -> bool:
        """Whether documents in this state are on the site."""
        match state:
            case State.DRAFT:
                return self.drafts or self.preview
            case State.SCHEDULED:
                return self.preview
            case _:
                return state is State.PUBLISHED

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def has_reached(self, moment: Moment) -> bool:
        # A site has tens of thousands of dates, and nearly all are long past.
        return moment < self.past_day or instant(moment, self.zone) <= self.now

    @property
    def now_position(self) -> float:
        return self.now.timestamp()

    def position(self, moment: Moment) -> float:
        """Orders moments in time: seconds since 1970."""
        return timestamp(moment, self.zone)

    def latest(self, moments: Sequence[Moment]) -> Moment:
        """The last in time; of several at the same instant, the last by spelling."""
        # Local times sort as text. To convert those of 10,000 threads would take 0.1 s more.
        if _LOCAL_LENGTHS.issuperset(map(len, moments)):
            return max(moments)
        return max(moments, key=lambda moment: (self.position(moment), moment))
