"""One realistic site that shows nearly everything, with every byte of its output.

All of it is invented. The expected output is beside it in tests/site, and `make snapshots` rewrites
it: review the diff as a reader of the site would.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import ssg, tree
from tests.snapshots import Snapshots

SITE = Path(__file__).parent / "site"
NOW = "2026-06-01T12:00"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the site without the expected output."""
    ignored = shutil.ignore_patterns("expected*", ".ssg", "output")
    return Path(shutil.copytree(SITE, tmp_path / "site", ignore=ignored))


def build(site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Builds into `output` in the folder of the site."""
    done = ssg("--site", site.name, "build", "--now", NOW, *options, cwd=site.parent)
    assert done.returncode == 0, done.stderr
    return done


def built(site: Path, *options: str) -> dict[str, bytes]:
    build(site, *options)
    return tree(site / "output")


def test_every_published_byte_is_as_expected(site: Path, snapshots: Snapshots) -> None:
    snapshots.expect_folder(SITE / "expected", built(site))


def test_what_a_build_says_is_as_expected(site: Path, snapshots: Snapshots) -> None:
    done = build(site)
    said = f"{done.stderr}--- stdout\n{done.stdout}".replace(f"{site.resolve()}/", "")
    snapshots.expect(SITE / "expected.txt", said)


def test_what_drafts_add_is_as_expected(site: Path, snapshots: Snapshots) -> None:
    without = built(site)
    snapshots.expect_folder(SITE / "expected-drafts", other_files(built(site, "--drafts"), without))


def test_what_another_dialect_changes_is_as_expected(site: Path, snapshots: Snapshots) -> None:
    usual = built(site)
    settings = site / "site.yaml"
    text = settings.read_text()
    settings.write_text(text.replace("dialect: commonmark", "dialect: python-markdown"))
    snapshots.expect_folder(SITE / "expected-python-markdown", other_files(built(site), usual))


def other_files(files: dict[str, bytes], known: dict[str, bytes]) -> dict[str, bytes]:
    """Those of `files` that are not among the known ones, or have other bytes."""
    return {path: data for path, data in files.items() if data != known.get(path)}
