from bench.pages import Pages
from bench.real import COMMONMARK, PYTHON_MARKDOWN
from bench.runs import Results, Sized
from bench.small import HELP, HUNDRED, PLAIN_STARTER, STARTER, VERSION
from bench.targets import Judgement, judge
from bench.workspace import ADDED, CASES, COLD, EDITED, OURS, RIVAL, UNCHANGED, Measured, Sample

PAGES = Pages(
    threads=2,
    guides=1,
    topic_lists=1,
    thread_lists=1,
    resources=1,
    follow_pages=1,
    indexes=4,
    single_pages=3,
    sitemap=1,
    feeds=1,
    posts=1,
    listed=2,
    entries=2,
    answers=1,
    comments=0,
    breadcrumbs=1,
    descriptions=4,
    open_graph=4,
    html_characters={"threads": 9_000},
    data_characters=900,
    feed_characters=1_000,
    others=7,
)


def measured(name: str, walls: dict[str, float], *, memory: int = 0) -> Measured:
    """In each case, all but one of three runs took as long; the CPU time is twice as much."""
    samples = {
        case: [Sample(wall=each, cpu=2 * each, written=3) for each in (wall, wall, 9 * wall)]
        for case, wall in walls.items()
    }
    return Measured(name=name, pages=PAGES, memory=memory, runs=3, samples=samples)


def sized(size: int, ours: dict[str, float], rival: float | None, *, memory: int = 0) -> Sized:
    both = [measured(OURS, ours, memory=memory)]
    if rival:
        both.append(measured(RIVAL, dict.fromkeys(CASES, rival)))
    return Sized(size=size, measured={each.name: each for each in both})


def all_results() -> Results:
    """Every target is met, by as little as that."""
    cold = {COLD: 6.0}
    middle = {COLD: 6.0, UNCHANGED: 0.2, EDITED: 0.6, ADDED: 0.8}
    return Results(
        sizes={
            1_000: sized(1_000, {COLD: 1.0}, 1.0),
            2_000: sized(2_000, {COLD: 2.0}, 2.0),
            10_000: sized(10_000, middle, 10.0),
            100_000: sized(100_000, {COLD: 10.5 * cold[COLD]}, None, memory=899_000_000),
        },
        small={
            name: measured(name, {COLD: wall})
            for name, wall in (
                (STARTER, 1.0),
                (PLAIN_STARTER, 0.4),
                (HUNDRED, 0.6),
                (VERSION, 0.08),
                (HELP, 0.12),
            )
        },
        real={
            COMMONMARK: measured(COMMONMARK, {COLD: 1.5}),
            PYTHON_MARKDOWN: measured(PYTHON_MARKDOWN, {COLD: 2.4}),
            RIVAL: measured(RIVAL, {COLD: 1.0}),
        },
    )


def missed(results: Results) -> list[Judgement]:
    return [each for each in judge(results) if each.met is False]


def test_a_figure_that_reaches_its_target_meets_it() -> None:
    found = judge(all_results())
    assert len(found) == 15
    assert all(each.met for each in found)


def test_a_figure_that_misses_its_target_is_shown_beside_it() -> None:
    results = all_results()
    results.sizes[2_000] = sized(2_000, {COLD: 2.1}, 2.0)
    results.sizes[100_000].measured[OURS].memory = 900_000_000
    (small, large) = missed(results)
    assert small.what == "2,000 threads, cold, start included"
    assert (small.target, small.measured) == ("at most 1 of Hugo's", "1.05")
    assert (large.target, large.measured) == ("less than 0.9 GB", "0.9")


def test_each_case_has_a_target_of_its_own() -> None:
    results = all_results()
    walls = {COLD: 6.1, UNCHANGED: 0.21, EDITED: 0.61, ADDED: 0.81}
    results.sizes[10_000] = sized(10_000, walls, 10.0)
    assert [each.what.removeprefix("10,000 threads, ") for each in missed(results)] == [
        "cold: time", "cold: CPU time", "one answer edited", "one thread added", "nothing changed",
    ]  # fmt: skip


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    results = Results(sizes={1_000: sized(1_000, {COLD: 1.0}, None)})
    found = judge(results)
    assert {(each.measured, each.met) for each in found} == {("not measured", None)}
