"""The hooks for repositories of sites, run as pre-commit runs them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.command import ROOT
from tests.test_broken_sites import THREAD, written

_MANIFEST = ROOT / ".pre-commit-hooks.yaml"
_HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load(_MANIFEST.read_text(encoding="utf-8"))
}


@pytest.fixture(name="site")
def made_site(tmp_path: Path) -> Path:
    """A site in a repository with the hook, which is not installed anew: that needs a network."""
    site = written(tmp_path, {".gitignore": ".ssg/\noutput/\n", "notes.txt": "x\n"})
    hook = {**_HOOKS["ssg-check"], "language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (site / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    subprocess.run(["git", "init", "--quiet"], cwd=site, check=True)
    return site


def _run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = str(site / ".git/home")
    subprocess.run(["git", "add", "--all"], cwd=site, check=True)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color=never", *arguments],
        cwd=site,
        env={**os.environ, "PATH": programs, "PRE_COMMIT_HOME": home, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_manifest_is_valid() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(_MANIFEST)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_mistake_stops_a_commit(site: Path) -> None:
    passed = _run(site)
    assert (passed.returncode, "Passed" in passed.stdout) == (0, True)
    (site / "content/threads/b.md").write_text(THREAD.replace("[sleep]", "[slep]"))
    failed = _run(site)
    assert failed.returncode == 1
    assert "content/threads/b.md:4:10: error[R01] topic 'slep' does not exist" in failed.stdout


def test_what_is_no_part_of_the_site_is_not_checked(site: Path) -> None:
    (site / "content/threads/b.md").write_text(THREAD.replace("[sleep]", "[slep]"))
    skipped = _run(site, "--files", "notes.txt")
    assert (skipped.returncode, "Skipped" in skipped.stdout) == (0, True)


def test_a_list_of_addresses_is_checked_with_the_site(site: Path) -> None:
    _run(site)
    (site / "addresses.txt").write_text("/lost/\n")
    failed = _run(site, "--files", "addresses.txt")
    assert failed.returncode == 1
    assert "error[A07]" in failed.stdout
