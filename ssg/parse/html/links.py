"""Classifies the links of a text: to another host, to this site, or unsafe."""

import posixpath
import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from ssg.patterns import rare
from ssg.urls import LINK_SCHEMES

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers ignore these characters when they look for the scheme of an address.
_IGNORED = rare(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")

# An address that needs no escapes, on this site or on a host that all parsers of addresses accept.
PLAIN_HOST = r"(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}"
PLAIN_ADDRESS = rf"(?:https?://{PLAIN_HOST}(?:/[A-Za-z0-9_./:?=#%~,+@-]*)?|[A-Za-z0-9_./#-]+)"


class Outside(Struct, frozen=True):
    """An address on another host, or an e-mail address or telephone number."""

    url: str


class Inside(Struct, frozen=True):
    """An address on this site, in the form of `ssg.model.documents.Link.target`."""

    target: str


class Unsafe(Struct, frozen=True):
    """An address that is not allowed."""

    reason: str


Destination = Outside | Inside | Unsafe


class LinkBase(Struct, frozen=True, kw_only=True):
    """The base of a document's relative links.

    `folder` is the document's folder in content/. `origin` is the scheme and host that
    root-relative links belong to if the text comes from another site.
    """

    folder: str
    origin: str | None = None


def origin_of(url: str) -> str | None:
    """The scheme and host of a web address; None for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def classify_link(href: str, base: LinkBase) -> Destination:
    """The destination of `href` in a document with `base`."""
    # Most links to this site have no colon.
    if ":" in href and (scheme := _SCHEME.match(href) or _SCHEME.match(_IGNORED.sub("", href))):
        name = scheme[1].lower()
        if name not in LINK_SCHEMES:
            return Unsafe(f"links to '{name}:' addresses are not allowed")
        if not href.partition(":")[2].strip(" /"):
            return Unsafe(f"the link has no address after '{name}:'")
        return Outside(href.strip())
    if not href.strip():
        return Unsafe("the link has no address")
    if href.startswith(("//", "\\\\", "/\\", "\\/")):
        return Outside("https://" + href[2:])
    if href.startswith("/"):
        return Outside(base.origin + href) if base.origin else Inside(unquote(href))
    if href.startswith("#"):
        return Inside("#" + unquote(href[1:]))
    path, mark, anchor = href.partition("#")
    joined = posixpath.normpath(posixpath.join(base.folder, unquote(path.partition("?")[0])))
    return Inside(joined + mark + unquote(anchor))
