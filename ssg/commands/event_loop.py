"""Runs what waits for the network, until it is done or somebody presses Ctrl-C."""

import asyncio
import logging
import warnings
from collections.abc import Coroutine
from typing import Any, TypeVar

from ssg.commands.exit_codes import CommandError
from ssg.links.network import UnusableProxy

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
