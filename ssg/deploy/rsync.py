"""Deploys to a folder of a host by rsync, which sends of a changed file only what is new in it."""

import asyncio
import os
import shlex
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncssh

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.programs import Result, require_program, run_program
from ssg.deploy.sftp import SftpTarget
from ssg.deploy.ssh import describe
from ssg.deploy.ssh_address import PATIENCE
from ssg.deploy.ssh_program import share_connection
from ssg.deploy.target import Upload

_LONGEST = 3600.0
# https://download.samba.org/pub/rsync/rsync.1#EXIT_VALUES, and what ssh ends with.
_LOST = (10, 12, 30, 35, 255)


class RsyncTarget(SftpTarget):
    """As SftpTarget, which does all but the sending of files."""

    def __init__(self, to: str) -> None:
        """Raises DeployError for an address that is not valid, and without rsync."""
        require_program("rsync")
        super().__init__(to)
        self._shell: Sequence[str] = ()

    async def _prepare(
        self, connection: asyncssh.SSHClientConnection, stack: AsyncExitStack
    ) -> None:
        await self._check(connection)
        self._shell = await stack.enter_async_context(share_connection(self._address))

    async def _check(self, connection: asyncssh.SSHClientConnection) -> None:
        host = self._address.host
        try:
            async with asyncio.timeout(PATIENCE):
                found = await connection.run("rsync --version", errors="replace")
        except (asyncssh.ChannelOpenError, asyncssh.ProcessError) as error:
            raise self._refuse(f"{host} runs no programs: {describe(error)}") from None
        except (asyncssh.Error, OSError) as error:
            raise ConnectionLost(f"{host}: {describe(error)}") from None
        if not str(found.stdout).startswith("rsync "):
            raise self._refuse(f"{host} has no rsync, or does not let this user run it")

    def _refuse(self, message: str) -> DeployError:
        to = self.label.replace("rsync+ssh:", "sftp:", 1)
        return DeployError(message, f"install rsync there, or deploy to {to}, which needs none")

    async def _send(self, uploads: Sequence[Upload], folder: str) -> None:
        # At the start of a line, "#" or ";" would make it a comment.
        paths = b"\0".join(f"./{upload.path}".encode() for upload in uploads)
        with TemporaryDirectory() as farm:
            # rsync takes the paths of files below one folder, and their sources may be anywhere.
            for upload in uploads:
                link = Path(farm, upload.path)
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(upload.source.absolute())
            result = await run_program(
                self._command(farm, folder), env=os.environ, seconds=_LONGEST, given=paths
            )
        if result.code:
            raise self._explain(result)

    def _command(self, source: str, folder: str) -> list[str]:
        """With no file names of the site, which come from its standard input."""
        address = self._address
        host = f"[{address.host}]" if ":" in address.host else address.host
        user = f"{address.user}@" if address.user else ""
        place = address.folder if address.folder.startswith("/") else f"./{address.folder}"
        return [
            *("rsync", "-s", "--from0", "--files-from=-", "--no-implied-dirs"),
            # Every file has changed, whatever its size and time say.
            *("--ignore-times", "--copy-links", "--perms", "--chmod=F644", "--compress"),
            *(f"--temp-dir={folder}", f"--timeout={PATIENCE}", f"--rsh={shlex.join(self._shell)}"),
            *("--", f"{source}/", f"{user}{host}:{place}/"),
        ]

    def _explain(self, result: Result) -> Exception:
        host = self._address.host
        said = [line for line in result.errors.splitlines() if line.startswith("rsync:")]
        reason = said[0] if said else f"rsync ended with code {result.code}"
        if "unknown option" in result.errors or "unrecognized option" in result.errors:
            return DeployError(
                f"the rsync of this computer is too old: {reason}", "install rsync 3"
            )
        if result.code in _LOST:
            return ConnectionLost(f"{host}: {reason}")
        return DeployError(
            f"rsync cannot send files to {host}: {reason.removeprefix('rsync: ')}",
            "check its disk, its quota and the folder there, or deploy by sftp://",
        )
