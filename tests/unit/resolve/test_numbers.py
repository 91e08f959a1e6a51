from datetime import UTC, datetime

import pytest

from ssg.config.places import CheckedDate, SettingsPlaces
from ssg.model.scalars import Moment
from tests.unit.samples import site_of, warnings


def _places(date: str) -> SettingsPlaces:
    return SettingsPlaces(
        checked=(CheckedDate(label="Night line", date=Moment(date), line=7, column=12),)
    )


def _warnings(checked: str, now: str) -> list[str]:
    found = warnings(places=_places(checked), now=f"{now}T12:00:00+00:00")
    return [one for one in found if one.startswith("site.yaml:")]


def test_a_number_that_was_checked_within_a_year_is_fine() -> None:
    assert _warnings("2025-03-01", "2026-03-01") == []
    assert _warnings("2026-03-01", "2026-03-01") == []


def test_a_number_that_was_checked_longer_ago_is_a_warning_at_its_date() -> None:
    assert _warnings("2025-03-01", "2026-03-02") == [
        "site.yaml:7:12: W22 'Night line' was last checked on 2025-03-01"
        " (look it up at its source, then update `checked`)"
    ]


def test_a_number_cannot_have_been_checked_tomorrow() -> None:
    assert _warnings("2026-03-02", "2026-03-01") == [
        "site.yaml:7:12: W18 'checked' is in the future: 2026-03-02 (correct the date)"
    ]


@pytest.mark.parametrize(
    ("checked", "change"),
    [
        ("2025-03-01", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-04-01", datetime(2026, 4, 1, tzinfo=UTC)),
        ("2024-01-01", None),
    ],
)
def test_the_site_changes_when_a_number_has_to_be_checked_again(
    checked: str, change: datetime | None
) -> None:
    site = site_of(places=_places(checked), now="2026-03-01T12:00:00+00:00")
    assert site.next_change == change
