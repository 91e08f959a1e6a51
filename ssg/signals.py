"""The signals that ask a process to end: Ctrl-C, and SIGTERM, as from a cancelled CI job."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


@contextmanager
def raise_at_the_end(stop: Callable[[], object]) -> Iterator[None]:
    """Also calls `stop` on each of these signals, and raises at the end what they raise.

    It would be lost if a signal came while Python frees an object:
    https://docs.python.org/3/library/sys.html#sys.unraisablehook
    """
    raised: list[KeyboardInterrupt] = []

    def handle(number: int, frame: FrameType | None) -> None:
        stop()
        try:
            before[number](number, frame)
        except KeyboardInterrupt as error:
            raised.append(error)
            raise

    found = {int(number): signal.getsignal(number) for number in STOP_SIGNALS}
    before = {number: handler for number, handler in found.items() if callable(handler)}
    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if raised:
        raise raised[0]


def _raise_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _raise_terminated(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
