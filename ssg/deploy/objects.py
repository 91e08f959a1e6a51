"""Deploys to a bucket of S3, of what is compatible with it, of Google or of Azure.

Such a store writes atomically: readers get the old object or the new one, each with its headers.
"""

from collections.abc import Sequence
from typing import Self

from ssg.deploy.object_lock import ObjectLock
from ssg.deploy.object_providers import read_bucket
from ssg.deploy.object_store import OF_SSG, Objects
from ssg.deploy.parallel import run_all
from ssg.deploy.state import STATE_FILE, TargetState, encode_state, read_target_state
from ssg.deploy.target import LockFile, Upload
from ssg.publish.manifest import STATE_FOLDER


class ObjectTarget:
    """A Target. `to` is `s3://bucket/prefix`, `gs://bucket/prefix` or `az://container/prefix`."""

    def __init__(self, to: str, *, endpoint: str | None, region: str | None) -> None:
        self.label = to
        bucket = read_bucket(to, endpoint=endpoint, region=region)
        self._objects = Objects(bucket, to)
        self.lock: LockFile | None = ObjectLock(self._objects, to)
        self.keeps_history: bool | None = None
        self._tells_history = bucket.provider.tells_history
        self._version = ""

    async def __aenter__(self) -> Self:
        self._objects.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing stays open: each request has a connection of its own, or one that was idle."""

    async def read_state(self) -> TargetState | None:
        found = await self._objects.read(STATE_FILE)
        return read_target_state(found[0], self.label) if found else None

    async def find_untracked(self) -> str | None:
        # The folder itself is an object if a person made it in a browser.
        return await self._objects.find(
            lambda path: path != "" and not path.startswith(f"{STATE_FOLDER}/")
        )

    async def write_state(self, state: TargetState) -> None:
        version = (await self._objects.put(STATE_FILE, encode_state(state), OF_SSG)).version
        earlier, self._version = self._version, version
        if not version and self._tells_history:
            self.keeps_history = False
        elif self.keeps_history is None and earlier not in {"", version}:
            # What a store says of its versions may mean nothing: is the earlier one still there?
            self.keeps_history = await self._objects.has(STATE_FILE, earlier) or None

    async def put(self, uploads: Sequence[Upload]) -> None:
        await run_all(self._objects.put(one.path, one.source, one.headers) for one in uploads)

    async def delete(self, paths: Sequence[str]) -> None:
        await self._objects.delete(paths)

    async def finish(self) -> None:
        """All is visible already."""
