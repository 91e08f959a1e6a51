"""What asks a process to end: Ctrl-C, and SIGTERM, as from a CI job that is cancelled."""

import signal
import threading
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Terminated(KeyboardInterrupt):
    """SIGTERM came: whatever has to be cleaned up after Ctrl-C has to be after this."""


def raise_on_sigterm() -> None:
    """Raises Terminated in the main thread when SIGTERM comes; without that, the process ends."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminate)


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
