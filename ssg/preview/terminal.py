"""The preview's terminal: single key presses, and one line for each rebuild."""

import asyncio
import io
import os
import re
import signal
import sys
import termios
import tty
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Any

import click
from msgspec import Struct

from ssg.text import pluralize

# What arrows and function keys send contains letters: ECMA-48 defines its form, and SS3 is `ESC O`.
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?", re.DOTALL)
_JOB_SIGNALS = (signal.SIGTSTP, signal.SIGCONT)


class Keys:
    """Calls an action for each key, without Enter, while its context is entered.

    It needs a running event loop, and reads nothing unless standard input is a terminal on which
    this process is in the foreground. The terminal is left as it was: at the end of the context,
    and while the process is stopped.
    """

    def __init__(self, actions: Mapping[str, Callable[[], None]]) -> None:
        self._actions = actions
        self._terminal = _find_terminal()
        self._settings: list[Any] = []
        """The terminal's own settings; empty while they are not changed."""

    def __enter__(self) -> None:
        if self._terminal is None:
            return
        self._loop = asyncio.get_running_loop()
        # A shell need not restore the settings of a program that Ctrl-Z stops.
        self._loop.add_signal_handler(signal.SIGTSTP, self._stop)
        self._loop.add_signal_handler(signal.SIGCONT, self._begin)
        self._begin()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._terminal is not None:
            self._end()
            for number in _JOB_SIGNALS:
                self._loop.remove_signal_handler(number)

    def _begin(self) -> None:
        # Whoever changes or reads a terminal in the background is stopped.
        if self._terminal is None or not _is_in_foreground(self._terminal):
            return
        if not self._settings:
            self._settings = termios.tcgetattr(self._terminal)
            self._loop.add_reader(self._terminal, self._read)
        tty.setcbreak(self._terminal)

    def _end(self) -> None:
        if self._terminal is None or not self._settings:
            return
        self._loop.remove_reader(self._terminal)
        # The terminal may be closed.
        with suppress(termios.error, OSError):
            if _is_in_foreground(self._terminal):
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._settings)
        self._settings = []

    def _stop(self) -> None:
        self._end()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _read(self) -> None:
        assert self._terminal is not None, "there is something to read"
        try:
            typed = os.read(self._terminal, 1024)
        except OSError:
            typed = b""
        if not typed:
            self._end()
        for key in _SEQUENCE.sub(b"", typed).decode(errors="ignore"):
            self._actions.get(key, _do_nothing)()


class _LenientFile(io.FileIO):
    """Takes all that is written, also when it can go nowhere."""

    # The buffer is a memory view.
    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return len(data)


def ignore_lost_readers() -> None:
    """Has this process go on printing when whoever reads that has ended, or its disk is full."""
    sys.stdout, sys.stderr = map(_make_lenient, (sys.stdout, sys.stderr))


def _make_lenient(stream: Any) -> Any:
    # It is None when the shell has closed it (`>&-`).
    if stream is None:
        return None
    file = _LenientFile(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(file),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=True,
    )


class Rebuilt(Struct, frozen=True, kw_only=True):
    """A rebuild: the changed files as the editor knows them, and what came of them.

    No `paths` are for a date that was reached, or a page that was made late; None is for a look
    at everything. `pages` is the number of pages that are different now.
    """

    paths: Sequence[str] | None
    pages: int
    seconds: float
    errors: int = 0
    warnings: int = 0


def print_rebuild(rebuilt: Rebuilt, when: datetime) -> None:
    """Prints one line, with colours on a terminal only."""
    parts = [
        click.style(f"{when:%H:%M:%S}", dim=True),
        _name_files(rebuilt.paths),
        pluralize(rebuilt.pages, "page"),
        f"{rebuilt.seconds * 1000:.0f} ms",
    ]
    if rebuilt.errors:
        parts.append(click.style(pluralize(rebuilt.errors, "error"), fg="red", bold=True))
    if rebuilt.warnings:
        parts.append(click.style(pluralize(rebuilt.warnings, "warning"), fg="yellow"))
    click.echo("  ".join(parts))


def _name_files(paths: Sequence[str] | None) -> str:
    if paths is None:
        return "everything"
    if not paths:
        return "no file changed"
    first = click.style(click.format_filename(min(paths)), bold=True)
    return f"{first} and {len(paths) - 1} more" if len(paths) > 1 else first


def _find_terminal() -> int | None:
    """The descriptor of standard input if it is a terminal; it is None when a shell closed it."""
    with suppress(AttributeError, ValueError, OSError):
        if sys.stdin.isatty():
            return sys.stdin.fileno()
    return None


def _is_in_foreground(terminal: int) -> bool:
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False


def _do_nothing() -> None:
    """For a key without an action."""
