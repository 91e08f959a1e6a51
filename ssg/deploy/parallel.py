"""Does many things at once, but not too many."""

import asyncio
from collections.abc import Coroutine, Iterable


async def run_all(work: Iterable[Coroutine[object, object, object]], *, at_once: int = 16) -> None:
    """Raises what the first one raises that fails, after all others have ended."""
    slots = asyncio.Semaphore(at_once)

    async def run(task: Coroutine[object, object, object]) -> None:
        async with slots:
            await task

    started = list(work)
    try:
        async with asyncio.TaskGroup() as group:
            for task in started:
                group.create_task(run(task))
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    finally:
        # Those that had no slot yet when another one failed.
        for task in started:
            task.close()
