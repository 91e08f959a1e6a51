"""A machine with Python, git, and a folder of its own for the user's files."""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""As GitHub runs `shell: bash`; GitLab's runner sets the same options."""

# What must not reach it from the machine that runs the tests.
_PRIVATE = ("PYTHON", "PIP_", "GIT_", "GITHUB_", "CI_", "SSG_", "PYTEST", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Its environment has what ssg depends on, but not ssg.

    Installing dependencies needs a network. They are what the tests run with, which the same lock
    file pins; pip finds them, and has nothing to fetch.
    """

    folder: Path
    python: Path
    """Its environment."""
    env: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, folder: Path, *, python: Path | None = None) -> "Machine":
        """A machine with an environment at `python`, which is made if it is not there."""
        python = python or folder / "python"
        if not python.exists():
            _make_environment(python)
        home = folder / "home"
        home.mkdir()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_PRIVATE)}
        env = {
            **kept,
            "HOME": str(home),
            "PATH": f"{python / 'bin'}:{kept['PATH']}",
            # Nothing but what is asked for by its whole address is fetched.
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
            "NO_PROXY": "127.0.0.1",
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        machine = cls(folder=folder, python=python, env=env)
        machine.run("git config --global init.defaultBranch main")
        machine.run("git config --global user.name A && git config --global user.email a@a.org")
        return machine

    def attempt(
        self, script: str, *, cwd: Path | None = None, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs the script as a step of a workflow is run."""
        return subprocess.run(
            [*_SHELL, "-c", script],
            cwd=cwd or self.folder,
            env={**self.env, **(env or {})},
            capture_output=True,
            text=True,
            check=False,
        )

    def run(
        self, script: str, *, cwd: Path | None = None, env: Mapping[str, str] | None = None
    ) -> str:
        """What the script prints; one that fails fails the test."""
        done = self.attempt(script, cwd=cwd, env=env)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout


def _make_environment(folder: Path) -> None:
    venv.create(folder, with_pip=False, symlinks=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
