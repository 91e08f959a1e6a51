from pathlib import Path

import pytest

from bench.content import Content
from bench.corpus import Corpus
from bench.generators import PEERS
from bench.runs import make_workspaces, run_all
from bench.workspace import COLD, Workspace


class Shell:
    """Builds a site by a command of a shell."""

    def __init__(self, name: str, script: str = "") -> None:
        self.name = name
        self._script = script

    def version(self) -> str:
        return "1"

    def write(self, corpus: Content, site: Path) -> None: ...

    def thread_file(self, thread: object, site: Path) -> Path:  # noqa: ARG002
        return site / "thread.md"

    def thread_text(self, thread: object, corpus: Content) -> str:  # noqa: ARG002
        return ""

    def command(self, site: Path) -> list[str]:  # noqa: ARG002
        return ["sh", "-c", self._script]

    def forget(self, site: Path) -> None: ...


@pytest.mark.parametrize(
    ("size", "runs"),
    [
        (1_000, {"ssg": 9, "hugo": 9, "eleventy": 3, "pelican": 3}),
        (2_000, {"ssg": 9, "hugo": 9}),
        (10_000, {"ssg": 3, "hugo": 3, "eleventy": 3, "pelican": 3}),
        (100_000, {"ssg": 3}),
    ],
)
def test_small_corpora_are_built_most_often_and_large_ones_by_ssg_alone(
    tmp_path: Path, size: int, runs: dict[str, int]
) -> None:
    generators = [Shell(name) for name in ("ssg", *PEERS)]
    found = make_workspaces(generators, Corpus(size=size), tmp_path, 3)
    assert {workspace.name: workspace.measured.runs for workspace in found} == runs


def test_cold_builds_begin_without_output_in_turn(tmp_path: Path) -> None:
    script = "mkdir output && touch output/index.html && basename $PWD >> ../builds.txt"
    workspaces = [
        Workspace(Shell(name, script), tmp_path / name, 2, Path.touch) for name in ("ssg", "hugo")
    ]
    assert len(list(run_all(workspaces, (COLD,)))) == 4
    # The first of each is not timed.
    assert (tmp_path / "builds.txt").read_text().split() == ["ssg", "hugo"] * 3


def test_a_build_of_ssg_that_fails_ends_the_benchmark(tmp_path: Path) -> None:
    workspace = Workspace(Shell("ssg-real", "echo no title; exit 1"), tmp_path / "a", 1, Path.touch)
    with pytest.raises(SystemExit, match=r"a: failed\. no title"):
        list(run_all([workspace], (COLD,)))
