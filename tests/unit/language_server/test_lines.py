"""Places are the same for the editor and for ssg, whatever is in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from ssg.language_server.lines import Lines, Spot

_TEXTS = st.text(st.sampled_from("a é日🙂\n\r\u2028\u0085\x0b"), max_size=30)


@given(_TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_every_place_is_found_again(text: str, encoding: str) -> None:
    lines = Lines(text, encoding)
    for number, line in enumerate(lines.texts):
        for character in range(len(line) + 1):
            position = lines.position(number, character)
            assert lines.spot(position) == Spot(number, character)


def test_a_line_ends_where_editors_end_it_and_nowhere_else() -> None:
    assert Lines("a\u2028b\x85c\r\nd\re\n").texts == ["a\u2028b\x85c", "d", "e", ""]


@pytest.mark.parametrize(
    ("position", "spot"),
    [(Position(9, 0), Spot(1, 2)), (Position(0, 99), Spot(0, 1)), (Position(0, 1), Spot(0, 0))],
)
def test_a_position_past_an_end_or_inside_a_pair_is_one_that_exists(
    position: Position, spot: Spot
) -> None:
    assert Lines("🙂\nab").spot(position) == spot


def test_a_byte_order_mark_counts_for_the_editor_alone() -> None:
    lines = Lines("\ufeffab\ncd")
    assert lines.position(0, 1) == Position(0, 2)
    assert lines.spot(Position(0, 2)) == Spot(0, 1)
    assert lines.position(1, 1) == Position(1, 1)


def test_a_diagnostic_marks_a_word_and_never_nothing() -> None:
    lines = Lines("topics: [bakc, x]\n\nend")
    assert (lines.range_at(1, 10).start.character, lines.range_at(1, 10).end.character) == (9, 13)
    assert lines.range_at(0, 0).end.character == len("topics: [bakc, x]")
    at_end = lines.range_at(3, 4)
    assert (at_end.start.character, at_end.end.character) == (2, 3)
    assert lines.range_at(99, 99).start.line == 2
