"""`ssg lsp`: tells an editor about the files that it has open."""

import gc
import logging
import os
import sys
from contextlib import suppress

from ssg.cache.temporary import remove_abandoned_folders
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.language_server.server import SiteServer
from ssg.language_server.stdio import serve, take_streams

_ENDED_EARLY = 1
"""What the protocol says of an end that the editor has not asked for."""
_THREAD_SECONDS = 0.001
"""An answer waits no longer for a thread that checks the site."""


class _Log:
    """The progress of work on a site, for the log that editors keep."""

    def say(self, sentence: str) -> None:
        with suppress(OSError, ValueError):
            print(f"ssg lsp: {sentence}", file=sys.stderr, flush=True)

    def begin(self, stage: str, steps: int) -> None: ...
    def step(self) -> None: ...
    def end(self) -> None: ...


def lsp() -> int:
    """Serves until the editor ends it, and returns the exit code. Raises CommandError."""
    if os.isatty(0):
        hint = "set it up in your editor: docs/editors.md says how"
        raise CommandError("'ssg lsp' speaks to an editor, not to a terminal", hint)
    try:
        given, sent = take_streams()
    except OSError as error:
        raise CommandError(f"standard input or output is closed: {error.strerror}") from error
    logging.basicConfig(level=logging.ERROR, format="ssg lsp: %(message)s", stream=sys.stderr)
    gc.enable()
    sys.setswitchinterval(_THREAD_SECONDS)
    remove_abandoned_folders()
    server = SiteServer(_Log())
    try:
        serve(server, given, sent)
    finally:
        server.engine.stop()
    return ExitCode.SUCCESS if server.is_shut_down else _ENDED_EARLY
