"""What ssg takes for very small sites, and for no site at all: there, starting is most of it."""

import subprocess
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from bench.corpus import Corpus
from bench.generators import Generator, write_site
from bench.generators.ssg import FEATURES, PROGRAM, Ssg, change_settings
from bench.measure import time_program
from bench.runs import run_all
from bench.workspace import COLD, PATIENCE, Measured, Sample, Workspace

STARTER, PLAIN_STARTER, HUNDRED = "ssg-starter", "ssg-plain-starter", "ssg-100"
HUGO_HUNDRED = "hugo-100"
"""The name that the rival has."""
VERSION, HELP = "version", "help"
_BUILDS = 9
_STARTS = 15


def measure_small(rival: Generator | None, folder: Path) -> Mapping[str, Measured]:
    """Cold builds of small sites, and commands that build none. Only 100 threads have a rival."""
    sites = [
        [Workspace(Ssg(STARTER), folder / STARTER, _BUILDS, _init)],
        [Workspace(Ssg(PLAIN_STARTER), folder / PLAIN_STARTER, _BUILDS, _init_plain)],
        [
            Workspace(one, folder / one.name, _BUILDS, partial(_write_hundred, one))
            for one in (Ssg(HUNDRED), rival)
            if one
        ],
    ]
    for workspaces in sites:
        for _ in run_all(workspaces, (COLD,)):
            pass
    measured = {one.name: one.measured for workspaces in sites for one in workspaces}
    return measured | {name: _time_start(name, folder) for name in (VERSION, HELP)}


def _init(site: Path) -> None:
    subprocess.run([PROGRAM, "init", site], check=True, capture_output=True)


def _init_plain(site: Path) -> None:
    """Without what other generators don't do, as all other builds."""
    _init(site)
    change_settings(site / "site.yaml", **dict.fromkeys(FEATURES, "false"))


def _write_hundred(generator: Generator, site: Path) -> None:
    write_site(generator, Corpus(size=100), site)


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
