"""Which hosts may be asked: addresses come from the public, and a check runs inside CI.

What is not public is refused by the numbers that a name stands for, never by how it is written:
`0x7f.1`, `2130706433` and a name that somebody gave to 127.0.0.1 are all the same here.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""The IP addresses of a host, best first. Raises OSError, and UnicodeError for what is no name."""

# What `is_global` of some version of Python lets through. Sources: the registries of IANA
# (iana-ipv4-special-registry, iana-ipv6-special-registry), and the docs of Azure for the last one.
_SPECIAL_IPV4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "240.0.0.0/4",
            "168.63.129.16/32",
        ),
    )
)
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
# Among them Teredo and 6to4, both of which lead to an IPv4 address of the writer's choice.
_SPECIAL_IPV6 = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)
# Networks without IPv4 reach every IPv4 host under these: RFC 6052.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

# The ports of other protocols: https://fetch.spec.whatwg.org/#port-blocking
# fmt: off
_BAD_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
))
# fmt: on


class NotPublic(Exception):
    """The host is not one that everybody on the internet can reach."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Asks the system's resolver, which also knows every notation of numbers."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def is_bad_port(port: int | None) -> bool:
    """Whether it is the port of another protocol, which browsers do not ask either."""
    return port in _BAD_PORTS


def is_public(address: str) -> bool:
    """Whether an IP address, such as a resolver gives it, is one of the public internet."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv4Address):
        return _is_public_ipv4(number)
    if embedded := number.ipv4_mapped or _translated(number):
        return _is_public_ipv4(embedded)
    is_special = any(number in network for network in _SPECIAL_IPV6)
    return number in _GLOBAL_IPV6 and number.is_global and not is_special


def _is_public_ipv4(number: ipaddress.IPv4Address) -> bool:
    is_special = any(number in network for network in _SPECIAL_IPV4)
    return number.is_global and not number.is_multicast and not is_special


def _translated(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(number.packed[-4:]) if number in _NAT64 else None


class Guard:
    """Finds the IP addresses of hosts, and refuses those that are not public."""

    def __init__(
        self, private_hosts: Collection[str] = (), *, resolver: Resolver = resolve
    ) -> None:
        """The `private_hosts` may be asked wherever they are."""
        self._private_hosts = frozenset(host.lower().strip("[]") for host in private_hosts)
        self._resolver = resolver

    async def find_addresses(self, host: str, port: int) -> Sequence[str]:
        """The IP addresses of the host, all of which may be asked.

        Raises NotPublic, OSError if it has none, and UnicodeError for what is no name.
        """
        found = await self._resolver(host, port)
        if host.lower() not in self._private_hosts and not all(map(is_public, found)):
            # One of them may be public, but which one is asked is up to whoever owns the name.
            raise NotPublic
        return found
