"""The worker's side: its main loop, and the messages between it and the parent."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from select import select
from traceback import format_exc
from typing import Any

from msgspec import Struct, msgpack

from ssg.signals import STOP_SIGNALS

# Called in each worker for each run, with the settings. Returns the function that does one task.
# It must be a module-level function, so that any process can import it.
Start = Callable[[bytes], Callable[[bytes], bytes]]

# Of a task: its index, whether it succeeded, and the result or the traceback.
Response = tuple[int, bool, bytes]
# The index of the response to a Setup, which belongs to no task.
SETUP = -1

# The items of a worker's status, an array in memory shared with the parent: the index of the
# current task, and when it started by the monotonic clock (0 between tasks).
TASK, STARTED_AT = 0, 1

# A message costs the parent more than a small result does, so in large batches several results
# share one: those of so much time, or so many bytes. They may wait for a task that takes long.
_LARGE_BATCH = 8
_SEND_AFTER_SECONDS = 0.01
_SEND_AFTER_BYTES = 64 * 1024
# They also wait while the parent is busy with other work, unless they are as large as this.
_MAX_WAITING_BYTES = 4 * 1024 * 1024

# From <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1


class Setup(Struct, tag=True, frozen=True):
    """Prepares a worker for a run: the name of the `Start` function, and its settings."""

    module: str
    name: str
    settings: bytes

    @classmethod
    def of(cls, start: Start, settings: bytes) -> "Setup":
        return cls(start.__module__, start.__qualname__, settings)

    def start(self) -> Callable[[bytes], bytes]:
        start: Start = getattr(import_module(self.module), self.name)
        return start(self.settings)


class Batch(Struct, tag=True, frozen=True):
    """Tasks, each with its index."""

    tasks: list[tuple[int, bytes]]


_REQUESTS = msgpack.Decoder(Setup | Batch)


def serve(connection: Connection, status: Any) -> None:
    """The main loop of a worker. It returns when the parent closes the pipe or ends."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    # What a Markdown extension prints must not get between the lines of the command's output.
    with suppress(OSError):
        os.dup2(2, 1)
    # A forked worker inherits the parent's setting, but has garbage of its own to free.
    gc.freeze()
    gc.enable()
    _exit_with_parent()
    do_task = None
    with suppress(EOFError, OSError):
        while True:
            request = _REQUESTS.decode(connection.recv_bytes())
            if isinstance(request, Setup):
                do_task = _set_up(request, connection)
            elif do_task:
                for responses in _run_batch(do_task, request, status, connection):
                    _send(responses, connection)


def _set_up(setup: Setup, connection: Connection) -> Callable[[bytes], bytes] | None:
    try:
        do_task = setup.start()
    except Exception:
        _send([_failure(SETUP)], connection)
        return None
    _send([(SETUP, True, b"")], connection)
    return do_task


def _run_batch(
    do_task: Callable[[bytes], bytes], batch: Batch, status: Any, connection: Connection
) -> Iterator[list[Response]]:
    """The responses to send together, as soon as they should be sent."""
    is_large = len(batch.tasks) > _LARGE_BATCH
    responses: list[Response] = []
    size, send_at = 0, 0.0
    for task, data in batch.tasks:
        send_at = send_at or time.monotonic() + _SEND_AFTER_SECONDS
        responses.append(_run_task(do_task, task, data, status))
        size += len(responses[-1][2])
        is_due = size >= _SEND_AFTER_BYTES or time.monotonic() >= send_at
        if not is_large or (is_due and (size >= _MAX_WAITING_BYTES or _can_send(connection))):
            yield responses
            responses, size, send_at = [], 0, 0.0
    if responses:
        yield responses


def _run_task(do_task: Callable[[bytes], bytes], task: int, data: bytes, status: Any) -> Response:
    process = os.getpid()
    status[TASK] = task
    status[STARTED_AT] = time.monotonic()
    try:
        return task, True, do_task(data)
    except Exception:
        return _failure(task)
    finally:
        if os.getpid() != process:
            # Foreign code has forked, and its child has come back: it would answer, too.
            os._exit(0)
        # Before the result is sent, so that a parent that is slow to read costs the task no time.
        status[STARTED_AT] = 0.0


def _failure(task: int) -> Response:
    return task, False, format_exc().encode(errors="backslashreplace")


def _can_send(connection: Connection) -> bool:
    """Whether the pipe has room."""
    return sys.platform == "win32" or bool(select([], [connection], [], 0)[1])


def _send(responses: list[Response], connection: Connection) -> None:
    connection.send_bytes(msgpack.encode(responses))


def _exit_with_parent() -> None:
    """Has the kernel kill this process when its parent ends, even in the middle of a task.

    On other systems than Linux, the process finishes its task and then finds the pipe closed.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # The parent may have ended before that call.
        parent = multiprocessing.parent_process()
        if parent and os.getppid() != parent.pid:
            os._exit(1)
