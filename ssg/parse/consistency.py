"""Fields that are sound one by one and make no sense together."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from ssg.diagnostics import Diagnostic
from ssg.model.scalars import Moment, ScalarError, read_moment, sort_key
from ssg.yamltext import Path, YamlMapping

_IN_ORDER: tuple[tuple[Path, Path], ...] = (
    (("publish_on",), ("expires_on",)),
    (("review", "date"), ("review", "due")),
    (("posted",), ("edited",)),
)


def check_consistency(fields: YamlMapping) -> Iterator[Diagnostic]:
    """F12 for dates in the wrong order, a rating over 5, and a thing named twice in a list."""
    for earlier, later in _IN_ORDER:
        if later[0] not in fields.value:
            continue
        first, second = _moment(fields, earlier), _moment(fields, later)
        if first and second and sort_key(second, UTC) < sort_key(first, UTC):
            message = f"'{'.'.join(map(str, later))}' is before '{'.'.join(map(str, earlier))}'"
            hint = f"{first} should come first"
            yield Diagnostic(code="F12", at=fields.at(later), message=message, hint=hint)
    rating = fields.get(("rating", "average"))
    if isinstance(rating, str) and _is_over(rating, 5):
        at = fields.at(("rating", "average"))
        yield Diagnostic(code="F12", at=at, message="a rating is at most 5", hint="out of 5 stars")
    for name, value in fields.value.items():
        if isinstance(value, list):
            yield from _repetitions(fields, name, value)


def _is_over(number: str, most: float) -> bool:
    try:
        return float(number) > most
    except ValueError:
        return False


def _moment(fields: YamlMapping, where: Path) -> Moment | None:
    value = fields.get(where)
    try:
        return read_moment(value) if isinstance(value, str) else None
    except ScalarError:
        return None


def _repetitions(fields: YamlMapping, name: str, values: Sequence[object]) -> Iterator[Diagnostic]:
    known: set[str] = set()
    for index, value in enumerate(values):
        if not isinstance(value, str):
            continue
        if value in known:
            message = f"'{value}' is in '{name}' twice"
            at = fields.at((name, index))
            yield Diagnostic(code="F12", at=at, message=message, hint="keep one")
        known.add(value)
