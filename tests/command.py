"""Runs the real command, as a user would."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests import preloaded

ROOT = Path(__file__).parent.parent
"""This repository, which is also a site."""


# What Python reads when it starts.
_OF_PYTHON = ("PYTHON", "LANG", "LC_", "TZ")


def ssg(
    *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """What `ssg` with these arguments prints, and its exit code."""
    command = [str(argument) for argument in arguments]
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


def tree(folder: Path) -> dict[str, bytes]:
    """All published files below `folder` with their bytes; what ssg keeps there is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != ".ssg"
    }
