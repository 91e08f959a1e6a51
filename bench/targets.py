"""The performance targets, and whether they are met."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.real import COMMONMARK, PYTHON_MARKDOWN
from bench.runs import Results
from bench.small import HELP, HUNDRED, PLAIN_STARTER, VERSION
from bench.workspace import ADDED, COLD, EDITED, OURS, RIVAL, UNCHANGED, Measured

_MIDDLE, _LARGE = 10_000, 100_000
_GB = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    what: str
    target: str
    measured: str
    met: bool | None
    """None if it was not measured."""


def judge(results: Results) -> list[Judgement]:
    return list(_judgements(_Figures(results)))


class _Figures:
    """Single figures of a run; None if not measured."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def wall(self, size: int, case: str, name: str = OURS) -> float | None:
        measured = self._sized(size, name)
        return measured.wall(case) if measured else None

    def cpu(self, size: int, case: str, name: str = OURS) -> float | None:
        measured = self._sized(size, name)
        return measured.cpu(case) if measured else None

    def memory(self, size: int) -> float | None:
        measured = self._sized(size, OURS)
        return float(measured.memory) if measured and measured.memory else None

    def small(self, name: str) -> float | None:
        measured = self._results.small.get(name)
        return measured.wall(COLD) if measured else None

    def real(self, name: str) -> float | None:
        measured = self._results.real.get(name)
        return measured.wall(COLD) if measured else None

    def _sized(self, size: int, name: str) -> Measured | None:
        sized = self._results.sizes.get(size)
        return sized.measured.get(name) if sized else None


def _judgements(of: _Figures) -> Iterator[Judgement]:
    rival = f"of {RIVAL.capitalize()}'s"

    def beside_rival(size: int, case: str) -> float | None:
        return _ratio(of.wall(size, case), of.wall(size, case, RIVAL))

    cpu = _ratio(of.cpu(_MIDDLE, COLD), of.cpu(_MIDDLE, COLD, RIVAL))
    yield _most("10,000 threads, cold: time", beside_rival(_MIDDLE, COLD), 0.6, rival)
    yield _most("10,000 threads, cold: CPU time", cpu, 0.6, rival)
    for size in (1_000, 2_000):
        what = f"{size:,} threads, cold, start included"
        yield _most(what, beside_rival(size, COLD), 1, rival)
    yield _most("site of `ssg init`, cold", of.small(PLAIN_STARTER), 0.4, "s")
    yield _most("100 threads, cold", of.small(HUNDRED), 0.6, "s")
    yield _most("10,000 threads, one answer edited", beside_rival(_MIDDLE, EDITED), 0.06, rival)
    yield _most("10,000 threads, one thread added", beside_rival(_MIDDLE, ADDED), 0.08, rival)
    yield _most("10,000 threads, nothing changed", beside_rival(_MIDDLE, UNCHANGED), 0.02, rival)
    growth = _ratio(of.wall(_LARGE, COLD), of.wall(_MIDDLE, COLD))
    yield _most("100,000 threads, cold", growth, 10.5, "times that of 10,000")
    memory = _ratio(of.memory(_LARGE), float(_GB))
    yield _most("100,000 threads, peak memory of all processes", memory, 0.9, "GB", below=True)
    for name, words, limit in (
        (COMMONMARK, "CommonMark, the default", 1.5),
        (PYTHON_MARKDOWN, "Python-Markdown", 2.4),
    ):
        measured = _ratio(of.real(name), of.real(RIVAL))
        yield _most(f"a real site, cold: {words}", measured, limit, rival)
    yield _most("`ssg --version`", of.small(VERSION), 0.08, "s")
    yield _most("`ssg --help`", of.small(HELP), 0.12, "s")


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None


def _most(
    what: str, measured: float | None, limit: float, unit: str, *, below: bool = False
) -> Judgement:
    met = None if measured is None else (measured < limit if below else measured <= limit)
    return Judgement(
        what=what,
        target=f"{'less than' if below else 'at most'} {limit:g} {unit}",
        measured="not measured" if measured is None else f"{measured:.3g}",
        met=met,
    )
