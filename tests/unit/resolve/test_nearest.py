from collections.abc import Iterator

import pytest

from ssg.resolve.nearest import Nearest

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
