"""Where a link in a text leads: outside, into the site, or nowhere safe."""

import posixpath
import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers drop these from an address before they look for its scheme.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


class Outside(Struct, frozen=True):
    """An address on another host, or an e-mail address or telephone number."""

    url: str


class Inside(Struct, frozen=True):
    """A place of this site, as `ssg.model.documents.Link.target` describes it."""

    target: str


class Unsafe(Struct, frozen=True):
    """An address that no reader should be sent to."""

    reason: str


Destination = Outside | Inside | Unsafe


class LinkBase(Struct, frozen=True, kw_only=True):
    """What links of a document are relative to.

    `folder` is the document's folder in content/. `origin` is the host that
    root-relative links belong to when the text came from another site.
    """

    folder: str
    origin: str | None = None


def origin_of(url: str) -> str | None:
    """Scheme and host of a web address; None for what is no web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def destination(href: str, base: LinkBase) -> Destination:
    """Where `href` leads when it stands in a document with `base`."""
    scheme = _SCHEME.match(href) or _SCHEME.match(_IGNORED.sub("", href))
    if scheme:
        name = scheme[1].lower()
        if name not in _SAFE_SCHEMES:
            return Unsafe(f"links to '{name}:' addresses are not accepted")
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
