"""Does many things at once, but not too many."""

import asyncio
from collections.abc import Coroutine, Iterable

# A request that is cancelled on its way can leave a connection unusable.
_GRACE_SECONDS = 3.0


async def run_all(work: Iterable[Coroutine[object, object, object]], *, at_once: int = 16) -> None:
    """Raises what the first one raises that fails. Starts no more then, or if it is cancelled.

    Cancelled, it ends as such, whatever fails then. (A group of tasks would raise the failure.)
    """
    waiting = iter(work)
    is_over = False

    async def run() -> None:
        while not is_over and (one := next(waiting, None)):
            await one

    workers = [asyncio.create_task(run()) for _ in range(at_once)]
    try:
        done, _ = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        is_over = True
        await asyncio.wait(workers, timeout=_GRACE_SECONDS)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    for worker in done:
        worker.result()
