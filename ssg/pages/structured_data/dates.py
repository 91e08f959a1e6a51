"""Dates as schema.org and Open Graph want them: ISO 8601."""

from datetime import tzinfo

from ssg.model.scalars import Moment, has_time, iso_instant


def iso_date(moment: Moment, zone: tzinfo) -> str:
    """A day as it was written, a time with its offset: without one, it is in `zone`."""
    return iso_instant(moment, zone) if has_time(moment) else moment
