"""Runs other programs, which end with this one's task."""

import asyncio
import os
import shutil
import signal
from asyncio.subprocess import PIPE, Process
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


def require_program(name: str) -> None:
    """Raises DeployError if it is not installed."""
    if not shutil.which(name):
        raise DeployError(f"the program {name} is not installed", f"install {name}")


async def start_program(
    command: Sequence[str], *, env: Mapping[str, str], given: int | BinaryIO = PIPE
) -> Process:
    """Its messages are English. Raises DeployError if it is not installed."""
    require_program(command[0])
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=given,
        stdout=PIPE,
        stderr=PIPE,
        env={**env, "LC_ALL": "C", "LANGUAGE": "C"},
        start_new_session=True,
    )


async def run_program(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    seconds: float,
    given: bytes | BinaryIO = b"",
) -> Result:
    """Gives it `given` to read. Raises ConnectionLost after so many seconds, and DeployError if it
    is not installed.
    """
    source = PIPE if isinstance(given, bytes) else given
    process = await start_program(command, env=env, given=source)
    try:
        async with asyncio.timeout(seconds):
            output, errors = await process.communicate(given if isinstance(given, bytes) else None)
    except TimeoutError:
        raise ConnectionLost(f"{command[0]} did not end within {seconds:g} seconds") from None
    finally:
        if process.returncode is None:
            await end_program(process)
    return Result(process.returncode or 0, output, errors.decode(errors="replace"))


async def end_program(process: Process) -> None:
    """Ends it with all programs that it has started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _END_SECONDS)
            return
