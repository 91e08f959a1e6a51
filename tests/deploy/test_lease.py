"""Two runs never change a target at once, and an abandoned lock does not last."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ssg.deploy.errors import DeployError
from ssg.deploy.lease import Lease
from ssg.deploy.session import Session
from tests.deploy.memory import MemoryTarget, Place, lose_connection

SHORT = 0.5
"""The seconds of a lease in these tests."""
LONG = 600.0


def make_lease(
    place: Place,
    token: str,
    *,
    seconds: float,
    own: frozenset[str] = frozenset(),
    fail: Callable[[str], None] = lambda _: None,
) -> Lease:
    target = MemoryTarget(place, fail)
    return Lease(Session(target, print), target.lock, token=token, own=own, seconds=seconds)


def lock_of(place: Place) -> dict[str, str]:
    assert place.lock
    content: dict[str, str] = json.loads(place.lock[0])
    return content


def abandon(place: Place, token: str, *, seconds: float) -> None:
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    data = json.dumps({"token": token, "until": until.isoformat()}).encode()
    place.lock = data, next(place.tags)


def test_a_lock_has_nothing_of_the_machine() -> None:
    place = Place()
    asyncio.run(make_lease(place, "mine", seconds=LONG).acquire(print))
    content = lock_of(place)
    assert content.keys() == {"token", "until"}
    left = datetime.fromisoformat(content["until"]) - datetime.now(UTC)
    assert timedelta(0) < left <= timedelta(seconds=LONG)


def test_an_abandoned_lock_of_this_folder_is_taken_at_once() -> None:
    place = Place()
    abandon(place, "before", seconds=LONG)
    said: list[str] = []
    lease = make_lease(place, "mine", own=frozenset({"before"}), seconds=LONG)
    asyncio.run(lease.acquire(said.append))
    assert lock_of(place)["token"] == "mine"
    assert not said


def test_a_lock_that_has_ended_long_ago_is_taken_at_once() -> None:
    place = Place()
    abandon(place, "other", seconds=-3600)
    asyncio.run(make_lease(place, "mine", seconds=LONG).acquire(print))
    assert lock_of(place)["token"] == "mine"


_FAR = b'{"token": "x", "until": "9999-12-31T23:59:59-23:00"}'
_DEEP = b'{"x": %s}' % (100_000 * b"[")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"\xff", b'{"token": "x", "until": "9999"}', _FAR, _DEEP]
)
def test_a_lock_of_another_that_stays_the_same_is_taken_at_last(data: bytes) -> None:
    place = Place()
    place.lock = data, "tag"
    said: list[str] = []
    asyncio.run(make_lease(place, "mine", seconds=0.01).acquire(said.append))
    assert lock_of(place)["token"] == "mine"
    assert said == ["another deployment is at work, or was broken off; waiting up to 0.01 seconds"]


def test_a_lock_that_is_released_meanwhile_is_taken() -> None:
    place = Place()

    async def run() -> None:
        other = make_lease(place, "other", seconds=LONG)
        await other.acquire(print)
        said = asyncio.Event()
        mine = asyncio.create_task(
            make_lease(place, "mine", seconds=SHORT).acquire(lambda _: said.set())
        )
        await said.wait()
        assert await other.release()
        await mine

    asyncio.run(run())
    assert lock_of(place)["token"] == "mine"


def test_a_lock_that_is_renewed_is_never_taken() -> None:
    place = Place()

    async def run() -> None:
        other = make_lease(place, "other", seconds=SHORT)
        await other.acquire(print)
        renewal = asyncio.create_task(other.renew_for_ever())
        with pytest.raises(DeployError, match="another deployment to memory is at work"):
            await make_lease(place, "mine", seconds=SHORT).acquire(print)
        await other.check()
        renewal.cancel()

    asyncio.run(run())
    assert lock_of(place)["token"] == "other"


def test_a_run_notices_that_another_has_taken_its_lock() -> None:
    place = Place()

    async def run() -> None:
        mine = make_lease(place, "mine", seconds=0)
        await mine.acquire(print)
        await mine.check()
        abandon(place, "other", seconds=LONG)
        with pytest.raises(DeployError, match="has taken over"):
            await mine.check()
        await mine.release()

    asyncio.run(run())
    assert lock_of(place)["token"] == "other"


def test_a_lost_answer_does_not_lose_the_lock() -> None:
    place = Place()

    class Forgetful(MemoryTarget):
        async def create(self, data: bytes) -> str | None:
            await super().create(data)
            return None

        async def replace(self, data: bytes, tag: str) -> str | None:
            return await super().replace(data, tag) if tag == "0" else None

    async def run() -> None:
        target = Forgetful(place)
        lease = Lease(Session(target, print), target, token="mine", own=frozenset(), seconds=0)
        await lease.acquire(print)
        await lease.check()
        await lease.check()

    asyncio.run(run())
    assert lock_of(place)["token"] == "mine"


def test_a_lock_that_cannot_be_released_is_left() -> None:
    place = Place()

    async def run() -> None:
        fail = lose_connection(at="lock.remove", times=1)
        lease = make_lease(place, "mine", seconds=LONG, fail=fail)
        await lease.acquire(print)
        assert not await lease.release()

    asyncio.run(run())
    assert place.lock


class _NeverTaken(MemoryTarget):
    """As where every write on a condition fails."""

    async def create(self, _data: bytes) -> str | None:
        return None

    async def replace(self, _data: bytes, _tag: str) -> str | None:
        return None


@pytest.mark.parametrize("content", [None, (b"{}", "tag")])
def test_a_lock_that_can_never_be_taken_is_an_error(content: tuple[bytes, str] | None) -> None:
    place = Place()
    place.lock = content
    target = _NeverTaken(place)
    session = Session(target, print)
    lease = Lease(session, target, token="mine", own=frozenset(), seconds=SHORT)
    with pytest.raises(DeployError, match="cannot be taken") as raised:
        asyncio.run(lease.acquire(print))
    assert "delete .ssg/deployment.lock" in raised.value.hint
