"""Addresses of hosts that are reached by SSH, and what to say if they, or we, refuse."""

import re
import shlex
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from ssg.deploy.errors import DeployError

PATIENCE = 60
"""Seconds to wait for a connection, or for an answer to a request of one file."""
KEEPALIVE = 15
"""Seconds between two questions whether a silent host is still there."""

SSH_OPTIONS = (
    *("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes"),
    # Without the greetings of hosts.
    *("-o", "LogLevel=ERROR"),
    *("-o", f"ConnectTimeout={PATIENCE}", "-o", f"ServerAliveInterval={KEEPALIVE}"),
)
"""For the program `ssh`, so that it asks nobody, trusts no new host, and never hangs."""

# With a hyphen at its start, it would be an option for some programs.
_HOST = re.compile(r"[\w.:][\w.:%-]*")
_USER = re.compile(r"[\w.+@][\w.+@$-]*")


class SshAddress(Struct, frozen=True, kw_only=True):
    """A folder of a host. Where `user` or `port` is None, ~/.ssh/config or the default decides."""

    host: str
    user: str | None
    port: int | None
    folder: str
    """Absolute, or relative to the user's home folder. Never empty, with no `/` at its end."""

    @property
    def options(self) -> tuple[str, ...]:
        """For the program `ssh`."""
        return (*SSH_OPTIONS, "-p", str(self.port)) if self.port else SSH_OPTIONS


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
    is_safe = _HOST.fullmatch(host or "") and (user is None or _USER.fullmatch(user))
    if not host or not is_safe or not folder.strip("/~") or not folder.isprintable():
        raise _not_an_address()
    if parts.query or parts.fragment:
        raise _not_an_address()
    return SshAddress(host=host, user=user, port=port, folder=folder.removeprefix("/~/"))


def _not_an_address() -> DeployError:
    return DeployError(
        "the address of the target is not valid", "write it as sftp://user@host/folder/of/the/site"
    )


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
