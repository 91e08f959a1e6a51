"""Addresses that others wrote, as they may be asked and as they may be kept."""

import re
from urllib.parse import urldefrag

import httpx

from ssg.links.errors import (
    BAD_PORT,
    NOT_HTTP,
    REDIRECTED,
    InvalidAddress,
    Refused,
    RefusedRedirect,
)
from ssg.links.guard import is_bad_port

_LONGEST = 2_000
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def split_fragment(url: str) -> tuple[str, str]:
    """The address without its fragment, and that."""
    address, fragment = urldefrag(url)
    return address, fragment


def read_address(url: str) -> httpx.URL:
    """An address as it may be asked: without fragment and credentials.

    Raises InvalidAddress, and Refused for anything but http and https.
    """
    if len(url) > _LONGEST or _UNSAFE.search(url):
        raise InvalidAddress
    try:
        read = httpx.URL(url)
        if read.scheme not in ("http", "https"):
            raise Refused(NOT_HTTP)
        if not read.host:
            raise InvalidAddress
        if is_bad_port(read.port):
            raise Refused(BAD_PORT)
        return read.copy_with(fragment=None, userinfo=b"")
    except (httpx.InvalidURL, ValueError) as error:
        # What idna and ipaddress raise are ValueErrors.
        raise InvalidAddress from error


def follow_location(source: httpx.URL, location: str) -> tuple[httpx.URL, str]:
    """Where a redirect leads, as it may be asked, and its fragment.

    Raises RefusedRedirect for what is no address that may be asked.
    """
    if len(location) > _LONGEST or _UNSAFE.search(location):
        raise RefusedRedirect("it redirects to an address that is not valid")
    try:
        joined = source.join(location)
        return read_address(str(joined)), joined.fragment
    except Refused as error:
        raise RefusedRedirect(REDIRECTED[error.reason]) from None
    except (InvalidAddress, httpx.InvalidURL, ValueError):
        raise RefusedRedirect("it redirects to an address that is not valid") from None
