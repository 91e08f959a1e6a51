"""Where an address has moved to for good."""

from urllib.parse import urlsplit

from ssg.ledger import LinkRecord, LinkState
from ssg.model.scalars import ScalarError, parse_http_url
from ssg.urls import split_fragment


def target_of(record: LinkRecord, url: str) -> str:
    """The address to write in place of `url`, which is that of the record with any fragment.

    Empty if it has not moved for good, or to what is no page of its own: a home page. The fragment
    stays, unless the host gave one.
    """
    if record.state is not LinkState.MOVED or not record.permanent:
        return ""
    target = record.to
    fragment = split_fragment(url)[1]
    if fragment and not split_fragment(target)[1]:
        target = f"{split_fragment(target)[0]}#{fragment}"
    try:
        path = urlsplit(parse_http_url(target)).path
    except (ScalarError, ValueError):
        return ""
    if not target.isprintable():
        # Such as what turns the direction of the text around it.
        return ""
    is_home = path.strip("/") == "" and urlsplit(url).path.strip("/") != ""
    return "" if is_home or target == url else target


def is_same_host(url: str, target: str) -> bool:
    """Whether a move stays on the host, `www.` and the scheme aside.

    A domain that was sold answers with a redirect, too.
    """
    return _host(url) == _host(target) and not _loses_encryption(url, target)


def _loses_encryption(url: str, target: str) -> bool:
    return url.lower().startswith("https:") and target.lower().startswith("http:")


def _host(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url, None
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    host = (parts.hostname or "").removeprefix("www.")
    return host, None if port == default else port
