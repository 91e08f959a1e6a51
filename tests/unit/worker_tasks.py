"""What the workers of tests do. Each that is spawned imports this, and so it imports little."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def start(settings: bytes) -> Callable[[bytes], bytes]:
    """A worker whose tasks say what to do."""
    if settings == b"raise":
        raise ValueError("no such settings")
    if settings == b"exit":
        os._exit(7)

    def work(task: bytes) -> bytes:
        verb, _, rest = task.partition(b" ")
        match verb:
            case b"hang":
                time.sleep(10_000)
            case b"print":
                os.write(1, b"%d\n" % os.getpid())
                time.sleep(10_000)
            case b"nap":
                time.sleep(float(rest))
                return b"%d" % os.getpid()
            case b"exit":
                os._exit(int(rest))
            case b"crash":
                os.kill(os.getpid(), signal.SIGKILL)
            case b"raise":
                raise ValueError(rest.decode())
            case b"big":
                return bytes(int(rest))
            case b"pid":
                return b"%d" % os.getpid()
            case b"touch":
                Path(os.fsdecode(rest)).touch()
        return settings + rest

    return work


def start_counting(_settings: bytes) -> Callable[[bytes], bytes]:
    """A worker whose tasks tell how many it has done since it was set up."""
    done = iter(range(1, 1000))
    return lambda _task: b"%d" % next(done)
