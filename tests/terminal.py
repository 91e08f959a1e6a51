"""Runs programs on a terminal of their own, as in a window."""

import os
import pty
import select
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.command import ROOT
from tests.machine import PATIENCE

# Makes standard input the terminal of a new session, as a terminal window does for its shell.
_WINDOW = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


class Terminal:
    """A program that runs on a terminal of its own, and whoever types there."""

    def __init__(self, process: subprocess.Popen[bytes], master: int, slave: int) -> None:
        self.process = process
        self._master = master
        self._slave = slave
        self._shown = b""

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def wait_for(self, text: str) -> None:
        """Waits until the terminal shows this after what was waited for before."""
        while text.encode() not in self._shown:
            is_readable, _, _ = select.select([self._master], [], [], PATIENCE)
            assert is_readable, f"the terminal shows only {self._shown!r}"
            self._shown += os.read(self._master, 1024)
        self._shown = self._shown.partition(text.encode())[2]

    def settings(self) -> list[Any]:
        return termios.tcgetattr(self._slave)

    def reads_lines(self) -> bool:
        return bool(self.settings()[3] & termios.ICANON)

    def wait_for_end(self) -> int:
        return self.process.wait(PATIENCE)


@contextmanager
def run_on_terminal(*command: str, env: Mapping[str, str] | None = None) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _WINDOW, *command],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
    )
    try:
        yield Terminal(process, master, slave)
    finally:
        process.kill()
        process.wait()
        os.close(slave)
        os.close(master)
