"""What all tests share.

Hypothesis tries the same examples in every run, so that a red test means a changed program.
With a higher SSG_EFFORT it tries more, which are the same in every run, too.

To search for new ones: `HYPOTHESIS_PROFILE=search pytest tests/property`.
"""

import fcntl
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ssg.workers import available_cpus
from tests.command import ROOT, ssg
from tests.corpus import CORPUS, NO_CORPUS, copy_corpus, name_the_nameless
from tests.effort import EFFORT
from tests.memory import keep_files_in_memory
from tests.snapshots import Snapshots

# A shell starts what runs in the background with Ctrl-C ignored, which processes inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Before anything asks where temporary files are.
keep_files_in_memory(os.environ)

# How long an example takes says more about the machine than about the program.
_SLOW = [HealthCheck.too_slow]

settings.register_profile(
    "fixed",
    max_examples=200 * EFFORT,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "search", max_examples=5000, database=None, deadline=None, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-snapshots",
        action="store_true",
        help="run only the tests that compare with expected output, and rewrite it",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors: some are always waiting for a clock or a browser."""
    return available_cpus() + 2


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--write-snapshots"):
        items[:] = [item for item in items if "snapshots" in getattr(item, "fixturenames", ())]


@pytest.fixture(scope="session")
def snapshots(pytestconfig: pytest.Config) -> Snapshots:
    """Compares with expected output that is kept in files."""
    return Snapshots(write=bool(pytestconfig.getoption("--write-snapshots")))


def _share(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` fills once, for all processes of pytest-xdist. No test changes it."""
    place = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder = place / name
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            # What fails halfway is made again, from the start.
            half = factory.mktemp(name)
            make(half)
            half.rename(folder)
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site as it is published, for tests that only look at it."""

    def build(folder: Path) -> None:
        options = ("--strict", "--now", "2026-11-22", "--output", folder / "output")
        done = ssg("--site", ROOT, "build", *options)
        assert done.returncode == 0, done.stdout + done.stderr

    return _share(tmp_path_factory, "own", build) / "output"


@pytest.fixture(scope="session")
def built_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site as it is published."""
    if not CORPUS:
        pytest.skip(NO_CORPUS)

    def build(folder: Path) -> None:
        site = copy_corpus(folder)
        name_the_nameless(site)
        options = ("--url", "https://corpus.example.org", "--output", folder / "output")
        done = ssg("--site", site, "build", *options)
        assert done.returncode == 0, done.stderr

    return _share(tmp_path_factory, "real", build) / "output"
