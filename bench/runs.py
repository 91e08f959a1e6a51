"""The runs: every generator in turn, over and over, each time in each case."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.corpus import Corpus, Thread
from bench.generators import Generator
from bench.measure import CutOff, Failed, Taken, peak_memory, time_program
from bench.pages import Pages, count_pages

OURS = "ssg"
COLD, UNCHANGED, EDITED, ADDED = CASES = ("cold", "unchanged", "edited", "added")
STAGED_CASES = (COLD, UNCHANGED, EDITED)

PATIENCE = 600.0
"""Seconds after which a peer is given up."""
_SLOW = 60.0
_MANY = 10_000
_FEW_RUNS = 1
"""What takes a minute varies less from run to run, and is timed this often at most."""

_WRITTEN = re.compile(r"^Wrote (\d+) file", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    wall: float
    cpu: float
    written: int | None
    """How many files it says it has written; only ssg says so."""


@dataclass(slots=True, kw_only=True)
class Measured:
    """What was found out about one generator at one size."""

    name: str
    pages: Pages | None = None
    memory: int = 0
    runs: int = 0
    trouble: str = ""
    """Why it is left out from some point on: it was cut off, or it failed."""
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def wall(self, case: str) -> float | None:
        return _middle([sample.wall for sample in self.samples.get(case, ())])

    def cpu(self, case: str) -> float | None:
        return _middle([sample.cpu for sample in self.samples.get(case, ())])

    def written(self, case: str) -> int | None:
        """The most of all runs."""
        counts = [sample.written for sample in self.samples.get(case, ())]
        return max((count for count in counts if count is not None), default=None)


@dataclass(slots=True, kw_only=True)
class Sized:
    """All that was found out at one size."""

    size: int
    measured: dict[str, Measured] = field(default_factory=dict)
    copying: list[float] = field(default_factory=list)
    """Seconds that `cp -r` takes for our output."""
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    """By case the seconds of each of our stages."""

    @property
    def floor(self) -> float | None:
        return _middle(self.copying)


def _middle(values: Sequence[float]) -> float | None:
    return median(values) if values else None


@contextmanager
def measure_size(
    size: int, generators: Iterable[Generator], folder: Path, runs: int
) -> Iterator[Sized]:
    """Everything at one size. Raises SystemExit if the generators make different pages.

    What was made is there until the context ends: to delete it takes minutes, and nobody should
    lose what was found by not waiting for that.
    """
    corpus = Corpus(size=size)
    sized = Sized(size=size)
    yards = [
        _Yard(generator, corpus, folder / f"{generator.name}-{size}", runs)
        for generator in generators
        if size <= generator.most_threads
    ]
    sized.measured = {yard.name: yard.measured for yard in yards}
    for yard in yards:
        _say(f"{size}: {yard.name} gets its content, and is run once for its memory")
        yard.write()
        yard.warm_up()
    _compare(yards)
    for run in range(runs):
        for case, yard in _in_turn(yards, run):
            yard.sample(case, run)
            if case == COLD and yard.name == OURS:
                sized.copying.append(yard.time_copying())
        for yard in yards:
            yard.restore(run)
    for yard in yards:
        if yard.name == OURS and size <= _MANY:
            sized.stages = yard.stages(runs)
    yield sized
    for yard in yards:
        yard.tear_down()


def _in_turn(yards: Iterable["_Yard"], run: int) -> Iterator[tuple[str, "_Yard"]]:
    return (
        (case, yard)
        for case in CASES
        for yard in yards
        if run < yard.measured.runs and not yard.measured.trouble and yard.takes(case)
    )


def _compare(yards: Sequence["_Yard"]) -> None:
    ours = yards[0].measured
    for yard in yards[1:]:
        theirs = yard.measured
        if not theirs.trouble and theirs.pages != ours.pages:
            raise SystemExit(f"{ours.name} made {ours.pages}\n{theirs.name} made {theirs.pages}")


def _say(sentence: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {sentence}", flush=True)


class _Yard:
    """Where one generator works at one size: its folder, and what was measured there."""

    def __init__(self, generator: Generator, corpus: Corpus, site: Path, runs: int) -> None:
        self._generator = generator
        self._corpus = corpus
        self._site = site
        self._output = site / "output"
        self._log = site.with_suffix(".log")
        self._attic = site.with_suffix(".attic")
        self.name = generator.name
        self.measured = Measured(name=generator.name, runs=runs)

    def write(self) -> None:
        shutil.rmtree(self._site, ignore_errors=True)
        self._site.mkdir(parents=True)
        self._generator.write(self._corpus, self._site)
        for thread in self._corpus.threads():
            self._put(thread)

    def warm_up(self) -> None:
        """A run that isn't timed: it brings all files into memory, and shows what it needs."""
        try:
            memory, taken = peak_memory(*self._program, patience=PATIENCE)
        except (CutOff, Failed) as error:
            self._leave_out(error)
            return
        self.measured.memory = memory
        self.measured.pages = count_pages(self._output)
        if taken.wall > _SLOW:
            self.measured.runs = min(self.measured.runs, _FEW_RUNS)

    def takes(self, case: str) -> bool:
        """At the largest size a peer, which makes everything anew, is built from nothing only."""
        return self.name == OURS or case == COLD or self._corpus.size <= _MANY

    def sample(self, case: str, run: int) -> None:
        self._prepare(case, run)
        # What earlier runs have left for the disk to do is not this one's to wait for.
        os.sync()
        try:
            taken = time_program(*self._program, patience=PATIENCE)
        except (CutOff, Failed) as error:
            self._leave_out(error)
            return
        sample = Sample(wall=taken.wall, cpu=taken.cpu, written=_written(taken))
        self.measured.samples.setdefault(case, []).append(sample)
        _say(f"{self._corpus.size}: {self.name}, {case}: {taken.wall:.2f} s, {taken.cpu:.2f} s CPU")

    def restore(self, run: int) -> None:
        """The content as it was. The next run is a cold one, so the output may stay."""
        self._put(self._middle_thread(run))
        self._generator.thread_file(self._new_thread(run), self._site).unlink(missing_ok=True)

    def time_copying(self) -> float:
        copy = self._site / "copy"
        os.sync()
        began = time.monotonic()
        subprocess.run(["cp", "-r", self._output, copy], check=True)
        seconds = time.monotonic() - began
        self._move_away(copy)
        return seconds

    def stages(self, run: int) -> dict[str, dict[str, float]]:
        found = {}
        for case in STAGED_CASES:
            self._prepare(case, run)
            os.sync()
            command = [sys.executable, "-m", "bench.stages", str(self._site)]
            began = time.monotonic()
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            wall = time.monotonic() - began
            seconds: dict[str, float] = json.loads(done.stdout)
            found[case] = seconds | {"start and end": wall - sum(seconds.values())}
        return found

    def tear_down(self) -> None:
        shutil.rmtree(self._site)
        shutil.rmtree(self._attic, ignore_errors=True)

    @property
    def _program(self) -> tuple[list[str], Path, Path]:
        return self._generator.command(self._site), self._site, self._log

    def _prepare(self, case: str, run: int) -> None:
        match case:
            case "cold":
                self._throw_away()
            case "edited":
                self._put(self._corpus.edited(self._middle_thread(run)))
            case "added":
                self._put(self._new_thread(run))

    def _throw_away(self) -> None:
        self._generator.forget(self._site)
        if self._output.exists():
            self._move_away(self._output)

    def _move_away(self, folder: Path) -> None:
        """What was made goes out of the way, and is deleted in the end.

        A file system such as ext4 takes several times as long to make files shortly after many
        were deleted, as nobody who builds a fresh checkout will see.
        """
        self._attic.mkdir(exist_ok=True)
        folder.rename(self._attic / f"{len(list(self._attic.iterdir()))}")

    def _put(self, thread: Thread) -> None:
        file = self._generator.thread_file(thread, self._site)
        file.write_text(self._generator.thread_text(thread, self._corpus))

    def _middle_thread(self, run: int) -> Thread:
        """Neither old nor new, and in every run another."""
        return self._corpus.thread(self._corpus.size // 2 + 7 * run)

    def _new_thread(self, run: int) -> Thread:
        return self._corpus.thread(self._corpus.size + run)

    def _leave_out(self, error: CutOff | Failed) -> None:
        """A peer in trouble is marked and not run again; without ssg there is nothing to measure.

        Raises SystemExit for ssg.
        """
        self.measured.trouble = "cut off" if isinstance(error, CutOff) else "failed"
        self.measured.samples.clear()
        sentence = f"{self._corpus.size}: {self.name} {self.measured.trouble}. {error}"
        if self.name == OURS:
            raise SystemExit(sentence)
        _say(sentence)


def _written(taken: Taken) -> int | None:
    found = _WRITTEN.search(taken.said)
    return int(found[1]) if found else None
