"""Many things at once."""

import asyncio

import pytest

from ssg.deploy.errors import ConnectionLost
from ssg.deploy.parallel import run_all


def test_what_fails_first_is_raised_when_all_others_have_ended() -> None:
    ended = []

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("wait")

    async def fail() -> None:
        raise ConnectionLost("cut")

    async def run() -> None:
        await run_all([wait(), wait(), fail(), *(wait() for _ in range(50))], at_once=3)

    with pytest.raises(ConnectionLost, match="cut"):
        asyncio.run(run())
    # One more had got the slot of the one that failed.
    assert len(ended) == 3


def test_a_failure_hides_no_cancellation() -> None:
    async def fail_when_cancelled() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise ConnectionLost("cut")

    async def run() -> None:
        work = asyncio.create_task(run_all([fail_when_cancelled()]))
        await asyncio.sleep(0.01)
        work.cancel()
        await work

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())
