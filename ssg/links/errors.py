"""Why an address gave no answer. The words are kept in the ledger, so they are ssg's own."""

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from ssg.links.guard import NotPublic

_NO_ROUTE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)
_UNKNOWN_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
# https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/
_CERTIFICATE_PROBLEMS = {
    10: "its certificate has expired",
    18: "its certificate is signed by nobody else",
    19: "its certificate is signed by nobody known",
    20: "its certificate is signed by nobody known",
    62: "its certificate is for another host",
}


class NoAnswer(Exception):
    """An address gave no answer; the text says why."""

    def __init__(
        self, reason: str, *, is_connected: bool = False, may_be_offline: bool = False
    ) -> None:
        """`is_connected` if the host was reached; `may_be_offline` if it is as without network."""
        super().__init__(reason)
        self.reason = reason
        self.is_connected = is_connected
        self.may_be_offline = may_be_offline


class InvalidAddress(NoAnswer):
    """It is no address that could be asked."""

    def __init__(self) -> None:
        super().__init__("it is not a valid address")


class Refused(NoAnswer):
    """ssg does not ask such an address."""


class RefusedRedirect(Refused):
    """ssg does not ask where this redirect leads; `status` is that of the redirect."""

    def __init__(self, reason: str, *, status: int) -> None:
        super().__init__(reason)
        self.status = status


class Unending(NoAnswer):
    """It redirects for ever."""

    def __init__(self) -> None:
        super().__init__("it redirects in a circle, or too often")


NOT_PUBLIC = "it is at an address that is not public"
NOT_HTTP = "it is not http or https"
BAD_PORT = "its port is that of another protocol"
TOO_LONG = "its address is very long"
REDIRECTED = {
    NOT_PUBLIC: "it redirects to an address that is not public",
    NOT_HTTP: "it redirects to an address that is not http or https",
    BAD_PORT: "it redirects to the port of another protocol",
    TOO_LONG: "it redirects to a very long address",
}
"""What to say where a redirect leads to such an address."""
NO_SUCH_HOST = "there is no such host"


def explain(error: Exception) -> NoAnswer:
    """What an exception means that a request ended with.

    A library's own exception on a hostile answer is an answer that is not valid, whatever it is.
    """
    for cause in _causes(error):
        if isinstance(cause, NotPublic):
            return Refused(NOT_PUBLIC)
        if isinstance(cause, socket.gaierror):
            return _explain_lookup(cause)
        if isinstance(cause, UnicodeError):
            return InvalidAddress()
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = _CERTIFICATE_PROBLEMS.get(cause.verify_code, "its certificate is not valid")
            return NoAnswer(reason)
        if isinstance(cause, ssl.SSLError):
            return NoAnswer("no secure connection can be made")
        if isinstance(cause, ConnectionRefusedError):
            return NoAnswer("the host refuses connections")
        if isinstance(cause, OSError) and cause.errno in _NO_ROUTE:
            return NoAnswer("there is no way to the host", may_be_offline=True)
    if isinstance(error, httpx.ConnectTimeout):
        return NoAnswer("no connection was made in time", may_be_offline=True)
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return NoAnswer("no answer came in time", is_connected=True)
    if isinstance(error, httpx.ConnectError):
        return NoAnswer("no connection can be made")
    if isinstance(error, httpx.NetworkError) or "disconnected" in str(error):
        return NoAnswer("the connection was cut", is_connected=True)
    return NoAnswer("the answer is not valid HTTP", is_connected=True)


def is_of_certificates(error: Exception) -> bool:
    """Whether it came from the host itself, which has no secure connection to offer."""
    return any(isinstance(cause, ssl.SSLError) for cause in _causes(error))


def _explain_lookup(error: socket.gaierror) -> NoAnswer:
    if error.errno in _UNKNOWN_NAME:
        return NoAnswer(NO_SUCH_HOST, may_be_offline=True)
    return NoAnswer("its name cannot be looked up", may_be_offline=True)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        seen.append(found)
        yield found
        found = found.__cause__ or found.__context__
