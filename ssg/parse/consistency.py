"""Checks fields whose values are valid one by one but contradict each other."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from ssg.diagnostics import Diagnostic
from ssg.model.scalars import Moment, ScalarError, parse_moment, timestamp
from ssg.yamltext import Path, YamlMapping

_IN_ORDER: tuple[tuple[Path, Path], ...] = (
    (("publish_on",), ("expires_on",)),
    (("review", "date"), ("review", "due")),
    (("posted",), ("edited",)),
)


def check_consistency(fields: YamlMapping) -> Iterator[Diagnostic]:
    """F12 for dates in the wrong order, a rating over 5, and an item repeated in a list."""
    for earlier, later in _IN_ORDER:
        if later[0] not in fields.value:
            continue
        first, second = _moment(fields, earlier), _moment(fields, later)
        if first and second and timestamp(second, UTC) < timestamp(first, UTC):
            message = f"'{'.'.join(map(str, later))}' is before '{'.'.join(map(str, earlier))}'"
            yield fields.diagnostic(
                "F12", later, message, f"write a date that is not before {first}"
            )
    average = ("rating", "average")
    rating = fields.get(average)
    if isinstance(rating, str) and _is_over(rating, 5):
        message = "rating.average: expects at most 5"
        yield fields.diagnostic("F12", average, message, "convert it to a scale from 0 to 5")
    for name, value in fields.value.items():
        if isinstance(value, list):
            yield from _check_repetitions(fields, name, value)


def _is_over(number: str, maximum: float) -> bool:
    try:
        return float(number) > maximum
    except ValueError:
        return False


def _moment(fields: YamlMapping, where: Path) -> Moment | None:
    value = fields.get(where)
    try:
        return parse_moment(value) if isinstance(value, str) else None
    except ScalarError:
        return None


def _check_repetitions(
    fields: YamlMapping, name: str, values: Sequence[object]
) -> Iterator[Diagnostic]:
    earlier: set[str] = set()
    for index, value in enumerate(values):
        if not isinstance(value, str):
            continue
        if value in earlier:
            message = f"'{name}' lists '{value}' twice"
            yield fields.diagnostic("F12", (name, index), message, "keep one")
        earlier.add(value)
