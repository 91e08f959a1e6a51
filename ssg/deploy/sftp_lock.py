"""A lock file on a host that only knows SFTP, which has no way to replace what one has read."""

import re
import secrets
from collections.abc import Callable, Iterable

from ssg.deploy.errors import DeployError
from ssg.deploy.sftp_files import SftpFiles
from ssg.deploy.state import LOCK_FILE

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_LIMIT = 65536
_LOOKS = 20
_KEPT = 4
"""How many older files stay: a list of files that are replaced meanwhile may miss the newest."""


class SftpLock:
    """A folder with numbered files, of which the highest counts. One that is empty is none.

    The one thing that SFTP does for one of many only is to give a file a name that is not taken.
    So each change takes the next number. Whoever counted too slowly may get a number that is free
    again, and then finds a higher one.
    """

    def __init__(self, files: Callable[[], SftpFiles]) -> None:
        """`files` gives those of the connection that there is now."""
        self._files = files

    async def read(self) -> tuple[bytes, str] | None:
        for _ in range(_LOOKS):
            number = await self._highest()
            if not number:
                return None
            data = await self._files().read(f"{LOCK_FILE}/{number}", limit=_LIMIT)
            if data is not None:
                return (data, str(number)) if data else None
            # Another one has just come after it.
        raise DeployError(
            f"the lock {LOCK_FILE} cannot be read",
            "if nobody else deploys to this target, delete that folder there",
        )

    async def create(self, data: bytes) -> str | None:
        number = await self._highest()
        if number and await self._files().read(f"{LOCK_FILE}/{number}", limit=_LIMIT) != b"":
            return None
        return await self._take(number + 1, data)

    async def replace(self, data: bytes, tag: str) -> str | None:
        return await self._take(int(tag) + 1, data)

    async def remove(self, tag: str) -> None:
        await self._take(int(tag) + 1, b"")

    async def _take(self, number: int, data: bytes) -> str | None:
        files = self._files()
        await files.make_root()
        await files.make_folders([LOCK_FILE], mode=0o700)
        temporary = f"{LOCK_FILE}/{secrets.token_hex(8)}.new"
        await files.write(temporary, data)
        if not await files.rename_to_free(temporary, f"{LOCK_FILE}/{number}"):
            await files.remove(temporary)
            return None
        names = await files.list_names(LOCK_FILE)
        if _highest_of(names) != number:
            await files.remove(f"{LOCK_FILE}/{number}")
            return None
        for name in names:
            if not _NUMBER.fullmatch(name) or int(name) < number - _KEPT:
                await files.remove(f"{LOCK_FILE}/{name}")
        return str(number)

    async def _highest(self) -> int:
        return _highest_of(await self._files().list_names(LOCK_FILE))


def _highest_of(names: Iterable[str]) -> int:
    return max(map(int, filter(_NUMBER.fullmatch, names)), default=0)
