"""The runs: each case is run for all generators in turn, several times."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import Corpus
from bench.features import Feature
from bench.generators import Generator
from bench.workspace import (
    CASES,
    COLD,
    FEATURE_CASES,
    FEATURED,
    MANY,
    OURS,
    Measured,
    Workspace,
    middle,
)


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


@contextmanager
def measure_size(
    size: int,
    generators: Iterable[Generator],
    features: Iterable[Feature],
    folder: Path,
    runs: int,
) -> Iterator[Sized]:
    """Measures everything at one size. Raises SystemExit if the generators build different pages.

    The built files are deleted when the context ends, because deleting takes minutes and the
    results should be saved before that.
    """
    sized = Sized(size=size)
    workspaces = _make_workspaces(generators, Corpus(size=size), folder, runs)
    sized.measured = {workspace.name: workspace.measured for workspace in workspaces}
    for case, workspace in _run_all(workspaces, CASES, runs):
        if case == COLD and workspace.name == OURS:
            sized.copying.append(workspace.time_copying())
    for workspace in workspaces:
        if workspace.name == OURS and size <= MANY:
            sized.stages = workspace.stages(runs)
    for feature in features if size <= FEATURED else ():
        corpus = Corpus(size=size, has_photographs=feature.has_photographs)
        rivals = _make_workspaces(feature.entrants, corpus, folder, runs)
        workspaces += rivals
        for _ in _run_all(rivals, FEATURE_CASES, runs, made=feature.made):
            pass
        sized.features.append(tuple(workspace.measured for workspace in rivals))
    yield sized
    for workspace in workspaces:
        workspace.tear_down()


def _make_workspaces(
    generators: Iterable[Generator], corpus: Corpus, folder: Path, runs: int
) -> list[Workspace]:
    return [
        Workspace(generator, corpus, folder / f"{generator.name}-{corpus.size}", runs)
        for generator in generators
        if corpus.size <= generator.most_threads
    ]


def _run_all(
    workspaces: Sequence[Workspace], cases: Sequence[str], runs: int, made: str = "index.html"
) -> Iterator[tuple[str, Workspace]]:
    """Runs all cases in turn, each `runs` times, and yields what was just run.

    `made` is a pattern of files that each generator must make.
    """
    for workspace in workspaces:
        workspace.write()
        workspace.warm_up()
        workspace.check_made(made)
    _compare(workspaces)
    for run in range(runs):
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
        if run < workspace.measured.runs
        and not workspace.measured.trouble
        and workspace.takes(case)
    )


def _compare(workspaces: Sequence[Workspace]) -> None:
    ours = workspaces[0].measured
    for workspace in workspaces[1:]:
        theirs = workspace.measured
        if theirs.trouble or not theirs.pages or not ours.pages:
            continue
        if not theirs.pages.agrees_with(ours.pages):
            raise SystemExit(f"{ours.name} made {ours.pages}\n{theirs.name} made {theirs.pages}")
