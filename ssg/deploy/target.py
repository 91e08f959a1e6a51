"""What the engine needs of a target, whatever kind it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

from msgspec import Struct

from ssg.deploy.state import TargetState
from ssg.publish.manifest import PublishOrder


class FileHeaders(Struct, frozen=True, kw_only=True):
    """What a host should send with a file, for targets that can keep that."""

    content_type: str
    cache_control: str
    content_encoding: str = ""
    """br or gzip for a compressed version of another file, whose type it has."""


class Upload(Struct, frozen=True, kw_only=True):
    """A file for a target, where it has the output path `path`."""

    path: str
    source: Path
    headers: FileHeaders
    order: PublishOrder = PublishOrder.PAGE
    """For targets that show everything at once, in an order of their own."""


class LockFile(Protocol):
    """A small file on a target that only one of many can create or replace.

    `tag` names what was read, so that only that is replaced or removed. All raise ConnectionLost
    and DeployError.
    """

    async def read(self) -> tuple[bytes, str] | None:
        """Its bytes and their tag; None if there is none."""

    async def create(self, data: bytes) -> str | None:
        """Its tag; None if there is one already."""

    async def replace(self, data: bytes, tag: str) -> str | None:
        """Its new tag; None if it is not what `tag` names any more."""

    async def remove(self, tag: str) -> None:
        """Leaves one that is not what `tag` names."""


class Target(Protocol):
    """A place that a site is deployed to; an async context manager, which connects.

    All methods raise ConnectionLost when asking again may help, and DeployError for all else, such
    as missing credentials. After ConnectionLost, the engine leaves the context, enters it again,
    and repeats the call. So every call may come twice.
    """

    @property
    def label(self) -> str:
        """Its address, without any credentials, for messages."""

    @property
    def lock(self) -> LockFile | None:
        """None if `finish` itself notices that another deployment was quicker."""

    @property
    def keeps_history(self) -> bool | None:
        """Whether what is deleted or replaced stays readable for whoever has access, such as in a
        versioned bucket; None as long as that is not known. The engine asks after all is done.
        """

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *_: object) -> None: ...

    async def read_state(self) -> TargetState | None:
        """What ssg has put there; None if that is nothing."""

    async def find_untracked(self) -> str | None:
        """The path of any file there, but for those in the state folder; None if it is empty.

        Only asked when there is no state.
        """

    async def write_state(self, state: TargetState) -> None:
        """Before the first change, all along, and after the last one."""

    async def put(self, uploads: Sequence[Upload]) -> None:
        """Puts files there, in any order: at any moment, each is whole, old or new."""

    async def delete(self, paths: Sequence[str]) -> None:
        """Deletes files, and the folders that are empty then. One that is not there is fine."""

    async def finish(self) -> None:
        """Makes all that was put and deleted visible, where that did not happen at once."""
