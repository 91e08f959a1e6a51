"""What ssg takes for very small sites, and for no site at all: there, starting is most of it."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from bench.corpus import Corpus
from bench.generators import write_site
from bench.generators.ssg import FEATURES, PROGRAM, Ssg, change_settings
from bench.measure import time_program
from bench.runs import run_all
from bench.workspace import COLD, PATIENCE, Measured, Sample, Workspace

STARTER, PLAIN_STARTER, HUNDRED = "ssg-starter", "ssg-plain-starter", "ssg-100"
VERSION, HELP = "version", "help"
_BUILDS = 9
_STARTS = 15


def measure_small(folder: Path) -> Mapping[str, Measured]:
    """Cold builds of small sites, and commands that build none, all without a rival."""
    workspaces = [
        Workspace(Ssg(STARTER), folder / STARTER, _BUILDS, _init),
        Workspace(Ssg(PLAIN_STARTER), folder / PLAIN_STARTER, _BUILDS, _init_plain),
        Workspace(Ssg(HUNDRED), folder / HUNDRED, _BUILDS, _write_hundred),
    ]
    for workspace in workspaces:
        # One by one: their pages differ, so there is nothing to compare.
        for _ in run_all([workspace], (COLD,)):
            pass
    measured = {workspace.name: workspace.measured for workspace in workspaces}
    return measured | {name: _time_start(name, folder) for name in (VERSION, HELP)}


def _init(site: Path) -> None:
    subprocess.run([PROGRAM, "init", site], check=True, capture_output=True)


def _init_plain(site: Path) -> None:
    """Without what other generators don't do, as all other builds."""
    _init(site)
    change_settings(site / "site.yaml", **dict.fromkeys(FEATURES, "false"))


def _write_hundred(site: Path) -> None:
    write_site(Ssg(), Corpus(size=100), site)


def _time_start(name: str, folder: Path) -> Measured:
    measured = Measured(name=name, runs=_STARTS)
    for run in range(_STARTS + 1):
        taken = time_program(
            [PROGRAM, f"--{name}"], folder, folder / f"{name}.log", patience=PATIENCE
        )
        # The first one loads its modules into the page cache.
        if run:
            sample = Sample(wall=taken.wall, cpu=taken.cpu, written=None)
            measured.samples.setdefault(COLD, []).append(sample)
    return measured
