"""Addresses that others wrote, as they may be asked and as they may be kept."""

import re

import httpx

from ssg.links.errors import BAD_PORT, NOT_HTTP, TOO_LONG, InvalidAddress, NoAnswer, Refused
from ssg.links.guard import is_bad_port
from ssg.urls import split_fragment

_LONGEST = 8_000
# What cannot be seen, but for the two joiners, which Persian and Indian words need.
_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\U000e0000-\U000e0fff]"
)


def read_address(url: str) -> httpx.URL:
    """An address as it may be asked: without fragment and credentials.

    Raises InvalidAddress, and Refused for what is very long, or not http or https.
    """
    _refuse_unsafe(url)
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


def _refuse_unsafe(url: str) -> None:
    if len(url) > _LONGEST:
        # Browsers take longer ones, so it is not called dead.
        raise Refused(TOO_LONG)
    if _UNSAFE.search(url):
        raise InvalidAddress


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
    _refuse_unsafe(location)
    try:
        joined = source.join(location)
    except (httpx.InvalidURL, ValueError):
        raise InvalidAddress from None
    # httpx decodes the fragment that it gives by itself: into line breaks, quotes and the like.
    return read_address(str(joined)), split_fragment(str(joined))[1]
