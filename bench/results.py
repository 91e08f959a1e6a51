"""The report: bench/results.md."""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields

from bench.pages import Pages
from bench.runs import CASES, COLD, OURS, STAGED_CASES, Measured, Sized
from bench.targets import Judgement

TITLES = {
    "cold": "cold",
    "unchanged": "nothing changed",
    "edited": "one answer edited",
    "added": "one thread added",
}
NAMES = {"ssg": "ssg", "hugo": "Hugo", "eleventy": "Eleventy", "pelican": "Pelican"}
_MB = 10**6


def report(
    results: Mapping[int, Sized],
    judgements: Sequence[Judgement],
    versions: Mapping[str, str],
    *,
    command: str,
    load: float,
) -> str:
    blocks = [
        "# Results",
        "Written by `make bench`. How it is measured, and what each generator is given, is in "
        "[docs/decisions/0008-benchmark.md](../docs/decisions/0008-benchmark.md).",
        "\n".join(_machine(versions, command, load)),
        "![Seconds for each generator at 10,000 threads](chart.svg)",
        "## Targets",
        _targets(judgements),
    ]
    for sized in results.values():
        blocks += _size(sized)
    return "\n\n".join(blocks) + "\n"


def _machine(versions: Mapping[str, str], command: str, load: float) -> Iterator[str]:
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield f"- Machine: {cores} cores ({platform.machine()}), {memory:.0f} GB, {platform.system()}"
    yield f"- Load before the first run: {load:.2f}"
    names = (f"{NAMES[name]} {version}" for name, version in versions.items())
    yield f"- Versions: Python {platform.python_version()}, {', '.join(names)}"
    yield f"- Again: `{command}`"


def _targets(judgements: Iterable[Judgement]) -> str:
    words = {True: "yes", False: "**no**", None: "–"}
    rows = ((each.what, each.target, each.measured, words[each.met]) for each in judgements)
    return _table(("What", "Target", "Measured", "Met?"), rows)


def _size(sized: Sized) -> Iterator[str]:
    ours = sized.measured[OURS]
    yield f"## {sized.size:,} threads"
    yield (
        "Median seconds by the clock, with the fastest and the slowest run, and how many times "
        "ours the median is."
    )
    yield _table(
        ("", *(TITLES[case] for case in CASES), "runs"),
        (
            (NAMES[each.name], *(_time(each, ours, case) for case in CASES), _runs(each))
            for each in sized.measured.values()
        ),
    )
    yield "Median seconds of CPU time of all processes together."
    yield _table(
        ("", *(TITLES[case] for case in CASES)),
        (
            (NAMES[each.name], *(_cpu(each, ours, case) for case in CASES))
            for each in sized.measured.values()
        ),
    )
    yield _table(
        ("", "peak memory of all processes, cold"),
        ((NAMES[each.name], _memory(each, ours)) for each in sized.measured.values()),
    )
    if sized.floor:
        cold = ours.wall(COLD) or 0
        yield (
            f"The floor: `cp -r` of our output takes {sized.floor:.2f} s, "
            f"so a cold build takes {cold / sized.floor:.1f} times as long."
        )
    yield _written(ours)
    if ours.pages:
        yield _pages(ours.pages, sized.measured.values())
    if sized.stages:
        yield "### Where our time goes"
        yield "Seconds of a run in which every stage is timed; parse and render use all cores."
        yield _stages(sized.stages)


def _time(one: Measured, ours: Measured, case: str) -> str:
    middle, our_middle = one.wall(case), ours.wall(case)
    if middle is None:
        return one.trouble or "–"
    walls = [sample.wall for sample in one.samples[case]]
    text = f"{middle:.2f} ({min(walls):.2f} to {max(walls):.2f})"
    return text + _times(middle, our_middle, one)


def _cpu(one: Measured, ours: Measured, case: str) -> str:
    middle = one.cpu(case)
    return "–" if middle is None else f"{middle:.2f}{_times(middle, ours.cpu(case), one)}"


def _memory(one: Measured, ours: Measured) -> str:
    if not one.memory:
        return "–"
    return f"{one.memory / _MB:,.0f} MB{_times(one.memory, ours.memory, one)}"


def _times(value: float, our_value: float | None, one: Measured) -> str:
    """How many times ours; nothing for ours itself."""
    return f", **{value / our_value:.3g} ×**" if our_value and one.name != OURS else ""


def _runs(one: Measured) -> str:
    return str(len(one.samples.get(COLD, ())))


def _written(ours: Measured) -> str:
    counts = (f"{TITLES[case]} {ours.written(case)}" for case in CASES)
    return f"Files that ssg wrote, at most: {', '.join(counts)}."


def _pages(pages: Pages, all_measured: Iterable[Measured]) -> str:
    agreeing = [NAMES[each.name] for each in all_measured if each.pages == pages]
    counts = ", ".join(
        f"{entry.name.replace('_', ' ')} {getattr(pages, entry.name):,}" for entry in fields(pages)
    )
    return f"Pages that {', '.join(agreeing)} agree on: {pages.total:,} ({counts})."


def _stages(stages: Mapping[str, Mapping[str, float]]) -> str:
    names = list(dict.fromkeys(name for case in STAGED_CASES for name in stages[case]))
    rows: list[tuple[str, ...]] = [
        (name, *(f"{stages[case].get(name, 0):.2f}" for case in STAGED_CASES)) for name in names
    ]
    totals = (f"{sum(stages[case].values()):.2f}" for case in STAGED_CASES)
    return _table(
        ("Stage", *(TITLES[case] for case in STAGED_CASES)), [*rows, ("together", *totals)]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def chart_data(sized: Sized) -> dict[str, object]:
    """What bench/chart.py draws."""
    return {
        "title": f"Seconds to build {sized.size:,} threads (shorter is better)",
        "cases": [TITLES[case] for case in CASES],
        "seconds": {
            NAMES[each.name]: [each.wall(case) for case in CASES]
            for each in sized.measured.values()
            if not each.trouble
        },
    }
