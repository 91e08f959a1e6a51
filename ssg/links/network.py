"""Connections to hosts: only to addresses that the guard has seen, and at most two to a host.

A name is looked up once for a connection, which is then made to the number that was checked. So a
name that stands for another address the next time it is looked up (DNS rebinding) gains nothing.
"""

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from ssg.links.errors import NoAnswer, is_of_certificates
from ssg.links.guard import Guard

CONNECTIONS_A_HOST = 2
_OPEN_HOSTS = 64
"""How many hosts may have connections that wait for the next request."""
_IDLE_SECONDS = 15
_ADDRESSES_TRIED = 4

SocketOptions = Iterable[
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that the guard has found, by their numbers."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises NotPublic, OSError, UnicodeError, and what httpcore raises."""
        addresses = await self._guard.find_addresses(host, port)
        problem: Exception = OSError("the host has no address")
        for address in addresses[:_ADDRESSES_TRIED]:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem


class _Direct(httpx.AsyncHTTPTransport):
    """httpx's own transport over connections that are guarded.

    httpx has no parameter for that. Its constructor is not called, so that without the name `_pool`
    nothing would be asked at all.
    """

    def __init__(self, guard: Guard, context: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=CONNECTIONS_A_HOST,
            keepalive_expiry=_IDLE_SECONDS,
            http2=True,
            network_backend=GuardedBackend(guard),
        )


class _Proxied(httpx.AsyncHTTPTransport):
    """Asks a proxy, which looks names up by itself, for what the guard lets through."""

    def __init__(self, guard: Guard, context: ssl.SSLContext, proxy: str) -> None:
        limits = httpx.Limits(max_connections=CONNECTIONS_A_HOST, keepalive_expiry=_IDLE_SECONDS)
        super().__init__(verify=context, http2=True, limits=limits, proxy=proxy)
        self._guard = guard

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        # Behind some proxies, only they can look names up.
        with suppress(OSError):
            await self._guard.find_addresses(request.url.host, request.url.port or 443)
        try:
            return await super().handle_async_request(request)
        except (httpx.ProxyError, httpx.ConnectError, httpx.ConnectTimeout) as error:
            if is_of_certificates(error):
                raise
            # The host is not to blame, as long as nothing else answers either.
            raise NoAnswer("the proxy makes no connection", may_be_offline=True) from error


class UnusableProxy(Exception):
    """The environment names a proxy through which nothing can be asked."""


class _Host:
    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self.transport = transport
        self.in_flight = 0
        self.is_retired = False

    async def close(self) -> None:
        # What cannot be closed is broken already, and the next host is not to blame.
        with suppress(Exception):
            await self.transport.aclose()


class HostTransports(httpx.AsyncBaseTransport):
    """Connections for each host of their own, which are closed when many others have been asked."""

    def __init__(self, guard: Guard) -> None:
        """Raises UnusableProxy."""
        self._guard = guard
        self._proxies = _read_proxies()
        # Also knows the certificates in SSL_CERT_FILE and SSL_CERT_DIR, as intranets need.
        self._context = httpx.create_ssl_context()
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        key = f"{self._find_proxy(request.url)} {request.url.host}"
        host = self._hosts.get(key)
        if host is None or host.is_retired:
            host = self._hosts[key] = _Host(self._connect(request.url))
        self._hosts.move_to_end(key)
        host.in_flight += 1
        try:
            await self._close_idle()
            response = await host.transport.handle_async_request(request)
        except BaseException:
            await self._release(host)
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Body(response.stream, host, self)
        return response

    def _find_proxy(self, url: httpx.URL) -> str:
        proxy = self._proxies[url.scheme]
        return "" if not proxy or proxy_bypass(url.host) else proxy

    def _connect(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        if proxy := self._find_proxy(url):
            return _Proxied(self._guard, self._context, proxy)
        return _Direct(self._guard, self._context)

    async def _close_idle(self) -> None:
        idle = [key for key, host in self._hosts.items() if not host.in_flight]
        for key in idle[: max(0, len(self._hosts) - _OPEN_HOSTS)]:
            await self._hosts.pop(key).close()

    async def _release(self, host: _Host) -> None:
        host.in_flight -= 1
        if host.is_retired and not host.in_flight:
            await host.close()

    async def finish(self, host: _Host, *, is_whole: bool) -> None:
        """Called once a body has been read. What is left of one would clog its connection."""
        host.is_retired |= not is_whole
        await self._release(host)

    async def aclose(self) -> None:
        while self._hosts:
            _, host = self._hosts.popitem()
            await host.close()


def _read_proxies() -> dict[str, str]:
    """The proxy for each scheme, empty for none. Raises UnusableProxy.

    Without that, every host would seem to fail, and be called dead in the end.
    """
    given = getproxies()
    named = {scheme: given.get(scheme) or given.get("all", "") for scheme in ("http", "https")}
    found = {
        scheme: f"http://{proxy}" if proxy and "://" not in proxy else proxy
        for scheme, proxy in named.items()
    }
    if not all(_is_usable(proxy) for proxy in found.values() if proxy):
        raise UnusableProxy
    return found


def _is_usable(proxy: str) -> bool:
    try:
        url = httpx.URL(proxy)
    except httpx.InvalidURL:
        return False
    is_port = url.port is None or 0 < url.port < 65_536
    return url.scheme in ("http", "https") and bool(url.host) and is_port


class _Body(httpx.AsyncByteStream):
    def __init__(
        self, inner: httpx.AsyncByteStream, host: _Host, transports: HostTransports
    ) -> None:
        self._inner = inner
        self._host = host
        self._transports = transports
        self._is_whole = self._is_closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._inner:
            yield part
        self._is_whole = True

    async def aclose(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        try:
            await self._inner.aclose()
        finally:
            await self._transports.finish(self._host, is_whole=self._is_whole)
