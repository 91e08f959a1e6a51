"""The signals that ask a process to end: Ctrl-C, and SIGTERM, as from a cancelled CI job."""

import signal
import threading
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Terminated(KeyboardInterrupt):
    """SIGTERM was received. Code that cleans up after Ctrl-C also cleans up after this."""


def raise_on_sigterm() -> None:
    """Has SIGTERM raise Terminated in the main thread, where it would end the process at once."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _raise_terminated)


def raise_on_sigint() -> None:
    """Has SIGINT raise KeyboardInterrupt also where asyncio would wait for its event loop first.

    asyncio replaces only Python's own handler. An ignored SIGINT stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _raise_interrupt)


def _raise_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _raise_terminated(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
