"""Addresses that others wrote, as they may be asked and as they may be kept."""

import re

import httpx

from ssg.links.errors import BAD_PORT, NOT_HTTP, InvalidAddress, NoAnswer, Refused
from ssg.links.guard import is_bad_port
from ssg.urls import split_fragment

_LONGEST = 2_000
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


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


def show_address(url: str) -> str:
    """The address in the spelling in which it is asked; as it is, if it is not valid."""
    try:
        return str(read_address(url))
    except NoAnswer:
        return url


def follow_location(source: httpx.URL, location: str) -> tuple[httpx.URL, str]:
    """Where a redirect leads, as it may be asked, and its fragment, percent-encoded.

    Raises InvalidAddress, and Refused for anything but http and https.
    """
    if len(location) > _LONGEST or _UNSAFE.search(location):
        raise InvalidAddress
    try:
        joined = source.join(location)
    except (httpx.InvalidURL, ValueError):
        raise InvalidAddress from None
    # httpx decodes the fragment that it gives by itself: into line breaks, quotes and the like.
    return read_address(str(joined)), split_fragment(str(joined))[1]
