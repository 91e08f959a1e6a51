"""The objects in a bucket: obstore with our limits and our words."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obstore.exceptions import AlreadyExistsError, PermissionDeniedError, PreconditionError
from obstore.store import ObjectStore

from ssg.deploy.errors import DeployError
from ssg.deploy.object_errors import has_no_bucket, own_words, own_words_for_credentials
from ssg.deploy.object_providers import Bucket
from ssg.deploy.parallel import run_all
from ssg.deploy.target import FileHeaders
from ssg.files import STATE_LIMIT

if TYPE_CHECKING:
    # obstore has them in its stubs only.
    from obstore import Attributes, ObjectMeta, PutMode, PutResult, UpdateVersion

_DELETED_AT_ONCE = 256
"""Objects in one request, as many as Azure takes."""

OF_SSG = FileHeaders(content_type="application/octet-stream", cache_control="private, no-store")
"""For what ssg keeps of itself, which is for nobody else."""


class Tag(NamedTuple):
    """What one state of an object is known by: stores compare the one or the other."""

    e_tag: str
    version: str
    """Empty if the store gives none."""


class Objects:
    """The objects of a bucket, by their paths below its prefix.

    All methods raise ConnectionLost and DeployError.
    """

    _store: ObjectStore

    def __init__(self, bucket: Bucket, label: str) -> None:
        self._bucket = bucket
        self._label = label

    def open(self) -> None:
        """Comes before all others, and once more after a connection was lost."""
        with own_words_for_credentials(self._bucket, self._label):
            self._store = self._bucket.open()

    async def read(self, path: str) -> tuple[bytes, Tag] | None:
        """An object and its tag; None if there is none."""
        with own_words(self._bucket, self._label):
            try:
                found = await self._store.get_async(path)
                if found.meta["size"] > STATE_LIMIT:
                    raise DeployError(f"{path} on {self._label} is too large to be of ssg")
                return bytes(await found.bytes_async()), _tag(found.meta)
            except FileNotFoundError as error:
                if has_no_bucket(error):
                    raise
                return None

    async def has(self, path: str, version: str) -> bool:
        """Whether this version of an object is still there, as far as the store tells."""
        try:
            # To read versions is a right of its own, which is only asked for where there are some.
            with own_words(self._bucket, self._label), suppress(PermissionDeniedError):
                await self._store.get_async(path, options={"version": version})
        except DeployError:
            return False
        return True

    async def put(self, path: str, content: Path | bytes, headers: FileHeaders) -> Tag:
        """Creates or replaces an object."""
        with own_words(self._bucket, self._label):
            return _tag(await self._put(path, content, headers, "overwrite"))

    async def put_if(
        self, path: str, content: bytes, headers: FileHeaders, tag: Tag | None
    ) -> Tag | None:
        """Replaces what `tag` names, or creates what is not there; None if that is not so."""
        mode: PutMode = "create" if tag is None else _condition(tag)
        with own_words(self._bucket, self._label):
            try:
                return _tag(await self._put(path, content, headers, mode))
            except (AlreadyExistsError, PreconditionError):
                return None

    async def delete(self, paths: Sequence[str]) -> None:
        """Leaves out those that are not there."""
        with own_words(self._bucket, self._label):
            for first in range(0, len(paths), _DELETED_AT_ONCE):
                some = paths[first : first + _DELETED_AT_ONCE]
                try:
                    await self._store.delete_async(some)
                except FileNotFoundError:
                    # Of some stores: the others of the batch may be there still.
                    await run_all(self._delete(path) for path in some)

    async def find(self, is_wanted: Callable[[str], bool]) -> str | None:
        """The path of an object for which that is so; None if there is none."""
        with own_words(self._bucket, self._label):
            async for some in self._store.list(chunk_size=1000):
                for one in some:
                    if is_wanted(one["path"]):
                        return one["path"]
        return None

    async def _put(
        self, path: str, content: Path | bytes, headers: FileHeaders, mode: "PutMode"
    ) -> "PutResult":
        attributes = _attributes(headers)
        return await self._store.put_async(path, content, attributes=attributes, mode=mode)

    async def _delete(self, path: str) -> None:
        with suppress(FileNotFoundError):
            await self._store.delete_async(path)


def _tag(answer: "ObjectMeta | PutResult") -> Tag:
    return Tag(answer["e_tag"] or "", answer["version"] or "")


def _condition(tag: Tag) -> "UpdateVersion":
    condition: UpdateVersion = {"e_tag": tag.e_tag}
    if tag.version:
        condition["version"] = tag.version
    return condition


def _attributes(headers: FileHeaders) -> "Attributes":
    attributes: Attributes = {
        "Content-Type": headers.content_type,
        "Cache-Control": headers.cache_control,
    }
    if headers.content_encoding:
        attributes["Content-Encoding"] = headers.content_encoding
    return attributes
