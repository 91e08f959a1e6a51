"""What git says of files that are to be changed."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

_MOST_PATHS = 500
"""How many paths one command line names."""


def find_uncommitted(site: Path, paths: Sequence[str]) -> dict[str, str]:
    """Those of the `paths` that git has no copy of as they are now, with git's two letters.

    Empty where there is no git, or no repository.
    """
    found: dict[str, str] = {}
    for start in range(0, len(paths), _MOST_PATHS):
        part = paths[start : start + _MOST_PATHS]
        for line in _run_status(site, part):
            # Their paths begin at the top of the repository.
            state, name = line[:2], line[3:]
            found |= {path: state for path in part if f"/{name}".endswith(f"/{path}")}
    return found


def _run_status(site: Path, paths: Sequence[str]) -> list[str]:
    options = ("--porcelain", "-z", "--untracked-files=all", "--no-renames")
    command = ["git", "--no-optional-locks", "--literal-pathspecs", "status", *options, "--"]
    try:
        ended = subprocess.run([*command, *paths], cwd=site, capture_output=True, check=False)
    except OSError:
        return []
    if ended.returncode:
        return []
    return [line for line in ended.stdout.decode(errors="surrogateescape").split("\0") if line]
