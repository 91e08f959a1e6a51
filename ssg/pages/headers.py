"""The headers that a host should send with the site's files.

The policy is also in every page, for hosts that send no headers of a site's own.
https://www.w3.org/TR/CSP3/
"""

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from ssg import urls
from ssg.config import Settings
from ssg.model.states import Environment

Policy = Mapping[str, str]

_PAGE: Policy = {
    "default-src": "'none'",
    "base-uri": "'none'",
    # Pages have no scripts that could connect, but audits read robots.txt on behalf of the page:
    # https://github.com/GoogleChrome/lighthouse/issues/4386
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    # Style sheets may have small pictures in themselves.
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "style-src": "'self'",
}
_SEARCH: Policy = {
    **_PAGE,
    # The index of words is read by WebAssembly.
    "script-src": "'self' 'wasm-unsafe-eval'",
}
# A page cannot say this of itself: https://www.w3.org/TR/CSP3/#meta-element
_NO_FRAMES: Policy = {"frame-ancestors": "'none'"}

FOREVER = "public, max-age=31536000, immutable"
CHECKED_EACH_TIME = "public, max-age=0, must-revalidate"

REFERRER = "same-origin"
"""No other host learns which page of a site about health its reader comes from."""

_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": REFERRER,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
            *("encrypted-media", "geolocation", "gyroscope", "hid", "magnetometer"),
            *("microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
        )
    ),
}
"""What every file is sent with, but for its policy."""

_PREVIEW = {"X-Robots-Tag": "noindex"}
"""Feeds, images and other files cannot say it of themselves:
https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag#xrobotstag
"""

HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000")
"""Only whoever runs the host knows whether it will have https for a whole year."""


def _format(policy: Policy) -> str:
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


# Safe in an attribute with double quotation marks.
PAGE_POLICY = Markup(_format(_PAGE))
SEARCH_POLICY = Markup(_format(_SEARCH))
"""For the page that searches: the only one with scripts."""


class Headers(Struct, frozen=True, kw_only=True):
    """The headers of all files, and those in which some folders differ, by their addresses."""

    common: Mapping[str, str]
    folders: Mapping[str, Mapping[str, str]]


def site_headers(settings: Settings, environment: Environment = Environment.PRODUCTION) -> Headers:
    """What to send with each file of the site; addresses include its prefix."""
    page = {"Content-Security-Policy": _format({**_PAGE, **_NO_FRAMES})}
    search = {"Content-Security-Policy": _format({**_SEARCH, **_NO_FRAMES})}
    preview = _PREVIEW if environment is Environment.PREVIEW else {}
    searched = settings.published_languages if settings.search else ()
    return Headers(
        common={**page, **_COMMON, **preview, "Cache-Control": CHECKED_EACH_TIME},
        folders={
            settings.prefix + urls.ASSETS: {"Cache-Control": FOREVER},
            **{
                settings.prefix + settings.list_prefix(lang) + urls.SEARCH: search
                for lang in searched
            },
        },
    )
