"""The lock of a host that only knows SFTP, with a disk in memory where all happens at once."""

import asyncio
import random
from collections.abc import Iterable, Sequence
from typing import cast

import pytest

from ssg.deploy.sftp_files import SftpFiles
from ssg.deploy.sftp_lock import SftpLock
from tests.effort import EFFORT


class Disk:
    """What SftpLock needs of SftpFiles. Between any two of its steps, others may take some."""

    def __init__(self, chance: random.Random) -> None:
        self.files: dict[str, bytes] = {}
        self._chance = chance

    async def _let_others_go_on(self) -> None:
        for _ in range(self._chance.choice((0, 1, 1, 2, 5, 40))):
            await asyncio.sleep(0)

    async def make_root(self) -> None: ...

    async def make_folders(self, folders: Iterable[str], *, mode: int) -> None: ...

    async def write(self, path: str, data: bytes) -> None:
        await self._let_others_go_on()
        assert path not in self.files
        self.files[path] = data

    async def read(self, path: str, *, limit: int) -> bytes | None:
        await self._let_others_go_on()
        assert limit
        return self.files.get(path)

    async def rename_to_free(self, path: str, new: str) -> bool:
        await self._let_others_go_on()
        if new in self.files or path not in self.files:
            return False
        self.files[new] = self.files.pop(path)
        return True

    async def remove(self, path: str) -> None:
        await self._let_others_go_on()
        self.files.pop(path, None)

    async def list_names(self, folder: str) -> Sequence[str]:
        """As disks do it: what comes or goes meanwhile may be missing."""
        paths = [*self.files]
        self._chance.shuffle(paths)
        found = []
        for path in paths:
            await self._let_others_go_on()
            if path in self.files:
                found.append(path.removeprefix(f"{folder}/"))
        return found


@pytest.mark.parametrize("seed", range(100 * EFFORT))
def test_no_two_ever_get_the_same_lock(seed: int) -> None:
    disk = Disk(random.Random(seed))
    lock = SftpLock(lambda: cast(SftpFiles, disk))
    taken: list[str] = []
    holders = 0

    async def hold() -> None:
        nonlocal holders
        for _ in range(6):
            if tag := await lock.create(b"somebody"):
                holders += 1
                assert holders == 1
                for _ in range(2):
                    taken.append(tag)
                    renewed = await lock.replace(b"somebody", tag)
                    assert renewed
                    tag = renewed
                taken.append(tag)
                holders -= 1
                await lock.remove(tag)

    async def run() -> None:
        await asyncio.gather(*(hold() for _ in range(5)))
        assert await lock.read() is None

    asyncio.run(run())
    assert taken
    assert len(set(taken)) == len(taken)
