"""The parent's side: who works on what, how long, and what became of it."""

import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Self

from msgspec import Struct, field, msgpack

from ssg.signals import STOP_SIGNALS
from ssg.workers.cpus import start_method
from ssg.workers.process import BEGAN, STARTED, TASK, Batch, Job, Message, Start, serve


class Done(Struct, frozen=True, kw_only=True):
    result: bytes


class TimedOut(Struct, frozen=True, kw_only=True):
    """The task went on past the time limit, so its worker was killed."""


class Died(Struct, frozen=True, kw_only=True):
    """The worker ended in the middle of the task; a negative code is the signal that ended it."""

    exit_code: int


class Failed(Struct, frozen=True, kw_only=True):
    """The function raised an exception."""

    traceback: str


Outcome = Done | TimedOut | Died | Failed


class Workers:
    """At most `jobs` processes, which go from one `run` to the next; a context manager.

    They are started when there is work for them, and as early as that: a process that is forked
    later, from one that has grown, shares memory that must be copied as soon as either writes to
    it. `method` is `fork` or `spawn`, by default what `start_method` says.
    """

    def __init__(self, jobs: int, *, method: str | None = None) -> None:
        self._jobs = jobs
        self._method = method
        self._idle: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends all that wait for another run."""
        _end(self._idle)

    def run(
        self, tasks: Sequence[bytes], *, start: Start, settings: bytes, seconds: float | None
    ) -> Iterator[tuple[int, Outcome]]:
        """Does the tasks; gives each one's index and outcome, once.

        Outcomes come when they are ready, in no order. A task may take `seconds` by the clock on
        the wall, to which the start of its worker doesn't count. No worker at work outlives the
        iterator: closing it early kills them all. One thread makes and consumes it, since on Linux
        a worker ends with the thread that started it.

        Raises RuntimeError if `start` raises, or a worker ends before it has started.
        """
        if not tasks:
            return
        job = Job.of(start, settings)
        method = self._method or start_method()
        pool = _Pool(tasks, job, jobs=self._jobs, seconds=seconds, method=method)
        pool.take_on(self._idle)
        self._idle = []
        try:
            yield from pool.outcomes()
            self._idle = pool.release()
        finally:
            pool.close()


_MOST_FALSE_STARTS = 3
_MOST_PER_BATCH = 32
_BATCHES_PER_JOB = 4


class _Worker(Struct, kw_only=True, eq=False):
    process: BaseProcess
    connection: Connection
    desk: Any
    started: bool = False
    unfinished: set[int] = field(default_factory=set)
    overdue: int | None = None

    def hurry(self, limit: float) -> float:
        """The seconds left to the task at hand. If there are none, the worker is killed."""
        # In this order: a worker that goes on to its next task meanwhile is seen with the old
        # task and the new time, and is let be.
        task = int(self.desk[TASK])
        began: float = self.desk[BEGAN]
        left = began + limit - time.monotonic() if began else limit
        if left <= 0:
            self.overdue = task
            self.process.kill()
        return left

    def receive(self) -> tuple[int, Outcome] | None:
        """Raises EOFError or OSError if the worker has ended, maybe in the middle of a message."""
        data = self.connection.recv_bytes()
        task, went_well, result = msgpack.decode(data, type=Message)
        if task == STARTED:
            if not went_well:
                raise RuntimeError(f"a worker could not start:\n{result.decode()}")
            self.started = True
            return None
        self.unfinished.remove(task)
        return task, Done(result=result) if went_well else Failed(traceback=result.decode())

    def release(self) -> int:
        """Waits for the process, which has ended or been killed; gives its exit code."""
        self.connection.close()
        self.process.join()
        exit_code = self.process.exitcode
        self.process.close()
        return exit_code or 0


class _Pool:
    """The workers of one run."""

    def __init__(
        self, tasks: Sequence[bytes], job: Job, *, jobs: int, seconds: float | None, method: str
    ) -> None:
        self._tasks = tasks
        self._job = job
        self._jobs = jobs
        self._false_starts = 0
        self._lost_any = False
        self._seconds = seconds
        self._context: Any = multiprocessing.get_context(method)
        self._waiting = deque(_batches(len(tasks), jobs))
        self._workers: list[_Worker] = []

    def take_on(self, workers: Iterable[_Worker]) -> None:
        for worker in workers:
            self._workers.append(worker)
            self._begin(worker)

    def release(self) -> list[_Worker]:
        """Those that may go on to another run.

        None, if one was replaced: the new one may have begun in the middle of something that the
        others know nothing of, such as a transaction of a database.
        """
        if self._lost_any:
            return []
        workers, self._workers = self._workers, []
        return workers

    def outcomes(self) -> Iterator[tuple[int, Outcome]]:
        while self._waiting or any(worker.unfinished for worker in self._workers):
            self._give_out()
            for worker in self._next_to_speak():
                try:
                    outcome = worker.receive()
                except (EOFError, OSError):
                    outcome = self._bury(worker)
                if outcome:
                    yield outcome

    def close(self) -> None:
        _end(self._workers)

    def _begin(self, worker: _Worker) -> None:
        worker.started = False
        # Should it end before its first task, none is to blame: not one of the last run either.
        worker.desk[TASK] = STARTED
        # Should it have ended meanwhile, its pipe will say so.
        with suppress(OSError):
            worker.connection.send_bytes(msgpack.encode(self._job))

    def _give_out(self) -> None:
        """Hands batches to the idle, and starts as many more workers as there is work for."""
        for worker in self._workers:
            if self._waiting and worker.started and not worker.unfinished:
                self._hand(self._waiting.popleft(), worker)
        starting = sum(not worker.started for worker in self._workers)
        for _ in range(min(len(self._waiting) - starting, self._jobs - len(self._workers))):
            self._hire()

    def _hand(self, batch: Sequence[int], worker: _Worker) -> None:
        worker.unfinished.update(batch)
        # Should it have ended meanwhile, its pipe will say so, and another gets the batch.
        with suppress(OSError):
            order = Batch([(task, self._tasks[task]) for task in batch])
            worker.connection.send_bytes(msgpack.encode(order))

    def _hire(self) -> None:
        ours, theirs = self._context.Pipe()
        desk = self._context.RawArray("d", [STARTED, 0.0])
        process = self._context.Process(
            target=serve,
            args=(theirs, desk),
            daemon=True,
        )
        with theirs, _interrupts_held():
            process.start()
            self._workers.append(_Worker(process=process, connection=ours, desk=desk))
        self._begin(self._workers[-1])

    def _next_to_speak(self) -> list[_Worker]:
        """Waits until a worker has sent something, has ended, or is overdue and killed."""
        timeout = None
        if self._seconds is not None:
            timeout = max(0.0, min(worker.hurry(self._seconds) for worker in self._workers))
        ready = wait([worker.connection for worker in self._workers], timeout)
        return [worker for worker in self._workers if worker.connection in ready]

    def _bury(self, worker: _Worker) -> tuple[int, Outcome] | None:
        """Blames the task that the ended worker was on, and has the rest done by another."""
        self._workers.remove(worker)
        self._lost_any = True
        exit_code = worker.release()
        if not worker.started:
            self._false_starts += 1
            # Killed from outside, it may go better the next time; an exit of its own won't.
            if exit_code >= 0 or self._false_starts > _MOST_FALSE_STARTS:
                raise RuntimeError(f"a worker ended as it started, with exit code {exit_code}")
            return None
        overdue = worker.overdue is not None
        task = worker.overdue if overdue else int(worker.desk[TASK])
        rest = sorted(worker.unfinished - {task})
        if rest:
            self._waiting.appendleft(rest)
        if task not in worker.unfinished:
            return None
        return task, TimedOut() if overdue else Died(exit_code=exit_code)


def _end(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.process.kill()
    while workers:
        workers.pop().release()


def _batches(count: int, jobs: int) -> Iterator[Sequence[int]]:
    """Small enough that all workers end at about the same time."""
    size = max(1, min(_MOST_PER_BATCH, count // (jobs * _BATCHES_PER_JOB)))
    return (range(first, min(first + size, count)) for first in range(0, count, size))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until a new worker is known, and don't reach the worker itself."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
