from zoneinfo import ZoneInfo

import pytest

from ssg.parse.consistency import check_consistency
from ssg.yamltext import read_mapping
from tests.unit.parse.samples import format_all

NEW_YORK = ZoneInfo("America/New_York")


def _check(posted: str, edited: str) -> list[str]:
    fields, _ = read_mapping(f"posted: {posted}\nedited: {edited}\n", path="x")
    assert fields is not None
    return format_all(check_consistency(fields, NEW_YORK))


@pytest.mark.parametrize(
    ("posted", "edited"),
    [
        ("2026-01-10T09:30", "2026-01-10"),
        ("2026-01-10", "2026-01-10T00:00"),
        ("2026-01-10T09:30:15", "2026-01-10T09:30"),
        ("2026-01-10T09:30", "2026-01-10T09:30:15"),
        # 23:30 in New York is 04:30 in UTC.
        ("2026-01-11T04:00Z", "2026-01-10T23:30"),
        ("2026-01-11T04:00Z", "2026-01-10"),
    ],
)
def test_dates_that_may_be_in_order_are_accepted(posted: str, edited: str) -> None:
    assert _check(posted, edited) == []


@pytest.mark.parametrize(
    ("posted", "edited"),
    [
        ("2026-01-10", "2026-01-09T23:59"),
        ("2026-01-10T00:00", "2026-01-09"),
        ("2026-01-10T09:30:15", "2026-01-10T09:30:14"),
        ("2026-01-10T09:30", "2026-01-10T09:29"),
        ("2026-01-11T05:00Z", "2026-01-10T23:30"),
        ("2026-01-11T05:00Z", "2026-01-10"),
    ],
)
def test_dates_that_cannot_be_in_order_are_reported(posted: str, edited: str) -> None:
    assert _check(posted, edited) == ["2:9 F12 'edited' is before 'posted'"]


def test_what_expires_on_the_day_of_its_publication_is_reported() -> None:
    fields, _ = read_mapping("publish_on: 2026-01-10T09:30\nexpires_on: 2026-01-10\n", path="x")
    assert fields is not None
    found = format_all(check_consistency(fields, NEW_YORK))
    assert found == ["2:13 F12 'expires_on' is before 'publish_on'"]


def test_only_a_translation_says_when_it_was_translated() -> None:
    fields, _ = read_mapping("translated: 2026-01-01\n", path="x")
    assert fields is not None
    assert format_all(check_consistency(fields, NEW_YORK)) == [
        "1:13 F12 'translated' is the day of a translation, but 'translation_of' is missing"
    ]
    fields, _ = read_mapping("translated: 2026-01-01\ntranslation_of: y\n", path="x")
    assert fields is not None
    assert format_all(check_consistency(fields, NEW_YORK)) == []
