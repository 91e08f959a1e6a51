"""Connects to a host by SSH, as OpenSSH would: its keys, its agent, its settings, its known hosts.

A host is never trusted on first sight. https://man.openbsd.org/ssh_config has the settings.
"""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import cast

import asyncssh

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.ssh_address import KEEPALIVE, PATIENCE, SshAddress, refuse_host, refuse_user

# asyncio would print each attempt to write to a connection that is lost.
logging.getLogger("asyncio").addHandler(logging.NullHandler())

_KEEPALIVE_COUNT = 3
_CLOSE_PATIENCE = 5
_USER_KNOWN_HOSTS = "~/.ssh/known_hosts"
_GLOBAL_KNOWN_HOSTS = "/etc/ssh/ssh_known_hosts"


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
            config=(),
            host=address.host,
            port=address.port or (),
            username=address.user or (),
            agent_forwarding=False,
            x11_forwarding=False,
            connect_timeout=PATIENCE,
            login_timeout=PATIENCE,
            keepalive_interval=KEEPALIVE,
            keepalive_count_max=_KEEPALIVE_COUNT,
        )
    except (OSError, ValueError, asyncssh.Error) as error:
        named = isinstance(error, OSError) and error.filename
        reason = f"{named}: {describe(error)}" if named else error
        raise DeployError(
            f"the settings or keys for SSH cannot be read: {reason}",
            "check ~/.ssh: all files that its settings name must be there",
        ) from None
    # What is given here stays when asyncssh completes the options, but what is set does not.
    known_hosts = _existing_known_hosts(options.known_hosts)
    return cast(
        asyncssh.SSHClientConnectionOptions,
        await asyncssh.SSHClientConnectionOptions.construct(options, known_hosts=known_hosts),
    )


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
    if isinstance(error, OSError) and error.errno:
        # Its own text may be one of asyncio, with addresses in brackets.
        return os.strerror(error.errno)
    if isinstance(error, asyncssh.Error):
        return error.reason or "the connection was cut"
    return str(error) or "the connection was cut"


def _is_known(options: asyncssh.SSHClientConnectionOptions) -> bool:
    port = None if options.port == asyncssh.DEFAULT_PORT else options.port
    return any(asyncssh.match_known_hosts(options.known_hosts, options.host, "", port))
