"""Runs a program and measures its time, CPU time and memory. Linux only."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

SAMPLE_SECONDS = 0.05
_PROC = Path("/proc")
_SESSION = 3
"""The index of the session id in /proc/PID/stat, counted after the name of the program."""


class Failed(Exception):
    """The program ended with an error; the message is the end of its output."""


class CutOff(Exception):
    """The program exceeded its time limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Wall-clock seconds, CPU seconds of all processors together, and the program's output."""

    wall: float
    cpu: float
    said: str


def time_program(command: Sequence[str], folder: Path, log: Path, *, patience: float) -> Taken:
    """Runs the command in `folder` to its end. Raises Failed, or CutOff after `patience` seconds.

    The CPU time includes all child processes that the program has waited for.
    """
    began = time.monotonic()
    process = _start(command, folder, log)
    timer = Timer(patience, _kill, [process.pid])
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
    finally:
        timer.cancel()
    _end(process, status, log, cut_off=wall >= patience)
    return Taken(wall=wall, cpu=usage.ru_utime + usage.ru_stime, said=log.read_text())


def peak_memory(
    command: Sequence[str], folder: Path, log: Path, *, patience: float
) -> tuple[int, Taken]:
    """The peak memory of all its processes together, in bytes, and the times of the run.

    It is the proportional set size (https://docs.kernel.org/filesystems/proc.html): memory that
    several processes share is counted once. Every sample stops the processes for a moment, so
    the times only show whether a program is slow.
    """
    began = time.monotonic()
    process = _start(command, folder, log)
    peak = 0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        wall = time.monotonic() - began
        if ended:
            break
        if wall >= patience:
            _kill(process.pid)
        peak = max(peak, memory_of(process.pid))
        time.sleep(SAMPLE_SECONDS)
    _end(process, status, log, cut_off=wall >= patience)
    taken = Taken(wall=wall, cpu=usage.ru_utime + usage.ru_stime, said=log.read_text())
    return peak, taken


def memory_of(session: int) -> int:
    """The memory in bytes of all processes of the session together."""
    return sum(_memory(pid) for pid in _processes(session))


def _start(command: Sequence[str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """Starts it in its own session, which identifies its descendants even if their parents end.

    Python keeps bytecode, as it does where nobody forbids it.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    with log.open("wb") as file:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _kill(session: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes], status: int, log: Path, *, cut_off: bool) -> None:
    process.returncode = os.waitstatus_to_exitcode(status)
    if cut_off:
        raise CutOff
    if process.returncode:
        raise Failed(log.read_text()[-2000:])


def _processes(session: int) -> list[int]:
    found = []
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[_SESSION]) == session:
                    found.append(int(folder.name))
    return found


def _memory(pid: int) -> int:
    """Its memory in bytes; 0 for a process that has just ended."""
    with suppress(OSError):
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
