"""Parts that several pages of a build show are made once."""

from typing import Any

from ssg.model.record import Record
from ssg.pages.context import ViewContext
from tests.unit.samples import SETTINGS

MOST = 64


class Inputs(Record, frozen=True, kw_only=True):
    """With a mapping, as the inputs of feeds have, so it has no hash."""

    title: str
    addresses: dict[str, str]


def _context(parts: dict[bytes, Any]) -> ViewContext:
    def unused(*_: object) -> Any:
        raise AssertionError

    return ViewContext(
        settings=SETTINGS,
        document="",
        documents=unused,
        fragments=unused,
        alert_titles=unused,
        interface=unused,
        file_label=unused,
        parts=parts,
    )


def _inputs(title: str, address: str = "/") -> Inputs:
    return Inputs(title=title, addresses={"a.md": address})


class Maker:
    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, inputs: Inputs, _: ViewContext) -> list[str]:
        self.made.append(inputs.title)
        return [inputs.title, *inputs.addresses.values()]


def test_a_part_is_made_once_for_all_pages_with_the_same_inputs() -> None:
    make, parts = Maker(), dict[bytes, Any]()
    first = _context(parts).part(_inputs("a"), make)
    assert _context(parts).part(_inputs("a"), make) is first
    assert make.made == ["a"]


def test_a_part_is_made_again_for_other_inputs_and_for_another_build() -> None:
    make, parts = Maker(), dict[bytes, Any]()
    assert _context(parts).part(_inputs("a", "/x"), make) == ["a", "/x"]
    assert _context(parts).part(_inputs("a", "/y"), make) == ["a", "/y"]
    _context({}).part(_inputs("a", "/x"), make)
    assert make.made == ["a", "a", "a"]


def test_only_the_parts_that_were_used_last_are_kept() -> None:
    make, parts = Maker(), dict[bytes, Any]()
    context = _context(parts)
    for number in range(MOST):
        context.part(_inputs(str(number)), make)
    context.part(_inputs("0"), make)
    context.part(_inputs("new"), make)
    assert len(parts) == MOST
    made = len(make.made)
    context.part(_inputs("0"), make)
    assert len(make.made) == made
    context.part(_inputs("1"), make)
    assert len(make.made) == made + 1
