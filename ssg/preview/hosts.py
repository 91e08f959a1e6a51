"""Which hosts clients may ask for.

Any page on the web can make the browser of an editor ask this server for something. The browser
keeps the answer from that page, unless the page's own name has been given the address of this
machine meanwhile (DNS rebinding). The name is still in the Host header then, so only known names
are answered. An address in its place is no danger: such a page needs a name.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

Host = str | IPv4Address | IPv6Address
"""A name in lower case, without a dot at its end, or an address."""

_LOOPBACK: tuple[Host, ...] = ("localhost", IPv4Address("127.0.0.1"), IPv6Address("::1"))
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_HEADER = re.compile(r"(?:\[(?P<ipv6>[^\[\]]+)\]|(?P<other>[^\[\]:]+))(?::[0-9]{0,5})?")


class InvalidHost(ValueError):
    """A text that is neither the name of a host nor an address."""


class AllowedHosts:
    """The hosts that are answered: this machine's loopback, `bound`, and `names`.

    `bound` is the name or the address that the server listens on. If that is the address of all
    interfaces, every address is allowed, but no further name. Raises InvalidHost.
    """

    def __init__(self, bound: str, names: Iterable[str] = ()) -> None:
        host = parse_host(bound)
        self._hosts = {*_LOOPBACK, host, *map(parse_host, names)}
        self.is_loopback = host in _LOOPBACK or (not isinstance(host, str) and host.is_loopback)
        """Whether only this machine can reach the server."""
        self._allows_addresses = not isinstance(host, str) and host.is_unspecified

    def allow(self, host: Host | None) -> bool:
        if host in self._hosts:
            return True
        return self._allows_addresses and isinstance(host, IPv4Address | IPv6Address)


def parse_host(text: str) -> Host:
    """The host that an option names; an IPv6 address may have brackets. Raises InvalidHost."""
    try:
        return ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        pass
    try:
        # Browsers send names in other scripts so.
        name = text.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        name = ""
    if not _NAME.fullmatch(name):
        raise InvalidHost(f"'{text}' is neither the name of a host nor an address")
    return name


def parse_host_header(header: str) -> Host | None:
    """The host in a Host header, whatever its port; None if the header is not valid."""
    parts = _HEADER.fullmatch(header)
    if not parts:
        return None
    try:
        return IPv6Address(parts["ipv6"]) if parts["ipv6"] else parse_host(parts["other"])
    except ValueError:
        return None


def is_same_origin(origin: str, host_header: str) -> bool:
    """Whether a page of this origin came from the host and port that are asked now.

    Its scheme may also be https: a proxy in front of this server may offer that.
    """
    scheme, _, authority = origin.lower().partition("://")
    return scheme in ("http", "https") and authority == host_header.lower()
