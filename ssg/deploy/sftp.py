"""Deploys to a folder of a host by SFTP."""

import secrets
import stat
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import count
from typing import Self

import asyncssh

from ssg.deploy.errors import ConnectionLost
from ssg.deploy.parallel import run_all
from ssg.deploy.sftp_files import SftpFiles
from ssg.deploy.sftp_lock import SftpLock
from ssg.deploy.ssh import connect, open_sftp
from ssg.deploy.ssh_address import parse_ssh_address
from ssg.deploy.state import STATE_FILE, TargetState, encode_state, read_target_state
from ssg.deploy.target import LockFile, Upload
from ssg.files import STATE_LIMIT
from ssg.publish.manifest import STATE_FOLDER

_UPLOADS = f"{STATE_FOLDER}/uploads"
# A web server that runs as another user can send nothing of what is in it.
_STATE_FOLDER_MODE = 0o700
# Each file takes half a dozen answers of a host that may be far away.
_AT_ONCE = 32


class SftpTarget:
    """Each connection has a folder for files on their way. From there they are renamed into place,
    so each is whole at any moment.

    Whoever holds the lock removes those folders of all others: a deployment that only slept when
    its lock expired can put nothing there any more.
    """

    keeps_history: bool | None = False

    def __init__(self, to: str) -> None:
        """Raises DeployError for an address that is not valid."""
        self.label = to
        self.lock: LockFile | None = SftpLock(lambda: self._files)
        self._address = parse_ssh_address(to)
        self._connection = AsyncExitStack()
        self._opened: SftpFiles | None = None
        self._uploads = ""
        self._numbers = count()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            connection = await stack.enter_async_context(connect(self._address))
            await self._prepare(connection, stack)
            sftp = await stack.enter_async_context(open_sftp(connection, self._address))
            self._connection = stack.pop_all()
        self._opened = SftpFiles(sftp, folder=self._address.folder, host=self._address.host)
        self._uploads = ""
        return self

    async def __aexit__(self, *_: object) -> None:
        self._opened = None
        await self._connection.aclose()

    async def _prepare(
        self, connection: asyncssh.SSHClientConnection, stack: AsyncExitStack
    ) -> None:
        """What else this kind of target needs, for as long as it is connected.

        Raises ConnectionLost, and DeployError if the host does not have it.
        """

    @property
    def _files(self) -> SftpFiles:
        if self._opened is None:
            raise ConnectionLost("the connection is closed")
        return self._opened

    async def read_state(self) -> TargetState | None:
        data = await self._files.read(STATE_FILE, limit=STATE_LIMIT)
        return None if data is None else read_target_state(data, self.label)

    async def find_untracked(self) -> str | None:
        folders = [""]
        while folders:
            folder = folders.pop()
            for entry in await self._files.scan(folder):
                path = f"{folder}/{entry.name}" if folder else entry.name
                if not stat.S_ISDIR(entry.mode):
                    return path.encode(errors="surrogateescape").decode(errors="replace")
                if path != STATE_FOLDER:
                    folders.append(path)
        return None

    async def write_state(self, state: TargetState) -> None:
        temporary = f"{await self._open_uploads()}/{next(self._numbers)}"
        await self._files.write(temporary, encode_state(state))
        await self._files.rename(temporary, STATE_FILE)

    async def put(self, uploads: Sequence[Upload]) -> None:
        folder = await self._open_uploads()
        await self._files.make_folders({_parent(upload.path) for upload in uploads})
        await self._send(uploads, folder)

    async def _send(self, uploads: Sequence[Upload], folder: str) -> None:
        """Puts them there, by way of `folder`; their own folders are there."""
        work = (self._send_one(upload, folder) for upload in uploads)
        await run_all(work, at_once=_AT_ONCE)

    async def _send_one(self, upload: Upload, folder: str) -> None:
        temporary = f"{folder}/{next(self._numbers)}"
        await self._files.upload(upload.source, temporary)
        await self._files.rename(temporary, upload.path)

    async def delete(self, paths: Sequence[str]) -> None:
        parents = await self._files.find_folders({_parent(path) for path in paths})
        await run_all(self._files.remove(path) for path in paths if _parent(path) in parents)
        await self._files.remove_empty_folders(parents)

    async def finish(self) -> None:
        if self._uploads:
            await self._remove_uploads(self._uploads)
            await self._files.remove_empty_folder(_UPLOADS)
            self._uploads = ""

    async def _open_uploads(self) -> str:
        """The folder of this connection. The first time, it removes those of others."""
        if not self._uploads:
            files = self._files
            await files.make_root()
            for name in await files.list_names(_UPLOADS):
                await self._remove_uploads(f"{_UPLOADS}/{name}")
            own = f"{_UPLOADS}/{secrets.token_hex(8)}"
            await files.make_folders([own], mode=_STATE_FOLDER_MODE)
            self._uploads = own
        return self._uploads

    async def _remove_uploads(self, folder: str) -> None:
        # With another name, whoever still writes into it has lost it at once.
        gone = f"{_UPLOADS}/{secrets.token_hex(8)}"
        await self._files.rename(folder, gone)
        names = await self._files.list_names(gone)
        await run_all(self._files.remove(f"{gone}/{name}") for name in names)
        await self._files.remove_empty_folder(gone)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]
