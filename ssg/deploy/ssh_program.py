"""One connection of the program `ssh` that other programs share, so that each is quick to start."""

import asyncio
import os
import shlex
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.programs import end_program, start_program
from ssg.deploy.ssh_address import PATIENCE, SshAddress, refuse_host, refuse_user

_READY = b"ready\n"


@asynccontextmanager
async def share_connection(address: SshAddress) -> AsyncIterator[Sequence[str]]:
    """The `ssh` command of whoever is to share it. RSYNC_RSH may name another one than `ssh`.

    It ends with this process, even if that is killed: then the host has nothing more to read.
    Raises ConnectionLost, and DeployError if either side refuses.
    """
    shell = [*shlex.split(os.environ.get("RSYNC_RSH", "ssh")), *address.options]
    user = ("-l", address.user) if address.user else ()
    with TemporaryDirectory(prefix="ssg") as folder:
        shared = (*shell, "-o", "ControlPersist=no", "-S", str(Path(folder, "c")))
        wait = f"echo {_READY.decode().strip()}; exec cat"
        command = [*shared, "-M", *user, "--", address.host, wait]
        process = await start_program(command, env=os.environ)
        try:
            await _await_connection(process, address)
            yield shared
        finally:
            await end_program(process)


async def _await_connection(process: Process, address: SshAddress) -> None:
    assert process.stdout
    assert process.stderr
    try:
        async with asyncio.timeout(PATIENCE):
            if await process.stdout.readline() == _READY:
                return
            said = (await process.stderr.read()).decode(errors="replace")
    except TimeoutError:
        raise ConnectionLost(f"{address.host} does not answer") from None
    raise explain_refusal(said, address) or ConnectionLost(
        f"{address.host}: {said.strip() or 'the connection was cut'}"
    )


def explain_refusal(said: str, address: SshAddress) -> DeployError | None:
    """What the program `ssh` says if either side refuses the other; None for all else."""
    if "Host key verification failed" in said:
        is_known = "REMOTE HOST IDENTIFICATION HAS CHANGED" in said
        return refuse_host(address, is_known=is_known)
    if "Permission denied (" in said:
        return refuse_user(address)
    return None
