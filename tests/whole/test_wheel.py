"""The built wheel carries the theme and the starter site, and works without a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.command import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files in a folder of their own, beside the libraries of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def _ssg(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "ssg", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_init_and_build_give_a_complete_site(installed: Path, tmp_path: Path) -> None:
    assert (installed / "ssg/theme/base.html").is_file()
    made = _ssg(installed, tmp_path, "init", "demo")
    assert made.returncode == 0, made.stderr
    written = _ssg(installed, tmp_path, "--site", "demo", "new", "page", "--title", "Who we are")
    assert written.stdout == "content/pages/who-we-are.md\n", written.stderr
    done = _ssg(installed, tmp_path, "--site", "demo", "build", "--strict")
    assert done.returncode == 0, done.stderr
    pages = {path.parent.name for path in (tmp_path / "demo/output/threads").glob("*/index.html")}
    assert pages
    assert list((tmp_path / "demo/output/assets/css").glob("site.*.css"))


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import ssg; print(ssg.__file__)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(installed / "ssg/__init__.py")
