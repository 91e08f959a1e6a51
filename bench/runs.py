"""The runs: each case is run for all generators in turn, several times."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import Corpus
from bench.features import Feature
from bench.generators import Generator
from bench.pages import Pages
from bench.workspace import (
    CASES,
    COLD,
    FEATURE_CASES,
    OURS,
    RIVAL,
    CorpusWorkspace,
    Measured,
    Workspace,
    middle,
)

_SMALL = 2_000
"""Builds of at most that many threads vary more from run to run, and take little time."""
_TIMES_SMALL = 3
"""How many times as often ssg and its rival are timed then."""
_MANY = 10_000
"""Larger corpora are built by ssg alone: its rival takes more than ten minutes."""
_RIVAL_ALONE = 2_000
"""At this size, ssg is compared with its rival alone, which saves time."""
_FEATURED = 1_000
"""Search, compression and image variants take time by page, so one size shows what they cost."""


@dataclass(slots=True, kw_only=True)
class Sized:
    """All measurements at one size."""

    size: int
    measured: dict[str, Measured] = field(default_factory=dict)
    features: list[tuple[Measured, ...]] = field(default_factory=list)
    """Of each feature, the measurements of ssg with it, and of its rival."""
    copying: list[float] = field(default_factory=list)
    """Seconds that `cp -r` takes for our output."""
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    """The seconds of each of our stages, by case."""

    @property
    def floor(self) -> float | None:
        return middle(self.copying)


@dataclass(slots=True, kw_only=True)
class Results:
    """All measurements of a run of the benchmark."""

    sizes: dict[int, Sized] = field(default_factory=dict)
    small: Mapping[str, Measured] = field(default_factory=dict)
    """By the names in bench/small.py."""
    real: Mapping[str, Measured] = field(default_factory=dict)
    """Of a real site, by the names of the generators; empty if none was given."""


def measure_size(
    size: int,
    generators: Iterable[Generator],
    features: Iterable[Feature],
    folder: Path,
    runs: int,
) -> Sized:
    """Measures everything at one size. Raises SystemExit if the generators build different pages.

    What is built stays in `folder`.
    """
    sized = Sized(size=size)
    workspaces = make_workspaces(generators, Corpus(size=size), folder, runs)
    sized.measured = {workspace.name: workspace.measured for workspace in workspaces}
    for case, workspace in run_all(workspaces, CASES):
        if case == COLD and workspace.name == OURS:
            sized.copying.append(workspace.time_copying())
    for workspace in workspaces:
        if workspace.name == OURS and size <= _MANY:
            sized.stages = workspace.stages(runs)
    for feature in features if size <= _FEATURED else ():
        corpus = Corpus(size=size, has_photographs=feature.has_photographs)
        rivals = [_make_workspace(each, corpus, folder, runs) for each in feature.entrants]
        # Only ssg's pages have a form for searching.
        for _ in run_all(rivals, FEATURE_CASES, made=feature.made, agree=Pages.shows_same_as):
            pass
        sized.features.append(tuple(workspace.measured for workspace in rivals))
    return sized


def make_workspaces(
    generators: Iterable[Generator], corpus: Corpus, folder: Path, runs: int
) -> list[Workspace]:
    """Those of the generators that build a corpus of this size."""
    return [
        _make_workspace(generator, corpus, folder, _count_runs(generator.name, corpus.size, runs))
        for generator in generators
        if _takes(generator.name, corpus.size)
    ]


def _make_workspace(generator: Generator, corpus: Corpus, folder: Path, runs: int) -> Workspace:
    return CorpusWorkspace(generator, corpus, folder / f"{generator.name}-{corpus.size}", runs)


def _takes(name: str, size: int) -> bool:
    if name == OURS:
        return True
    return size <= _MANY and (name == RIVAL or size != _RIVAL_ALONE)


def _count_runs(name: str, size: int, runs: int) -> int:
    return runs * _TIMES_SMALL if size <= _SMALL and name in {OURS, RIVAL} else runs


def run_all(
    workspaces: Sequence[Workspace],
    cases: Sequence[str],
    *,
    made: str = "index.html",
    agree: Callable[[Pages, Pages], bool] = Pages.agrees_with,
) -> Iterator[tuple[str, Workspace]]:
    """Runs all cases in turn, and yields what was just run.

    `made` is a pattern of files that each generator must make, and the pages of all must `agree`
    with those of the first. Raises SystemExit if not.
    """
    for workspace in workspaces:
        workspace.write()
        workspace.warm_up()
        workspace.check_made(made)
    _compare(workspaces, agree)
    for run in range(max(workspace.measured.runs for workspace in workspaces)):
        for case, workspace in _in_turn(workspaces, cases, run):
            workspace.sample(case, run)
            yield case, workspace
        for workspace in workspaces:
            workspace.restore(run)


def _in_turn(
    workspaces: Iterable[Workspace], cases: Iterable[str], run: int
) -> Iterator[tuple[str, Workspace]]:
    return (
        (case, workspace)
        for case in cases
        for workspace in workspaces
        if run < workspace.measured.runs and not workspace.measured.trouble
    )


def _compare(workspaces: Sequence[Workspace], agree: Callable[[Pages, Pages], bool]) -> None:
    ours = workspaces[0].measured
    for workspace in workspaces[1:]:
        theirs = workspace.measured
        if theirs.trouble or not theirs.pages or not ours.pages:
            continue
        if not agree(theirs.pages, ours.pages):
            raise SystemExit(f"{ours.name} made {ours.pages}\n{theirs.name} made {theirs.pages}")
