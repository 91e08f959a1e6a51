"""A target in memory, which can be told to fail, to be slow, or to be cut off."""

import itertools
from collections.abc import Callable, Sequence
from typing import Self

from ssg.deploy.errors import ConnectionLost
from ssg.deploy.state import TargetState, decode_state, encode_state
from ssg.deploy.target import Upload


class Place:
    """What all targets of the place share."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.state: bytes | None = None
        self.lock: tuple[bytes, str] | None = None
        self.tags = map(str, itertools.count())
        self.calls: list[str] = []
        self.puts: list[str] = []


class MemoryTarget:
    """`fail` is called before each call with its name, and may raise what the target would."""

    label = "memory"
    keeps_history: bool | None = False

    def __init__(self, place: Place, fail: Callable[[str], None] = lambda _: None) -> None:
        self._place = place
        self._fail = fail
        self._is_open = False

    @property
    def lock(self) -> "MemoryTarget":
        return self

    async def __aenter__(self) -> Self:
        self._note("connect", is_open=False)
        self._is_open = True
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_open = False

    def _note(self, call: str, *, is_open: bool = True) -> None:
        assert self._is_open is is_open
        self._place.calls.append(call)
        self._fail(call)

    async def read_state(self) -> TargetState | None:
        self._note("read_state")
        return decode_state(self._place.state) if self._place.state else None

    async def find_untracked(self) -> str | None:
        self._note("find_untracked")
        return next(iter(self._place.files), None)

    async def write_state(self, state: TargetState) -> None:
        self._note("write_state")
        self._place.state = encode_state(state)

    async def put(self, uploads: Sequence[Upload]) -> None:
        self._note("put")
        for one in uploads:
            self._place.files[one.path] = one.source.read_bytes()
            self._place.puts.append(one.path)

    async def delete(self, paths: Sequence[str]) -> None:
        self._note("delete")
        for path in paths:
            self._place.files.pop(path, None)

    async def finish(self) -> None:
        self._note("finish")

    async def read(self) -> tuple[bytes, str] | None:
        self._note("lock.read")
        return self._place.lock

    async def create(self, data: bytes) -> str | None:
        self._note("lock.create")
        if self._place.lock:
            return None
        self._place.lock = data, next(self._place.tags)
        return self._place.lock[1]

    async def replace(self, data: bytes, tag: str) -> str | None:
        self._note("lock.replace")
        if not self._place.lock or self._place.lock[1] != tag:
            return None
        self._place.lock = data, next(self._place.tags)
        return self._place.lock[1]

    async def remove(self, tag: str) -> None:
        self._note("lock.remove")
        if self._place.lock and self._place.lock[1] == tag:
            self._place.lock = None


def lose_connection(*, at: str, times: int) -> Callable[[str], None]:
    """Cuts the connection at the first calls of this name."""
    left = times

    def fail(call: str) -> None:
        nonlocal left
        if call == at and left:
            left -= 1
            raise ConnectionLost("cut off")

    return fail
