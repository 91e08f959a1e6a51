"""Runs other programs, which end with this one's task."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO

from msgspec import Struct

from ssg.deploy.errors import ConnectionLost, DeployError

_END_SECONDS = 5


class Result(Struct, frozen=True):
    code: int
    output: bytes
    errors: str


async def run_program(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    seconds: float,
    given: bytes | BinaryIO = b"",
) -> Result:
    """Gives it `given` to read. Raises ConnectionLost after so many seconds, and DeployError if it
    is not installed. Its messages are English.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE if isinstance(given, bytes) else given,
            stdout=PIPE,
            stderr=PIPE,
            env={**env, "LC_ALL": "C", "LANGUAGE": "C"},
            start_new_session=True,
        )
    except FileNotFoundError:
        program = command[0]
        raise DeployError(f"the program {program} is not installed", f"install {program}") from None
    try:
        async with asyncio.timeout(seconds):
            output, errors = await process.communicate(given if isinstance(given, bytes) else None)
    except TimeoutError:
        raise ConnectionLost(f"{command[0]} did not end within {seconds:g} seconds") from None
    finally:
        if process.returncode is None:
            await _end(process)
    return Result(process.returncode or 0, output, errors.decode(errors="replace"))


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ends it with all programs that it has started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _END_SECONDS)
            return
