"""Threads whose advice may have changed since they were asked."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ssg.config import Settings
from tests.unit.samples import SETTINGS, answer, site_of, thread, thread_review


def _settings(years: int, zone: str = "UTC") -> Settings:
    return Settings(title="T", url="https://example.org", timezone=zone, old_after_years=years)


def _is_old(asked: str, years: int = 5, **options: Any) -> bool:
    posts = [answer(posted="2026-05-01")]
    site = site_of(thread(asked=asked, posts=posts), settings=_settings(years), **options)
    return "sore-back" in site.old


def test_a_thread_is_old_from_the_day_on_which_it_is_that_many_years_old() -> None:
    assert _is_old("2021-06-01T23:59")
    assert _is_old("2021-06-01")
    assert not _is_old("2021-06-02")
    assert _is_old("2023-06-01", years=3)


def test_a_new_answer_makes_no_old_question_young() -> None:
    assert _is_old("2008-12-06")


def test_with_zero_years_no_thread_is_ever_old() -> None:
    assert not _is_old("1990-01-01", years=0)
    settings = _settings(0)
    assert site_of(thread(asked="2026-05-01"), settings=settings).next_change is None


def test_the_day_of_the_build_is_that_of_the_sites_zone() -> None:
    late = "2026-06-01T22:30:00+00:00"
    asked = thread(asked="2021-06-02")
    assert site_of(asked, settings=_settings(5, "Europe/Oslo"), now=late).old == {"sore-back"}
    assert site_of(asked, settings=_settings(5), now=late).old == frozenset()


def test_a_review_of_another_text_makes_no_old_thread_young() -> None:
    for changed in (False, True):
        document = thread(asked="2020-01-01", review=thread_review(), changed=changed)
        assert ("sore-back" in site_of(document, settings=_settings(5)).old) is changed


def test_the_site_changes_when_the_next_thread_becomes_old() -> None:
    site = site_of(
        thread("older", asked="2020-01-01"),
        thread("next", asked="2021-08-09T10:00"),
        thread("later", asked="2024-08-09"),
        settings=SETTINGS,
    )
    assert site.old == {"older"}
    assert site.next_change == datetime(2026, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "now", "is_old"),
    [
        ("2024-02-29", "2027-02-28T12:00:00+00:00", False),
        ("2024-02-29", "2027-03-01T12:00:00+00:00", True),
        ("2021-02-28", "2024-02-29T12:00:00+00:00", True),
        ("2021-03-01", "2024-02-29T12:00:00+00:00", False),
    ],
)
def test_a_leap_day_is_a_year_old_on_the_first_of_march(asked: str, now: str, is_old: bool) -> None:
    assert _is_old(asked, years=3, now=now) is is_old


def test_a_hidden_thread_never_becomes_old() -> None:
    hidden = thread(asked="2021-08-09", status="draft")
    assert site_of(hidden).next_change is None


def test_more_years_than_there_are_in_the_calendar_make_no_thread_old() -> None:
    assert not _is_old("1990-01-01", years=5000)
