"""The performance targets, and whether they are met."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.runs import Sized
from bench.workspace import ADDED, COLD, EDITED, OURS, UNCHANGED

RIVAL = "hugo"
_SMALL, _MIDDLE, _LARGE = 1_000, 10_000, 100_000
_GB = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    what: str
    target: str
    measured: str
    met: bool | None
    """None if it was not measured."""


def judge(results: Mapping[int, Sized]) -> list[Judgement]:
    return list(_judgements(_Figures(results)))


class _Figures:
    """Single figures of a run; None if not measured."""

    def __init__(self, results: Mapping[int, Sized]) -> None:
        self._results = results

    def wall(self, size: int, case: str, name: str = OURS) -> float | None:
        sized = self._results.get(size)
        measured = sized.measured.get(name) if sized else None
        return measured.wall(case) if measured else None

    def cpu(self, size: int, case: str, name: str = OURS) -> float | None:
        sized = self._results.get(size)
        measured = sized.measured.get(name) if sized else None
        return measured.cpu(case) if measured else None

    def memory(self, size: int, name: str = OURS) -> float | None:
        sized = self._results.get(size)
        measured = sized.measured.get(name) if sized else None
        return float(measured.memory) if measured and measured.memory else None

    def written(self, size: int, case: str) -> float | None:
        sized = self._results.get(size)
        return sized.measured[OURS].written(case) if sized else None

    def floor(self, size: int) -> float | None:
        sized = self._results.get(size)
        return sized.floor if sized else None


def _judgements(of: _Figures) -> Iterator[Judgement]:
    rival = RIVAL.capitalize()

    def beside_rival(case: str) -> float | None:
        return _ratio(of.wall(_MIDDLE, case), of.wall(_MIDDLE, case, RIVAL))

    yield _most("10,000 threads, cold: time", beside_rival(COLD), 0.35, f"of {rival}'s")
    cpu = _ratio(of.cpu(_MIDDLE, COLD), of.cpu(_MIDDLE, COLD, RIVAL))
    yield _most("10,000 threads, cold: CPU time", cpu, 0.35, f"of {rival}'s")
    copies = _ratio(of.wall(_MIDDLE, COLD), of.floor(_MIDDLE))
    yield _most("10,000 threads, cold: time", copies, 5, "times `cp -r` of the output")
    yield _most("10,000 threads, nothing changed", beside_rival(UNCHANGED), 0.02, f"of {rival}'s")
    yield _most("10,000 threads, one answer edited", beside_rival(EDITED), 0.05, f"of {rival}'s")
    edited = of.written(_MIDDLE, EDITED)
    yield _most("10,000 threads, one answer edited", edited, 5, "files written")
    yield _most("10,000 threads, one thread added", beside_rival(ADDED), 0.06, f"of {rival}'s")
    added = of.written(_MIDDLE, ADDED)
    yield _most("10,000 threads, one thread added", added, 40, "files written")
    memory = _ratio(of.memory(_MIDDLE), of.memory(_MIDDLE, RIVAL))
    yield _most("10,000 threads, peak memory", memory, 0.2, f"of {rival}'s")
    for case, words in ((COLD, "cold"), (UNCHANGED, "nothing changed"), (EDITED, "edited")):
        growth = _ratio(of.wall(_LARGE, case), of.wall(_MIDDLE, case))
        yield _most(f"100,000 threads, {words}", growth, 11, "times that of 10,000")
    large = _ratio(of.memory(_LARGE), float(_GB))
    yield _most("100,000 threads, peak memory of all processes", large, 1.5, "GB", below=True)
    small = _ratio(of.wall(_SMALL, COLD), of.wall(_SMALL, COLD, RIVAL))
    yield _most("1,000 threads, cold, start included", small, 1, f"of {rival}'s", below=True)


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
