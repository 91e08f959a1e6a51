"""Runs the real command, as a user would."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests import preloaded

ROOT = Path(__file__).parent.parent
"""This repository, which is also a site."""


# Gives up what lets root read and write everything: the numbers are those of <linux/prctl.h> and
# <linux/capability.h>.
_ORDINARY = """
import ctypes, os, sys
for right in (1, 2):
    if ctypes.CDLL(None).prctl(24, right, 0, 0, 0):
        sys.exit("this root may not give up its rights")
os.execv(sys.argv[1], sys.argv[1:])
"""

# What Python reads when it starts.
_OF_PYTHON = ("PYTHON", "LANG", "LC_", "TZ")

# These start workers, one for each processor, which other tests need meanwhile.
_IN_PARALLEL = ("build", "check")


def ssg(
    *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """What `ssg` with these arguments prints, and its exit code.

    A build or a check has one worker, unless the arguments say otherwise.
    """
    command = _with_one_worker([str(argument) for argument in arguments])
    changed = env or {}
    whole = {**os.environ, **changed}
    if not any(name.startswith(_OF_PYTHON) for name in changed):
        return preloaded.run(command, env=whole, cwd=cwd or Path.cwd())
    return subprocess.run(
        [sys.executable, "-m", "ssg", *command],
        capture_output=True,
        text=True,
        check=False,
        env=whole,
        cwd=cwd,
    )


def _with_one_worker(arguments: list[str]) -> list[str]:
    name = 2 if arguments[:1] == ["--site"] else 0
    if "--jobs" in arguments or not {*arguments[name : name + 1]} & {*_IN_PARALLEL}:
        return arguments
    return [*arguments[: name + 1], "--jobs", "1", *arguments[name + 1 :]]


def without_rights() -> tuple[str, ...]:
    """What to put before a command, so that permissions stop it even if root runs the tests."""
    is_root = sys.platform == "linux" and os.geteuid() == 0
    return (sys.executable, "-c", _ORDINARY) if is_root else ()


def ssg_without_rights(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """As `ssg`, for a user whom permissions stop."""
    command = [*without_rights(), sys.executable, "-m", "ssg", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def tree(folder: Path) -> dict[str, bytes]:
    """All published files below `folder` with their bytes; what ssg keeps there is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != ".ssg"
    }
