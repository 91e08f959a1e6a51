"""Connects to a host by SSH, as OpenSSH would: its keys, its agent, its settings, its known hosts.

A host is never trusted on first sight. https://man.openbsd.org/ssh_config has the settings.
"""

import asyncio
import shlex
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncssh
from msgspec import Struct

from ssg.deploy.errors import ConnectionLost, DeployError

PATIENCE = 60
"""Seconds to wait for a connection, or for an answer to a request of one file."""
KEEPALIVE = 15
"""Seconds between two questions whether a silent host is still there; the third is the last."""
KEEPALIVE_COUNT = 3
_CLOSE_PATIENCE = 5

_GLOBAL_KNOWN_HOSTS = "/etc/ssh/ssh_known_hosts"
_USER_KNOWN_HOSTS = "~/.ssh/known_hosts"


class SshAddress(Struct, frozen=True, kw_only=True):
    """A folder of a host. Where `user` or `port` is None, ~/.ssh/config or the default decides."""

    host: str
    user: str | None
    port: int | None
    folder: str
    """Absolute, or relative to the user's home folder. Never empty, with no `/` at its end."""

    @property
    def destination(self) -> str:
        """What the program `ssh` takes: `user@host`."""
        return f"{self.user}@{self.host}" if self.user else self.host


def parse_ssh_address(to: str) -> SshAddress:
    """`sftp://user@host:port/folder`; `/~/` at the start of the path is the home folder.

    Raises DeployError, without what may be a password.
    """
    try:
        parts = urlsplit(to)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _not_an_address() from None
    if parts.password is not None:
        raise DeployError(
            "the address of the target has a password in it",
            "remove it: ssg only uses keys, from ~/.ssh or an agent",
        )
    user = unquote(parts.username) if parts.username else None
    folder = unquote(parts.path).rstrip("/")
    # A name with a hyphen at its start would be an option for `ssh`.
    names = [name for name in (host, user) if name is not None]
    if not host or any(name.startswith("-") or not name.isprintable() for name in names):
        raise _not_an_address()
    if not folder.strip("/~") or "\0" in folder or parts.query or parts.fragment:
        raise _not_an_address()
    return SshAddress(host=host, user=user, port=port, folder=folder.removeprefix("/~/"))


def _not_an_address() -> DeployError:
    return DeployError(
        "the address of the target is not valid", "write it as sftp://user@host/folder/of/the/site"
    )


@asynccontextmanager
async def connect(address: SshAddress) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """Raises ConnectionLost if there is no answer, and DeployError if either side refuses."""
    options = await _read_options(address)
    with _explain(address, options):
        connection = await asyncssh.connect(address.host, options=options)
    try:
        yield connection
    finally:
        connection.close()
        try:
            async with asyncio.timeout(_CLOSE_PATIENCE):
                await connection.wait_closed()
        except (OSError, asyncssh.Error):
            connection.abort()


@asynccontextmanager
async def open_sftp(
    connection: asyncssh.SSHClientConnection, address: SshAddress
) -> AsyncIterator[asyncssh.SFTPClient]:
    """Raises ConnectionLost, and DeployError if the host has no SFTP."""
    try:
        async with asyncio.timeout(PATIENCE):
            # Names that are not UTF-8 are only listed.
            sftp = await connection.start_sftp_client(path_errors="surrogateescape")
    except (asyncssh.DisconnectError, OSError) as error:
        raise ConnectionLost(f"{address.host}: {describe(error)}") from None
    except (asyncssh.ChannelOpenError, asyncssh.SFTPError) as error:
        raise DeployError(
            f"{address.host} has no SFTP: {describe(error)}",
            "have it enabled there: in OpenSSH's sshd_config, it is the line Subsystem sftp",
        ) from None
    try:
        yield sftp
    finally:
        sftp.exit()


async def _read_options(address: SshAddress) -> asyncssh.SSHClientConnectionOptions:
    try:
        options: asyncssh.SSHClientConnectionOptions
        options = await asyncssh.SSHClientConnectionOptions.construct(
            host=address.host,
            port=address.port or (),
            username=address.user or (),
            agent_forwarding=False,
            x11_forwarding=False,
            connect_timeout=PATIENCE,
            login_timeout=PATIENCE,
            keepalive_interval=KEEPALIVE,
            keepalive_count_max=KEEPALIVE_COUNT,
        )
    except (OSError, ValueError, asyncssh.Error) as error:
        raise DeployError(
            f"the settings or keys for SSH cannot be read: {error}",
            f"check ~/.ssh: does ssh {shlex.quote(address.destination)} work?",
        ) from None
    options.known_hosts = _existing_known_hosts(options.known_hosts)
    return options


def _existing_known_hosts(configured: object) -> list[str] | bytes:
    """The files of known hosts, or b"" if there are none; never None, which would trust any host.

    asyncssh takes `UserKnownHostsFile none` for that, and a file that is not there for an error.
    """
    named = configured if isinstance(configured, list) and configured else [_USER_KNOWN_HOSTS]
    paths = [Path(name).expanduser() for name in (*named, _GLOBAL_KNOWN_HOSTS)]
    return [str(path) for path in paths if path.is_file()] or b""


@contextmanager
def _explain(address: SshAddress, options: asyncssh.SSHClientConnectionOptions) -> Iterator[None]:
    host = address.host
    try:
        yield
    except asyncssh.HostKeyNotVerifiable:
        raise refuse_host(address, is_known=_is_known(options)) from None
    except asyncssh.KeyExchangeFailed:
        if _is_known(options):
            # No key of the kinds that are known of this host.
            raise refuse_host(address, is_known=True) from None
        raise DeployError(f"{host} and this computer have no method of SSH in common") from None
    except asyncssh.PermissionDenied:
        raise refuse_user(address) from None
    except (asyncssh.ProtocolError, asyncssh.ProtocolNotSupported, ValueError) as error:
        raise DeployError(f"no connection to {host} can be made by SSH: {error}") from None
    except socket.gaierror:
        raise ConnectionLost(f"the name {host} cannot be looked up") from None
    except (OSError, asyncssh.Error, TimeoutError) as error:
        raise ConnectionLost(f"{host} cannot be reached: {describe(error)}") from None


def describe(error: Exception) -> str:
    """In a few words, without those of Python."""
    if isinstance(error, TimeoutError):
        return "it does not answer"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, asyncssh.Error):
        return error.reason or "the connection was cut"
    return str(error) or "the connection was cut"


def _is_known(options: asyncssh.SSHClientConnectionOptions) -> bool:
    port = None if options.port == asyncssh.DEFAULT_PORT else options.port
    return any(asyncssh.match_known_hosts(options.known_hosts, options.host, "", port))


def refuse_host(address: SshAddress, *, is_known: bool = False) -> DeployError:
    """For a host whose key is not among the known ones; `is_known` if it has others there."""
    host = address.host
    port = f"-p {address.port} " if address.port else ""
    if is_known:
        return DeployError(
            f"the key of {host} is not the one that is known: is it another computer?",
            "ask who runs it before you send anything. If it has a new key, remove the old one:"
            f" ssh-keygen -R {shlex.quote(f'[{host}]:{address.port}' if port else host)}",
        )
    return DeployError(
        f"{host} is not among the known hosts, so it may be any computer",
        f"ask who runs it for the fingerprints of its keys, compare them with those that"
        f" ssh-keyscan {port}{shlex.quote(host)} | ssh-keygen -lf - shows, then add what"
        f" ssh-keyscan prints to ~/.ssh/known_hosts",
    )


def refuse_user(address: SshAddress) -> DeployError:
    """For a host that refuses every key there is."""
    return DeployError(
        f"{address.host} does not let {address.user or 'this user'} in with any key that there is",
        "check that a key without a passphrase is in ~/.ssh, or one in the agent (ssh-add -l), and"
        " that the host has its public half in authorized_keys",
    )
