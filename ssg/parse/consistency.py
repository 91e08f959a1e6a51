"""Checks fields whose values are valid one by one but contradict each other."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import NamedTuple

from ssg.diagnostics import Diagnostic
from ssg.model.scalars import Moment, ScalarError, is_before, parse_moment, timestamp
from ssg.yamltext import Path, YamlMapping


class _Order(NamedTuple):
    """Two fields of which the `later` must not be before the `earlier`.

    On one day both are in order, unless they say when something starts to be true: `exact`.
    """

    code: str
    earlier: Path
    later: Path
    exact: bool = False

    @property
    def hint(self) -> str:
        """With a placeholder for the earlier date. A warning leaves open which date is wrong."""
        if self.code == "F12":
            return "write a date that is not before {}"
        return "correct the date that is wrong"


_IN_ORDER = (
    _Order("F12", ("publish_on",), ("expires_on",), exact=True),
    _Order("F12", ("review", "date"), ("review", "due")),
    _Order("F12", ("posted",), ("edited",)),
    _Order("W19", ("posted",), ("removed", "date")),
    _Order("W19", ("asked",), ("review", "date")),
    _Order("W19", ("asked",), ("source", "retrieved")),
    _Order("W19", ("asked",), ("expires_on",), exact=True),
)


_LATER = frozenset(order.later[0] for order in _IN_ORDER)


def check_consistency(fields: YamlMapping, zone: tzinfo) -> Iterator[Diagnostic]:
    """F12 and W19 for dates in the wrong order; F12 for `translated` in what is no translation,
    for a rating over 5 and for a repeated item.

    Dates without an offset are in `zone`.
    """
    # Most posts have none of these fields.
    if not _LATER.isdisjoint(fields.value):
        for order in _IN_ORDER:
            if order.later[0] in fields.value:
                yield from _check_order(fields, order, zone)
    if "translated" in fields.value and "translation_of" not in fields.value:
        message = "'translated' is the day of a translation, but 'translation_of' is missing"
        hint = "name the original in `translation_of`, or remove `translated`"
        yield fields.diagnostic("F12", ("translated",), message, hint)
    if "rating" in fields.value:
        yield from _check_rating(fields)
    for name, value in fields.value.items():
        if isinstance(value, list):
            yield from _check_repetitions(fields, name, value)


def _check_rating(fields: YamlMapping) -> Iterator[Diagnostic]:
    average = ("rating", "average")
    rating = fields.get(average)
    if isinstance(rating, str) and _is_over(rating, 5):
        message = "rating.average: expects at most 5"
        yield fields.diagnostic("F12", average, message, "convert it to a scale from 0 to 5")


def _check_order(fields: YamlMapping, order: _Order, zone: tzinfo) -> Iterator[Diagnostic]:
    first, second = _moment(fields, order.earlier), _moment(fields, order.later)
    if first is None or second is None:
        return
    if order.exact:
        is_wrong = timestamp(second, zone) < timestamp(first, zone)
    else:
        is_wrong = is_before(second, first, zone)
    if is_wrong:
        message = f"'{_name(order.later)}' is before '{_name(order.earlier)}'"
        yield fields.diagnostic(order.code, order.later, message, order.hint.format(first))


def _name(field: Path) -> str:
    return ".".join(map(str, field))


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
