from collections.abc import Iterator

import pytest

from ssg.resolve.suggestions import MOST, Nearest, NearestPath

NAMES = [f"thread-{number:05}" for number in range(20_000)] + ["insomnia", "Back-Pain"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("insomnai", "insomnia"),
        ("nisomnia", "insomnia"),
        ("INSOMNIA", "insomnia"),
        ("back-pian", "Back-Pain"),
        ("thraed-12345", "thread-12345"),
        ("something-else", ""),
        ("", ""),
        ("x" * 1_000_000, ""),
    ],
)
def test_a_slip_of_the_pen_is_found_among_thousands(wrong: str, right: str) -> None:
    assert Nearest(NAMES).to(wrong) == right


def test_names_are_read_once_and_only_when_something_is_wrong() -> None:
    reads = []

    def names() -> Iterator[str]:
        reads.append(1)
        yield "insomnia"

    nearest = Nearest(names())
    assert reads == []
    assert nearest.to("insomnai") == "insomnia"
    assert nearest.to("nsomnia") == "insomnia"
    assert reads == [1]


def test_only_the_first_wrong_names_are_looked_for() -> None:
    nearest = Nearest(NAMES)
    wrong = [f"insomnai-{number}" for number in range(MOST + 1)]
    assert [nearest.to(one) for one in wrong] == ["insomnia"] * MOST + [""]
    assert nearest.to(wrong[0]) == "insomnia"


@pytest.mark.parametrize("names", [["tea", "Tea"], ["Tea", "tea"]])
def test_of_names_that_differ_by_case_it_is_always_the_same(names: list[str]) -> None:
    assert Nearest(names).to("teaa") == "tea"


PATHS = ["topics/sleep.md", "guides/sleep.md", "threads/late-coffee.md", "media/cup.png"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("guides/late-cofee.md", "threads/late-coffee.md"),
        ("threads/cup.jpg", "media/cup.png"),
        ("topics/slep.md", "topics/sleep.md"),
        ("threads/sleep.md", "guides/sleep.md"),
        ("Sleep", "guides/sleep.md"),
        ("threads/my-plan.md", ""),
        ("threads/", ""),
        ("", ""),
    ],
)
def test_a_path_is_found_by_its_name(wrong: str, right: str) -> None:
    assert NearestPath(PATHS).to(wrong) == right


def test_no_name_is_no_path() -> None:
    assert NearestPath(["/", "/threads/"]).to("/nothing/") == ""
