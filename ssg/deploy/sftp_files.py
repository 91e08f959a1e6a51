"""The files below one folder of a host, by SFTP. No symbolic link below it is ever followed."""

import asyncio
import stat
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, cast

import asyncssh
from msgspec import Struct

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.parallel import run_all
from ssg.deploy.ssh import describe
from ssg.deploy.ssh_address import PATIENCE
from ssg.files import describe_type, open_regular
from ssg.publish.tree import parent_folders

_CHUNK = 256 * 1024
_FILE_MODE = 0o644
_FOLDER_MODE = 0o755


class Entry(Struct, frozen=True):
    """What a folder has: its name and its mode, as in `stat`."""

    name: str
    mode: int


class _Absent(DeployError):
    """There is nothing at the path."""


class SftpFiles:
    """All paths are relative to `folder`, with `/`. All methods raise ConnectionLost, and
    DeployError, which names the path.
    """

    def __init__(self, sftp: asyncssh.SFTPClient, *, folder: str, host: str) -> None:
        self._sftp = sftp
        self._folder = folder
        self._host = host
        self._read_size = min(_CHUNK, sftp.limits.max_read_len)
        self._write_size = min(_CHUNK, sftp.limits.max_write_len)

    async def read(self, path: str, *, limit: int) -> bytes | None:
        """None if there is no such file. Raises DeployError for more than `limit` bytes."""
        folder = path.rpartition("/")[0]
        if not await self.find_folders([folder]) or not stat.S_ISREG(await self._mode(path)):
            return None
        data = bytearray()
        try:
            async with self._request("read", path) as clock, self._open(path, "rb") as file:
                # asyncssh says that it is text.
                while chunk := cast(bytes, await file.read(self._read_size)):
                    data += chunk
                    _give_time(clock)
                    if len(data) > limit:
                        break
        except _Absent:
            return None
        if len(data) > limit:
            raise DeployError(f"{path} on {self._host} is larger than {limit:,} bytes")
        return bytes(data)

    async def write(self, path: str, data: bytes) -> None:
        """Makes a file, in a folder that is there. Raises DeployError if it is there, too."""
        async with self._request("write", path) as clock, self._open(path, "xb") as file:
            await self._copy(BytesIO(data), file, clock)

    async def upload(self, source: Path, path: str) -> None:
        """As `write`, for all to read, and on the host's disk if its server can see to that."""
        with _open_source(source) as local:
            async with self._request("write", path) as clock, self._open(path, "xb") as file:
                await self._copy(local, file, clock)
                await file.chmod(_FILE_MODE)
                with suppress(asyncssh.SFTPOpUnsupported):
                    await file.fsync()

    async def _copy(
        self, source: BinaryIO, file: asyncssh.SFTPClientFile, clock: asyncio.Timeout
    ) -> None:
        while chunk := source.read(self._write_size):
            await file.write(chunk)
            _give_time(clock)

    async def rename(self, path: str, new: str) -> None:
        """Replaces what is at `new` in one step, unless that is a folder."""
        try:
            async with self._request("replace", new):
                await self._sftp.posix_rename(self._at(path), self._at(new))
        except DeployError:
            if stat.S_ISDIR(await self._mode(new)):
                raise DeployError(
                    f"{self._host} has a folder where the file {new} belongs",
                    "move it away there, then run this command again",
                ) from None
            raise

    async def rename_to_free(self, path: str, new: str) -> bool:
        """False if `new` is there already, or `path` is not there any more."""
        # Servers have to refuse it then, but some that are not OpenSSH's are said to replace it.
        if await self._mode(new):
            return False
        try:
            async with self._request("create", new):
                await self._sftp.rename(self._at(path), self._at(new))
        except DeployError:
            if await self._mode(new) or not await self._mode(path):
                return False
            raise
        return True

    async def remove(self, path: str) -> None:
        """Leaves a folder alone. One that is not there is fine."""
        try:
            async with self._request("delete", path):
                await self._sftp.remove(self._at(path))
        except _Absent:
            pass
        except DeployError:
            if not stat.S_ISDIR(await self._mode(path)):
                raise

    async def remove_empty_folders(self, folders: Iterable[str]) -> None:
        """Of these and those above them, whichever are empty then."""
        for paths in reversed(_levels(folders)):
            await run_all(self.remove_empty_folder(path) for path in paths)

    async def remove_empty_folder(self, path: str) -> None:
        """Leaves one that is not empty."""
        # No version of SFTP that is in use says whether it is.
        with suppress(DeployError):
            async with self._request("delete", path):
                await self._sftp.rmdir(self._at(path))

    async def scan(self, folder: str) -> list[Entry]:
        """What is in it, but for `.` and `..`; nothing if it is not there."""
        found: list[Entry] = []
        with suppress(_Absent):
            async with self._request("list", folder or self._folder):
                async for entry in self._sftp.scandir(self._at(folder)):
                    found.append(Entry(str(entry.filename), entry.attrs.permissions or 0))
        return [entry for entry in found if entry.name not in (".", "..")]

    async def list_names(self, folder: str) -> list[str]:
        """Nothing if it is not there. Raises DeployError if it is no folder, but a link."""
        if await self.find_folders([folder]):
            return [entry.name for entry in await self.scan(folder)]
        return []

    async def find_folders(self, folders: Collection[str]) -> set[str]:
        """Those that are there. Raises DeployError if one, or one above it, is no folder."""
        found = {""}

        async def look(path: str) -> None:
            if path.rpartition("/")[0] in found and await self._is_folder(path):
                found.add(path)

        for paths in _levels(folders):
            await run_all(look(path) for path in paths)
        return found.intersection(folders)

    async def make_root(self) -> None:
        """Makes the folder itself if only that is missing. It may be a link to one."""
        with suppress(_Absent):
            async with self._request("look at", self._folder):
                await self._sftp.stat(self._folder)
            return
        try:
            async with self._request("make", self._folder):
                await self._sftp.mkdir(self._folder)
                await self._sftp.chmod(self._folder, _FOLDER_MODE)
        except _Absent:
            raise DeployError(
                f"{self._host} has no folder {self._folder}, and none above it",
                "check the address of the target, or make the folder there",
            ) from None

    async def make_folders(self, folders: Iterable[str], *, mode: int = _FOLDER_MODE) -> None:
        """Makes these and all above them. Raises DeployError if one is no folder, but a link."""
        for paths in _levels(folders):
            await run_all(self._make_folder(path, mode) for path in paths)

    async def _make_folder(self, path: str, mode: int) -> None:
        if await self._is_folder(path):
            return
        try:
            async with self._request("make", path):
                await self._sftp.mkdir(self._at(path))
                await self._sftp.chmod(self._at(path), mode)
        except DeployError:
            # Somebody else may have made it.
            if not await self._is_folder(path):
                raise

    async def _is_folder(self, path: str) -> bool:
        """False if there is nothing. Raises DeployError for anything else than a folder."""
        mode = await self._mode(path)
        if mode and not stat.S_ISDIR(mode):
            raise DeployError(
                f"{path} on {self._host} is {_describe_type(mode)}, not a folder",
                "ssg follows no link there, which could lead anywhere, and replaces no file by a"
                " folder: move it away, then run this command again",
            )
        return mode != 0

    async def _mode(self, path: str) -> int:
        try:
            async with self._request("look at", path):
                return (await self._sftp.lstat(self._at(path))).permissions or 0
        except _Absent:
            return 0

    @asynccontextmanager
    async def _open(self, path: str, mode: str) -> AsyncIterator[asyncssh.SFTPClientFile]:
        # Several requests at once for one file would be tasks whose failures nobody looks at, if
        # this one is cancelled.
        file = await self._sftp.open(self._at(path), mode, block_size=0)
        try:
            yield file
        except asyncio.CancelledError:
            # After a request that was cancelled there may be no answer to another one.
            raise
        except BaseException:
            await file.close()
            raise
        await file.close()

    def _at(self, path: str) -> str:
        return f"{self._folder}/{path}" if path else self._folder

    @asynccontextmanager
    async def _request(self, verb: str, path: str) -> AsyncIterator[asyncio.Timeout]:
        """Explains what fails. What takes long has to move the timeout that it gets."""
        host = self._host
        try:
            async with asyncio.timeout(PATIENCE) as clock:
                yield clock
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            raise _Absent(
                f"{host} cannot {verb} {path}, which is not there, or its folder is not",
                "has somebody else changed the folder there? Run this command again",
            ) from None
        except asyncssh.SFTPPermissionDenied:
            raise DeployError(
                f"{host} does not permit to {verb} {path}",
                "give the user that ssg connects as the right to do so in the folder of the site",
            ) from None
        except asyncssh.SFTPOpUnsupported:
            raise DeployError(
                f"the SFTP server of {host} has no command to {verb} {path}",
                "OpenSSH's server has it; another one may need an update",
            ) from None
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection) as error:
            raise ConnectionLost(f"{host}: {describe(error)}") from None
        except asyncssh.SFTPError as error:
            raise DeployError(
                f"{host} cannot {verb} {path}: {describe(error)}",
                "check its disk, its quota, and what is in the folder of the site there",
            ) from None
        except (OSError, TimeoutError, asyncssh.Error) as error:
            raise ConnectionLost(f"{host}: {describe(error)}") from None


def _give_time(clock: asyncio.Timeout) -> None:
    clock.reschedule(asyncio.get_running_loop().time() + PATIENCE)


def _open_source(source: Path) -> BufferedReader:
    try:
        return open_regular(source)
    except OSError as error:
        raise DeployError(f"{source} cannot be read: {error.strerror}") from None


def _describe_type(mode: int) -> str:
    return "a file" if stat.S_ISREG(mode) else describe_type(mode)


def _levels(folders: Iterable[str]) -> list[set[str]]:
    """These and all above them, from the top down: those of one level do not need each other."""
    levels: dict[int, set[str]] = {}
    for folder in folders:
        for level, path in enumerate((*parent_folders(folder), folder) if folder else ()):
            levels.setdefault(level, set()).add(path)
    return [paths for _, paths in sorted(levels.items())]
