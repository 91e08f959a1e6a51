"""A folder in which one generator builds a site again and again, and the measurements of it."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.content import Thread
from bench.corpus import Corpus
from bench.generators import Builder, Generator, write_site
from bench.measure import CutOff, Failed, Taken, peak_memory, time_program
from bench.pages import Pages, count_pages

OURS, RIVAL = "ssg", "hugo"
COLD, UNCHANGED, EDITED, ADDED = CASES = ("cold", "unchanged", "edited", "added")
STAGED_CASES = FEATURE_CASES = (COLD, UNCHANGED, EDITED)

PATIENCE = 600.0
"""Seconds after which a run is cut off."""
_SLOW = 30.0
_FEW_RUNS = 1
"""How often a build that takes half a minute is timed at most: it varies less from run to run."""

_WRITTEN = re.compile(r"^Wrote (\d+) file", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    wall: float
    cpu: float
    written: int | None
    """How many files the generator reports to have written; only ssg reports that."""


@dataclass(slots=True, kw_only=True)
class Measured:
    """The measurements of one generator with one site."""

    name: str
    pages: Pages | None = None
    memory: int = 0
    runs: int = 0
    trouble: str = ""
    """Why it is not run any more: it was cut off, or it failed."""
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def wall(self, case: str) -> float | None:
        return middle([sample.wall for sample in self.samples.get(case, ())])

    def cpu(self, case: str) -> float | None:
        return middle([sample.cpu for sample in self.samples.get(case, ())])

    def written(self, case: str) -> int | None:
        """The maximum of all runs."""
        counts = [sample.written for sample in self.samples.get(case, ())]
        return max((count for count in counts if count is not None), default=None)


def middle(values: Sequence[float]) -> float | None:
    return median(values) if values else None


class Workspace:
    """The folder `site`, in which `builder` builds what `write` wrote there."""

    def __init__(
        self, builder: Builder, site: Path, runs: int, write: Callable[[Path], object]
    ) -> None:
        self._builder = builder
        self._site = site
        self._write = write
        self._output = site / "output"
        self._log = site.with_suffix(".log")
        self._attic = site.with_suffix(".attic")
        self.name = builder.name
        self.measured = Measured(name=builder.name, runs=runs)

    def write(self) -> None:
        say(f"{self._site.name}: writes its content and runs once to measure memory")
        shutil.rmtree(self._site, ignore_errors=True)
        self._site.mkdir(parents=True)
        self._write(self._site)

    def warm_up(self) -> None:
        """An untimed run: it loads all files into the page cache, and measures memory."""
        try:
            memory, taken = peak_memory(*self._program, patience=PATIENCE)
        except (CutOff, Failed) as error:
            self._leave_out(error)
            return
        self.measured.memory = memory
        self.measured.pages = count_pages(self._output)
        if taken.wall > _SLOW:
            self.measured.runs = min(self.measured.runs, _FEW_RUNS)

    def sample(self, case: str, run: int) -> None:
        self._prepare(case, run)
        # So that this run does not wait for disk writes of earlier runs.
        os.sync()
        try:
            taken = time_program(*self._program, patience=PATIENCE)
        except (CutOff, Failed) as error:
            self._leave_out(error)
            return
        sample = Sample(wall=taken.wall, cpu=taken.cpu, written=_written(taken))
        self.measured.samples.setdefault(case, []).append(sample)
        say(f"{self._site.name}, {case}: {taken.wall:.2f} s, {taken.cpu:.2f} s CPU")

    def restore(self, run: int) -> None:
        """Takes back what the run has changed in the content: nothing here."""

    def check_made(self, made: str) -> None:
        """Raises SystemExit if the builds made no file of this pattern."""
        if not self.measured.trouble and not any(self._output.glob(made)):
            raise SystemExit(f"{self.name} made no {made}")

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

    @property
    def _program(self) -> tuple[list[str], Path, Path]:
        return self._builder.command(self._site), self._site, self._log

    def _prepare(self, case: str, run: int) -> None:  # noqa: ARG002
        if case == COLD:
            self._throw_away()

    def _throw_away(self) -> None:
        self._builder.forget(self._site)
        if self._output.exists():
            self._move_away(self._output)

    def _move_away(self, folder: Path) -> None:
        """Moves a built folder away; it is deleted when the benchmark ends.

        A file system such as ext4 takes several times as long to create files shortly after many
        were deleted, which would not happen when building a fresh checkout.
        """
        self._attic.mkdir(exist_ok=True)
        folder.rename(self._attic / f"{len(list(self._attic.iterdir()))}")

    def _leave_out(self, error: CutOff | Failed) -> None:
        """Marks another generator that failed or was cut off, so that it is not run again.

        Raises SystemExit for ssg, because without ssg there is nothing to compare.
        """
        self.measured.trouble = "cut off" if isinstance(error, CutOff) else "failed"
        self.measured.samples.clear()
        sentence = f"{self._site.name}: {self.measured.trouble}. {error}"
        if self.name.startswith(OURS):
            raise SystemExit(sentence)
        say(sentence)


class CorpusWorkspace(Workspace):
    """A workspace with generated content, in which threads are edited and added, too."""

    def __init__(self, generator: Generator, corpus: Corpus, site: Path, runs: int) -> None:
        super().__init__(generator, site, runs, lambda site: write_site(generator, corpus, site))
        self._generator = generator
        self._corpus = corpus

    def restore(self, run: int) -> None:
        """Restores the content. The next run is a cold build, so the output may stay."""
        self._put(self._middle_thread(run))
        self._generator.thread_file(self._new_thread(run), self._site).unlink(missing_ok=True)

    def _prepare(self, case: str, run: int) -> None:
        match case:
            case "edited":
                self._put(self._corpus.edited(self._middle_thread(run)))
            case "added":
                self._put(self._new_thread(run))
            case _:
                super()._prepare(case, run)

    def _put(self, thread: Thread) -> None:
        file = self._generator.thread_file(thread, self._site)
        file.write_text(self._generator.thread_text(thread, self._corpus))

    def _middle_thread(self, run: int) -> Thread:
        """A thread from the middle of the corpus, a different one in each run."""
        return self._corpus.thread(self._corpus.size // 2 + 7 * run)

    def _new_thread(self, run: int) -> Thread:
        return self._corpus.thread(self._corpus.size + run)


def _written(taken: Taken) -> int | None:
    found = _WRITTEN.search(taken.said)
    return int(found[1]) if found else None


def say(sentence: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {sentence}", flush=True)
