"""Does many things at once, but not too many."""

import asyncio
from collections.abc import Coroutine, Iterable

Work = Coroutine[object, object, object]


async def run_all(work: Iterable[Work], *, at_once: int = 16) -> None:
    """Raises what the first one raises that fails, after all others have ended.

    Cancelled, it ends as such, whatever fails then. (A group of tasks would raise the failure.)
    """
    slots = asyncio.Semaphore(at_once)

    async def run(one: Work) -> None:
        async with slots:
            await one

    everything = [*work]
    tasks = [asyncio.create_task(run(one)) for one in everything]
    if not tasks:
        return
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in everything:
            # It had no slot yet.
            one.close()
    for task in done:
        task.result()
