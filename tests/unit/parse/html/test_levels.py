import pytest

from ssg.parse.html.levels import HeadingLevels


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        ([2, 4, 2], [2, 3, 2]),
        ([3, 2, 3], [2, 2, 3]),
        ([1, 2, 2, 3], [2, 3, 3, 4]),
        ([2, 4, 3, 6], [2, 3, 3, 4]),
        ([6, 5, 4], [2, 2, 2]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
        ([2, 6, 4, 5], [2, 3, 3, 4]),
    ],
)
def test_no_level_is_skipped(typed: list[int], levels: list[int]) -> None:
    text = HeadingLevels(2)
    assert [text.add_heading(level) for level in typed] == levels


def test_the_lowest_level_is_the_sixth() -> None:
    text = HeadingLevels(5)
    assert [text.add_heading(level) for level in (2, 3, 4, 2)] == [5, 6, 6, 5]
    assert text.open_card() == 6


def test_a_card_is_below_the_heading_before_it_and_headings_in_it_are_below_the_card() -> None:
    text = HeadingLevels(2)
    assert text.open_card() == 2
    text.close_card()
    assert text.add_heading(2) == 2
    assert text.add_heading(4) == 3
    assert text.open_card() == 4
    assert text.add_heading(1) == 5
    assert text.open_card() == 6
    text.close_card()
    assert text.add_heading(1) == 5
    text.close_card()
    assert text.add_heading(4) == 3
    assert text.add_heading(5) == 4
