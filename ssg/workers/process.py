"""The life of a worker: what runs in the other process, and how the two speak."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from traceback import format_exc
from typing import Any

from msgspec import Struct, msgpack

from ssg.signals import STOP_SIGNALS

# Called in each worker for each run, with the settings; gives the function that does one task. A
# function of a module, so that any process can import it.
Start = Callable[[bytes], Callable[[bytes], bytes]]

# What a worker sends: the task's index, whether all went well, and the result or the traceback.
Message = tuple[int, bool, bytes]
# The index in its first message.
STARTED = -1

# What is on a worker's desk, the few bytes that it shares with the parent: the index of the task
# that it is on, and since when by the monotonic clock (0 between tasks).
TASK, BEGAN = 0, 1

# From <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1


class Job(Struct, tag=True, frozen=True):
    """What a worker is to do from now on: the function that starts it, and its settings."""

    module: str
    name: str
    settings: bytes

    @classmethod
    def of(cls, start: Start, settings: bytes) -> "Job":
        return cls(start.__module__, start.__qualname__, settings)

    def start(self) -> Callable[[bytes], bytes]:
        start: Start = getattr(import_module(self.module), self.name)
        return start(self.settings)


class Batch(Struct, tag=True, frozen=True):
    """Tasks by their indices."""

    tasks: list[tuple[int, bytes]]


_ORDERS = msgpack.Decoder(Job | Batch)


def serve(connection: Connection, desk: Any) -> None:
    """The life of a worker, which ends when the parent closes its pipe, or ends itself."""
    for ending in STOP_SIGNALS:
        signal.signal(ending, signal.SIG_IGN)
    # A forked worker has the parent's setting; its own garbage does not wait for its end.
    gc.freeze()
    gc.enable()
    _end_with_parent()
    work = None
    with suppress(EOFError, OSError):
        while True:
            order = _ORDERS.decode(connection.recv_bytes())
            if isinstance(order, Job):
                work = _started(order, connection)
            elif work:
                for task, data in order.tasks:
                    connection.send_bytes(_do(work, task, data, desk))


def _started(job: Job, connection: Connection) -> Callable[[bytes], bytes] | None:
    try:
        work = job.start()
    except Exception:
        connection.send_bytes(_failure(STARTED))
        return None
    connection.send_bytes(_message(STARTED, True, b""))
    return work


def _do(work: Callable[[bytes], bytes], task: int, data: bytes, desk: Any) -> bytes:
    desk[TASK] = task
    desk[BEGAN] = time.monotonic()
    try:
        return _message(task, True, work(data))
    except Exception:
        return _failure(task)
    finally:
        # Before the result is sent: a parent that is slow to read takes none of the time.
        desk[BEGAN] = 0.0


def _failure(task: int) -> bytes:
    return _message(task, False, format_exc().encode())


def _message(task: int, went_well: bool, data: bytes) -> bytes:
    return msgpack.encode((task, went_well, data))


def _end_with_parent() -> None:
    """Has the kernel kill this process when its parent ends, even in the middle of a task.

    Elsewhere than on Linux the task is done first; then the pipe is found closed.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # The parent may have ended before that.
        parent = multiprocessing.parent_process()
        if parent and os.getppid() != parent.pid:
            os._exit(1)
