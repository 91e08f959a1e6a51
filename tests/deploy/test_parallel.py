"""Many things at once."""

import asyncio

import pytest

from ssg.deploy import parallel
from ssg.deploy.errors import ConnectionLost
from ssg.deploy.parallel import run_all


def test_after_a_failure_what_has_begun_is_done_and_nothing_else_begins() -> None:
    done = []

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.append("work")

    async def fail() -> None:
        raise ConnectionLost("cut")

    async def run() -> None:
        await run_all((one() for one in (work, work, fail, work, work)), at_once=3)

    with pytest.raises(ConnectionLost, match="cut"):
        asyncio.run(run())
    assert done == ["work", "work"]


def test_a_failure_hides_no_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail_when_cancelled() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise ConnectionLost("cut")

    async def run() -> None:
        monkeypatch.setattr(parallel, "_GRACE_SECONDS", 0)
        work = asyncio.create_task(run_all([fail_when_cancelled()]))
        await asyncio.sleep(0.01)
        work.cancel()
        await work

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())
