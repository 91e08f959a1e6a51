"""How long a host asks to be left alone: RFC 9110, section 10.2.3."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

_DEFAULT = 30.0
_LONGEST = 24 * 60 * 60.0


def read_retry_after(headers: httpx.Headers) -> float:
    """The seconds to wait, at most a day; half a minute if the host does not say.

    A time is compared with the clock of the host, if it tells that.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), _LONGEST)
    until = _read_date(value)
    if until is None:
        return _DEFAULT
    now = _read_date(headers.get("date", "")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), _LONGEST)


def _read_date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
