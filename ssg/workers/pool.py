"""The parent's side: dispatches tasks to workers, enforces deadlines and collects the outcomes."""

import math
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
from ssg.workers.cpus import choose_start_method
from ssg.workers.process import SETUP, STARTED_AT, TASK, Batch, Response, Setup, Start, serve


class Done(Struct, frozen=True, kw_only=True):
    result: bytes


class TimedOut(Struct, frozen=True, kw_only=True):
    """The task exceeded its time limit, so its worker was killed."""


class Crashed(Struct, frozen=True, kw_only=True):
    """The worker process ended in the middle of the task.

    A negative exit code is the signal that ended it, as in `subprocess`.
    """

    exit_code: int


class Failed(Struct, frozen=True, kw_only=True):
    """The function raised an exception."""

    traceback: str


Outcome = Done | TimedOut | Crashed | Failed


class Workers:
    """A pool of at most `jobs` processes, reused from one `run` to the next; a context manager.

    They start when there is work for them: for few tasks one alone, and the others only if that
    takes long. Start them early: a process that is forked later, from a larger parent, shares
    memory that has to be copied as soon as either process writes to it.
    What `start` has returned is used again by a `run` with the same `start` and settings, if no
    other run came between.
    `method` is `fork` or `spawn`, by default the result of `choose_start_method`.
    """

    def __init__(self, jobs: int, *, method: str | None = None) -> None:
        self._jobs = jobs
        self._method = method
        self._idle: list[_Worker] = []
        self._setup: Setup | None = None
        self._begun: _Run | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends all idle workers, and those of tasks that were begun."""
        _kill_all(self._idle)
        if self._begun:
            self._begun.close()

    def start(self) -> None:
        """Starts all processes, which get their work later."""
        self._setup = None
        run = self._make_run((), None, seconds=None)
        run.add_workers(self._idle, are_set_up=True)
        run.start_all()
        self._idle = run.take_reusable_workers()

    def prepare(self, *, start: Start, settings: bytes) -> None:
        """Has all idle processes call `start` while this one goes on.

        A following `run` with the same `start` and settings need not wait for that.
        """
        setup = Setup.of(start, settings)
        if setup != self._setup:
            run = self._make_run((), setup, seconds=None)
            run.add_workers(self._idle, are_set_up=False)
            self._idle, self._setup = run.take_reusable_workers(), setup

    def run(
        self, tasks: Sequence[bytes], *, start: Start, settings: bytes, seconds: float | None
    ) -> Iterator[tuple[int, Outcome]]:
        """Does the tasks, and yields the index and the outcome of each one once.

        Outcomes come as soon as they are ready, in no order. Of many tasks, some may wait for the
        next one of the same worker; if that worker ends early, another one does them again. A task
        may take `seconds` of real time, not counting the start of its worker; None is no limit.
        Closing the iterator early kills all busy workers. Create and consume it in the same thread,
        since on Linux a worker ends with the thread that started it.

        Raises RuntimeError if `start` raises, or a worker ends before it has started.
        """
        if tasks:
            yield from self._finish(self._open_run(tasks, start, settings, seconds))

    def begin(
        self, tasks: Sequence[bytes], *, start: Start, settings: bytes, seconds: float | None
    ) -> Iterator[tuple[int, Outcome]]:
        """Like `run`, but the first tasks are done while this process goes on.

        Idle processes do them, else a new one.
        """
        if not tasks:
            return iter(())
        self._begun = self._open_run(tasks, start, settings, seconds)
        self._begun.begin()
        return self._finish(self._begun)

    def _open_run(
        self, tasks: Sequence[bytes], start: Start, settings: bytes, seconds: float | None
    ) -> "_Run":
        setup = Setup.of(start, settings)
        run = self._make_run(tasks, setup, seconds=seconds)
        run.add_workers(self._idle, are_set_up=setup == self._setup)
        self._idle, self._setup = [], setup
        return run

    def _finish(self, run: "_Run") -> Iterator[tuple[int, Outcome]]:
        try:
            yield from run.do_tasks()
            self._idle = run.take_reusable_workers()
        finally:
            run.close()
            self._begun = None

    def _make_run(
        self, tasks: Sequence[bytes], setup: Setup | None, *, seconds: float | None
    ) -> "_Run":
        method = self._method or choose_start_method()
        return _Run(tasks, setup, jobs=self._jobs, seconds=seconds, method=method)


_MAX_FAILED_STARTS = 3
_MAX_BATCH_SIZE = 32
_BATCHES_PER_WORKER = 4
_TASKS_AHEAD = 256
"""So many are sent to a worker at once while nobody waits for what it has done."""
_TASKS_FOR_ANOTHER = 64
"""So many tasks for each process are worth another one."""
_PATIENCE = 0.05
"""Seconds after which any work is: about as long as starting a process and its first task take."""


_RESPONSES = msgpack.Decoder(list[Response])


class _Worker(Struct, kw_only=True, eq=False):
    process: BaseProcess
    connection: Connection
    status: Any
    is_ready: bool = False
    unfinished: set[int] = field(default_factory=set)
    timed_out_task: int | None = None

    def enforce_deadline(self, limit: float) -> float:
        """The seconds left for the current task. Kills the worker if there are none."""
        # In this order: if the worker goes on to its next task between the two reads, the old
        # task is seen with the new time, and the worker is not killed.
        task = int(self.status[TASK])
        started_at: float = self.status[STARTED_AT]
        left = started_at + limit - time.monotonic() if started_at else limit
        if left <= 0:
            self.timed_out_task = task
            self.process.kill()
        return left

    def receive(self) -> list[tuple[int, Outcome]]:
        """The outcomes in the next message; none in the response to the setup.

        Raises EOFError or OSError if the worker has ended, maybe in the middle of a message, and
        RuntimeError if the setup failed.
        """
        outcomes: list[tuple[int, Outcome]] = []
        for task, succeeded, result in _RESPONSES.decode(self.connection.recv_bytes()):
            if task == SETUP:
                if not succeeded:
                    raise RuntimeError(f"a worker could not start:\n{result.decode()}")
                self.is_ready = True
            else:
                self.unfinished.remove(task)
                outcome = Done(result=result) if succeeded else Failed(traceback=result.decode())
                outcomes.append((task, outcome))
        return outcomes

    def join(self) -> int:
        """Waits for the process, which has ended or been killed, and returns its exit code."""
        self.connection.close()
        self.process.join()
        exit_code = self.process.exitcode
        self.process.close()
        return exit_code or 0


class _Run:
    """One run: its pending batches, and the workers that do them; without a `setup` it has none."""

    def __init__(
        self,
        tasks: Sequence[bytes],
        setup: Setup | None,
        *,
        jobs: int,
        seconds: float | None,
        method: str,
    ) -> None:
        self._tasks = tasks
        self._setup = setup
        self._jobs = jobs
        self._failed_starts = 0
        self._has_lost_worker = False
        self._seconds = seconds
        self._context: Any = multiprocessing.get_context(method)
        self._pending: deque[Sequence[int]] = deque(_split_into_batches(range(len(tasks)), jobs))
        self._workers: list[_Worker] = []
        self._is_long_from = math.inf

    def add_workers(self, workers: Iterable[_Worker], *, are_set_up: bool) -> None:
        for worker in workers:
            self._workers.append(worker)
            if are_set_up:
                # No task of this run is to blame for a worker that has ended since the last one.
                worker.status[TASK] = SETUP
            else:
                self._send_setup(worker)

    def start_all(self) -> None:
        while len(self._workers) < self._jobs:
            self._start_worker()

    def begin(self) -> None:
        """Sends all workers, at least one, a share of the tasks, though they may not be ready."""
        if not self._workers:
            self._start_worker()
        rest = range(len(self._tasks))
        size = min(_TASKS_AHEAD, math.ceil(len(rest) / len(self._workers)))
        for worker in self._workers:
            if rest:
                self._send_batch(rest[:size], worker)
                rest = rest[size:]
        self._pending = deque(_split_into_batches(rest, self._jobs))

    def take_reusable_workers(self) -> list[_Worker]:
        """Removes and returns the workers that another run may use.

        There are none if a worker was replaced: the new one may have started in the middle of
        something that the others do not know of, such as a database transaction.
        """
        if self._has_lost_worker:
            return []
        workers, self._workers = self._workers, []
        return workers

    def do_tasks(self) -> Iterator[tuple[int, Outcome]]:
        while self._pending or any(worker.unfinished for worker in self._workers):
            self._dispatch()
            for worker in self._wait_for_messages():
                try:
                    outcomes = worker.receive()
                except (EOFError, OSError):
                    outcomes = self._handle_exit(worker)
                # The worker goes on while the caller is busy with what it has done.
                self._dispatch()
                yield from outcomes

    def close(self) -> None:
        _kill_all(self._workers)

    def _send_setup(self, worker: _Worker) -> None:
        if self._setup is None:
            return
        worker.is_ready = False
        # If the worker ends before its first task, no task is to blame, not even one of the
        # previous run.
        worker.status[TASK] = SETUP
        _send(self._setup, worker)

    def _dispatch(self) -> None:
        """Sends batches to idle workers, and starts those that the batches left are worth."""
        for worker in self._workers:
            if self._pending and worker.is_ready and not worker.unfinished:
                self._send_batch(self._pending.popleft(), worker)
                self._is_long_from = min(self._is_long_from, time.monotonic() + _PATIENCE)
        starting = sum(not (worker.is_ready or worker.unfinished) for worker in self._workers)
        for _ in range(min(len(self._pending) - starting, self._worth() - len(self._workers))):
            self._start_worker()

    def _worth(self) -> int:
        """How many workers the tasks are worth, by their number or by the time they have taken."""
        if time.monotonic() >= self._is_long_from:
            return self._jobs
        return min(self._jobs, 1 + len(self._tasks) // _TASKS_FOR_ANOTHER)

    def _send_batch(self, batch: Sequence[int], worker: _Worker) -> None:
        worker.unfinished.update(batch)
        _send(Batch([(task, self._tasks[task]) for task in batch]), worker)

    def _start_worker(self) -> None:
        parent_end, worker_end = self._context.Pipe()
        status = self._context.RawArray("d", [SETUP, 0.0])
        process = self._context.Process(
            target=serve,
            args=(worker_end, status),
            daemon=True,
        )
        with worker_end, _block_stop_signals():
            process.start()
            self._workers.append(_Worker(process=process, connection=parent_end, status=status))
        self._send_setup(self._workers[-1])

    def _wait_for_messages(self) -> list[_Worker]:
        """The workers that have sent a message or have ended. Kills those past their deadline.

        There may be none, when it is time to start others.
        """
        left = [self._is_long_from - time.monotonic()] if self._worth() < self._jobs else []
        if self._seconds is not None:
            left += [worker.enforce_deadline(self._seconds) for worker in self._workers]
        first = min(left, default=math.inf)
        timeout = max(0.0, first) if first < math.inf else None
        ready = wait([worker.connection for worker in self._workers], timeout)
        return [worker for worker in self._workers if worker.connection in ready]

    def _handle_exit(self, worker: _Worker) -> list[tuple[int, Outcome]]:
        """The outcome of the task that the worker was on, if there was one.

        The rest of its batch goes to another worker, with what it has done and not sent.
        """
        self._workers.remove(worker)
        self._has_lost_worker = True
        exit_code = worker.join()
        if not worker.is_ready:
            self._failed_starts += 1
            # A worker killed from outside may start the next time. One that exited will not.
            if exit_code >= 0 or self._failed_starts > _MAX_FAILED_STARTS:
                raise RuntimeError(f"a worker exited during its start, with exit code {exit_code}")
        has_timed_out = worker.timed_out_task is not None
        task = worker.timed_out_task if has_timed_out else int(worker.status[TASK])
        rest = sorted(worker.unfinished - {task})
        if rest:
            self._pending.appendleft(rest)
        if task not in worker.unfinished:
            return []
        return [(task, TimedOut() if has_timed_out else Crashed(exit_code=exit_code))]


def _send(request: Setup | Batch, worker: _Worker) -> None:
    # If the worker has ended, reading from its pipe will show it, and another gets its batch.
    with suppress(OSError):
        worker.connection.send_bytes(msgpack.encode(request))


def _kill_all(workers: list[_Worker]) -> None:
    """Kills the workers, waits for them, and empties the list."""
    for worker in workers:
        worker.process.kill()
    while workers:
        workers.pop().join()


def _split_into_batches(tasks: range, jobs: int) -> Iterator[range]:
    """Batches of task indices, the last ones small: all workers finish at about the same time."""
    while tasks:
        size = max(1, min(_MAX_BATCH_SIZE, len(tasks) // (jobs * _BATCHES_PER_WORKER)))
        yield tasks[:size]
        tasks = tasks[size:]


@contextmanager
def _block_stop_signals() -> Iterator[None]:
    """Blocks Ctrl-C and SIGTERM until a new worker is registered. The worker inherits the block."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
