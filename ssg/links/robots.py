"""What robots.txt lets programs read (RFC 9309)."""

import asyncio
from collections import OrderedDict, defaultdict
from urllib.parse import urlsplit

import httpx
from protego import Protego

from ssg.links.client import KIB, ROBOT, Answer, Client
from ssg.links.errors import NoAnswer

_LARGEST = 500 * KIB
"""What is read of a robots.txt, as the RFC asks."""
_KEPT = KIB * KIB
"""How many bytes of them are kept at most."""
_SLOWEST = 30.0
"""The longest Crawl-delay, in seconds, that is heeded."""


class Disallowed(Exception):
    """The host does not want programs to read this address, or cannot be asked if it does."""


class Robots:
    """Asks each host once for its robots.txt."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rules: OrderedDict[str, tuple[Protego | None, int]] = OrderedDict()
        self._size = 0
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def check(self, url: httpx.URL) -> None:
        """Raises Disallowed for an address that programs must not read."""
        origin = _origin(str(url))
        async with self._asking[origin]:
            if origin not in self._rules:
                self._keep(origin, *await self._read(origin))
            self._rules.move_to_end(origin)
            rules, _ = self._rules[origin]
        if rules is None or not rules.can_fetch(str(url), ROBOT):
            raise Disallowed

    async def _read(self, origin: str) -> tuple[Protego | None, int]:
        """The rules of a host, None if nothing may be read; and the size of their text."""
        try:
            answer = await self._client.get(f"{origin}/robots.txt", limit=_LARGEST)
        except NoAnswer:
            return None, 0
        if answer.status >= 500 or answer.status == 429:
            return None, 0
        text = _rules_of(answer)
        try:
            rules = Protego.parse(text)
        except Exception:
            # What a stranger wrote must not end the check of all others.
            return None, 0
        if delay := rules.crawl_delay(ROBOT):
            self._client.pace.slow_down(urlsplit(origin).hostname or "", min(delay, _SLOWEST))
        return rules, len(text)

    def _keep(self, origin: str, rules: Protego | None, size: int) -> None:
        self._rules[origin] = rules, size
        self._size += size
        while self._size > _KEPT and len(self._rules) > 1:
            _, (_, freed) = self._rules.popitem(last=False)
            self._size -= freed


def _rules_of(answer: Answer) -> str:
    # A client error says that there are no rules.
    return answer.body.decode(errors="replace") if answer.status < 400 else ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
