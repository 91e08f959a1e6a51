"""What `make` installs is what the lock files pin, for the Python that it is asked for."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.command import ROOT

_LOCKS = [
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-uv.lock",
    "requirements-pip.lock",
]
_PIN = re.compile(r"([a-z0-9.-]+)==\S+(?: ; .+)?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")

_PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_PROJECT = _PYPROJECT["project"]
_RUNTIME = _PROJECT["dependencies"] + _PYPROJECT["build-system"]["requires"]
_NEEDS = {
    "requirements.lock": _RUNTIME,
    "requirements-dev.lock": _RUNTIME + _PROJECT["optional-dependencies"]["dev"],
    "requirements-uv.lock": _PYPROJECT["dependency-groups"]["lock"],
    "requirements-pip.lock": _PYPROJECT["dependency-groups"]["install"],
}


def _read_lock(name: str) -> dict[str, list[str]]:
    """The hashes of each pin. A line that is no comment, pin or hash fails."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", "")
    pins: dict[str, list[str]] = {}
    for line in lines.splitlines():
        pin, *hashes = re.split(r" +(?=--)", line.rstrip())
        assert _PIN.fullmatch(pin), f"not a pin: {line}"
        assert all(_HASH.fullmatch(one) for one in hashes), f"not a hash: {line}"
        pins[pin] = hashes
    return pins


def _requirements(pins: Iterable[str]) -> dict[str, Requirement]:
    return {canonicalize_name(one.name): one for one in map(Requirement, pins)}


@pytest.mark.parametrize("name", _LOCKS)
def test_a_lock_file_has_only_pins_with_hashes(name: str) -> None:
    pins = _read_lock(name)
    assert pins
    assert all(pins.values())


@pytest.mark.parametrize("name", _LOCKS)
def test_a_lock_file_pins_what_pyproject_asks_for(name: str) -> None:
    pins = _requirements(_read_lock(name))
    for needed in map(Requirement, _NEEDS[name]):
        (pinned,) = pins[canonicalize_name(needed.name)].specifier
        assert needed.specifier.contains(pinned.version), f"run `make lock`: {needed}"


def test_make_site_and_make_test_install_the_same_versions() -> None:
    site, test = _read_lock("requirements.lock"), _read_lock("requirements-dev.lock")
    assert site.items() <= test.items()


def test_the_tests_run_with_what_is_pinned() -> None:
    pins = _requirements(_read_lock("requirements-dev.lock"))
    wanted = {
        name: next(iter(pin.specifier)).version
        for name, pin in pins.items()
        if pin.marker is None or pin.marker.evaluate()
    }
    assert {name: version(name) for name in wanted} == wanted


def _make(*arguments: str) -> str:
    """What `make` prints, run as if no other `make` had started these tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("target", ["{venv}/.installed", "{venv}/.installed-dev", "lock"])
def test_nothing_is_installed_without_its_hash(target: str, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    commands = _make("--dry-run", f"VENV={venv}", target.format(venv=venv)).replace("\\\n", "")
    installs = [command for command in commands.splitlines() if "-m pip " in command]
    fetching = [command for command in installs if "--no-deps --no-build-isolation" not in command]
    assert fetching
    for command in fetching:
        assert "--require-hashes --only-binary :all: --requirement requirements" in command


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """An environment of this Python which `make` takes for its own, without pip."""
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (folder / ".created").touch()
    return folder


def _is_recreated(venv: Path) -> bool:
    mark = venv / "mark"
    mark.touch()
    stamp = venv / ".created"
    before = stamp.stat().st_mtime_ns
    _make(f"VENV={venv}", f"PYTHON={sys.executable}", str(stamp))
    assert (venv / "bin/python").exists()
    assert mark.exists() is (stamp.stat().st_mtime_ns == before)
    return not mark.exists()


def test_an_environment_of_the_same_python_is_kept(venv: Path) -> None:
    assert not _is_recreated(venv)


def test_an_environment_of_another_python_is_recreated(venv: Path) -> None:
    python = venv / "bin/python"
    python.unlink()
    python.write_text("#!/bin/sh\necho cpython-310\n")
    python.chmod(0o755)
    assert _is_recreated(venv)


def test_an_environment_whose_python_is_gone_is_recreated(venv: Path) -> None:
    python = venv / "bin/python"
    python.unlink()
    python.symlink_to(venv / "gone")
    assert _is_recreated(venv)
