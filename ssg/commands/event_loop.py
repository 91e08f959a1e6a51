"""Runs what waits for the network, until it is done or somebody presses Ctrl-C."""

import asyncio
import logging
import signal
import warnings
from collections.abc import Coroutine, Mapping
from signal import Signals
from typing import Any, TypeVar

from ssg.commands.exit_codes import CommandError
from ssg.links.network import UnusableProxy
from ssg.signals import STOP_SIGNALS, Terminated

T = TypeVar("T")


def run_in_loop(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`. Raises CommandError if the environment lets nothing be asked.

    KeyboardInterrupt leaves nothing that would report it.
    """
    try:
        return asyncio.run(work)
    except UnusableProxy as error:
        # Its address is not shown: it may have a password.
        message = "the proxy that the environment names cannot be used"
        hint = "HTTPS_PROXY, HTTP_PROXY and ALL_PROXY take the address of an http or https proxy"
        raise CommandError(message, hint) from error
    except KeyboardInterrupt:
        # It may have come between two steps of asyncio, which would report that.
        warnings.simplefilter("ignore", RuntimeWarning)
        logging.getLogger("asyncio").disabled = True
        raise


def run_cancellable(work: Coroutine[Any, Any, T]) -> T:
    """As `run_in_loop`, for what has to end cleanly: a signal that asks to end cancels `work`.

    Raised in the middle of a library for the network, it would break a connection that is needed.
    """
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    try:
        return run_in_loop(_cancel_on_signals(work, before))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _cancel_on_signals(work: Coroutine[Any, Any, T], before: Mapping[Signals, Any]) -> T:
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    received: list[Signals] = []

    def stop(number: Signals) -> None:
        received.append(number)
        task.cancel()

    for number, handler in before.items():
        if handler != signal.SIG_IGN:
            loop.add_signal_handler(number, stop, number)
    try:
        return await task
    except asyncio.CancelledError:
        if received:
            raise (Terminated if received[0] == signal.SIGTERM else KeyboardInterrupt) from None
        raise
