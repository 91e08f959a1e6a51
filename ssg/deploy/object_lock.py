"""A lock file in a bucket, by writes with a condition (RFC 9110, section 13)."""

import msgspec

from ssg.deploy.object_errors import explain_missing_conditions
from ssg.deploy.object_store import OF_SSG, Objects, Tag
from ssg.deploy.state import LOCK_FILE


class ObjectLock:
    """A LockFile. When it is removed, an empty object stays: no store deletes on a condition that
    all of them know, and another run may have taken the lock since it was read.
    """

    def __init__(self, objects: Objects, label: str) -> None:
        self._objects = objects
        self._label = label

    async def read(self) -> tuple[bytes, str] | None:
        found = await self._objects.read(LOCK_FILE)
        return (found[0], _to_text(found[1])) if found and found[0] else None

    async def create(self, data: bytes) -> str | None:
        found = await self._objects.read(LOCK_FILE)
        if not found or not found[0]:
            before = found[1] if found else None
            if tag := await self._put_if(data, before):
                await self._check_conditions(data, before)
                return _to_text(tag)
        # It is its own if an answer got lost. obstore does not tell, but tries again.
        held = await self.read()
        return held[1] if held and held[0] == data else None

    async def _check_conditions(self, data: bytes, before: Tag | None) -> None:
        """Raises DeployError for a store that takes again what is true once."""
        if await self._put_if(data, before):
            raise explain_missing_conditions(self._label)

    async def replace(self, data: bytes, tag: str) -> str | None:
        new = await self._put_if(data, msgspec.json.decode(tag, type=Tag))
        return _to_text(new) if new else None

    async def remove(self, tag: str) -> None:
        await self._put_if(b"", msgspec.json.decode(tag, type=Tag))

    async def _put_if(self, data: bytes, tag: Tag | None) -> Tag | None:
        return await self._objects.put_if(LOCK_FILE, data, OF_SSG, tag)


def _to_text(tag: Tag) -> str:
    return msgspec.json.encode(tag).decode()
