"""`python -m ssg`, and what the `ssg` command runs."""

import atexit
import gc
import os
import sys
import threading
from contextlib import suppress


def main() -> None:
    # A command that ends soon makes little garbage: a site is a large tree without cycles, which
    # the collector would walk in vain. Those that may run long turn it on again.
    gc.disable()
    try:
        from ssg.cli import cli
    except KeyboardInterrupt:  # before anything was begun
        sys.exit(130)
    try:
        cli.main(prog_name="ssg")
    except SystemExit as end:
        _end_soon(end.code)
        raise


def _end_soon(code: object) -> None:
    """Ends the process as Python does, but frees no object: the system takes all memory back.

    Returns where Python has more to do, and where its streams cannot be written.
    """
    if threading.active_count() > 1 or not isinstance(code, int):
        return
    atexit._run_exitfuncs()
    with suppress(OSError, ValueError):
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
