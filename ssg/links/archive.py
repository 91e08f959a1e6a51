"""Looks up archived copies with the availability API of the Wayback Machine, or one like it.

https://archive.org/help/wayback_api.php
"""

from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec import Struct

from ssg.links.client import Client
from ssg.links.errors import NoAnswer
from ssg.links.urls import read_address
from ssg.model.scalars import ScalarError, parse_http_url
from ssg.urls import host_of

_MOST_BYTES = 64 * 1024
_OK = 200
_OWN_NAMES = ("www.", "api.")
"""What may be before the name of the archive in the address of its API."""


class ArchivedCopy(Struct, frozen=True, kw_only=True):
    url: str
    day: str
    """`YYYY-MM-DD`, or empty if the archive does not say when the copy was made."""


class _Closest(Struct, frozen=True, kw_only=True):
    url: str
    status: str = ""
    available: bool = False
    timestamp: str = ""


class _Snapshots(Struct, frozen=True, kw_only=True):
    closest: _Closest | None = None


class _Answer(Struct, frozen=True, kw_only=True):
    archived_snapshots: _Snapshots = _Snapshots()


_ANSWERS = msgspec.json.Decoder(_Answer)


async def find_archived_copy(
    client: Client, api: str, url: str, *, day: str
) -> ArchivedCopy | None:
    """The copy of `url` that is nearest to `day` (`YYYY-MM-DD`, empty for the newest).

    None if there is none, or none that the archive itself holds. Raises NoAnswer, and Postponed.
    """
    asked = {"url": url} | ({"timestamp": day.replace("-", "")} if day else {})
    answer = await client.get(
        f"{api}{'&' if '?' in api else '?'}{urlencode(asked)}", limit=_MOST_BYTES
    )
    if answer.status != _OK:
        raise NoAnswer(f"the archive answers with the status {answer.status}")
    if not answer.is_whole:
        raise NoAnswer("the answer of the archive is too long")
    try:
        closest = _ANSWERS.decode(answer.body).archived_snapshots.closest
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise NoAnswer("the answer of the archive cannot be understood") from None
    if closest is None or not closest.available or closest.status != str(_OK):
        return None
    copy = _read_copy(closest.url, api)
    return ArchivedCopy(url=copy, day=_read_day(closest.timestamp)) if copy else None


def _read_copy(url: str, api: str) -> str:
    """The address of a copy; empty if it is not one that the archive holds."""
    try:
        read_address(url)
        parts = urlsplit(parse_http_url(url))
    except (NoAnswer, ScalarError):
        return ""
    host, archive = host_of(url), _archive_of(api)
    if "@" in parts.netloc or not (host == archive or host.endswith(f".{archive}")):
        return ""
    if api.startswith("https:") and parts.scheme == "http" and parts.port is None:
        # The archive still gives the addresses that it began with.
        return parts._replace(scheme="https").geturl()
    return url


def _archive_of(api: str) -> str:
    """The host whose subdomains hold the copies."""
    host = host_of(api)
    name = next((name for name in _OWN_NAMES if host.startswith(name)), "")
    return host.removeprefix(name)


def _read_day(timestamp: str) -> str:
    """From the `YYYYMMDDhhmmss` of the Wayback Machine."""
    digits = timestamp[:8]
    is_day = len(digits) == 8 and digits.isascii() and digits.isdigit()
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if is_day else ""
