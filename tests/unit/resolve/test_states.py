from datetime import UTC, datetime
from typing import Any

import pytest

from ssg.config import Settings
from ssg.model.frontmatter import Removal
from ssg.model.scalars import Moment
from ssg.model.states import State
from tests.unit.samples import answer, guide, page, resource, resources, review, site_of, thread

OSLO = Settings(title="T", url="https://example.org", timezone="Europe/Oslo")
NEVER_OLD = Settings(title="T", url="https://example.org", old_after_years=0)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, State.PUBLISHED),
        ({"status": "draft"}, State.DRAFT),
        ({"status": "withdrawn"}, State.WITHDRAWN),
        ({"publish_on": "2026-06-01"}, State.PUBLISHED),
        ({"publish_on": "2026-06-01T12:00"}, State.PUBLISHED),
        ({"publish_on": "2026-06-01T12:01"}, State.SCHEDULED),
        ({"publish_on": "2026-06-01T14:00+02:00"}, State.PUBLISHED),
        ({"expires_on": "2026-06-01"}, State.EXPIRED),
        ({"expires_on": "2026-06-02"}, State.PUBLISHED),
        ({"expires_on": "2026-01-01", "publish_on": "2027-01-01"}, State.EXPIRED),
        ({"expires_on": "2026-01-01", "status": "draft"}, State.DRAFT),
        ({"expires_on": "2026-01-01", "status": "withdrawn"}, State.WITHDRAWN),
    ],
)
def test_status_and_dates_determine_the_state(fields: dict[str, Any], state: State) -> None:
    site = site_of(thread(**fields), guide(**fields))
    assert site.states["content/threads/sore-back.md"] is state
    assert site.states["content/guides/back-pain.md"] is state
    assert ("sore-back" in site.threads) is (state is State.PUBLISHED)
    assert ("back-pain" in site.guides) is (state is State.PUBLISHED)


def test_a_date_alone_is_the_start_of_that_day_in_the_sites_zone() -> None:
    scheduled = thread(publish_on="2026-06-02")
    site = site_of(scheduled, settings=OSLO, now="2026-06-01T21:59:59+00:00")
    assert site.state_of(scheduled) is State.SCHEDULED
    site = site_of(scheduled, settings=OSLO, now="2026-06-01T22:00:00+00:00")
    assert site.state_of(scheduled) is State.PUBLISHED


def test_drafts_are_visible_only_in_a_build_with_drafts() -> None:
    draft = page(status="draft")
    assert "about" not in site_of(draft).pages
    site = site_of(draft, drafts=True)
    assert "about" in site.pages
    assert site.state_of(draft) is State.DRAFT


def test_a_file_with_errors_has_a_state_too() -> None:
    site = site_of(failed=["content/threads/broken.md"])
    assert site.states["content/threads/broken.md"] is State.FAILED


def test_a_tombstone_keeps_nothing_but_the_topics() -> None:
    site = site_of(
        thread("gone", title="Secret", status="withdrawn", lang="es"),
        guide("old", title="Secret", expires_on="2026-01-01"),
        page("terms", title="Secret", status="withdrawn"),
    )
    assert [(one.address, one.state, one.lang, one.topics) for one in site.tombstones] == [
        ("/guides/old/", State.EXPIRED, "en", ("back",)),
        ("/terms/", State.WITHDRAWN, "en", ()),
        ("/threads/gone/", State.WITHDRAWN, "es", ("back",)),
    ]
    assert "Secret" not in repr(site)


def test_the_next_change_is_the_first_of_all_future_dates() -> None:
    site = site_of(
        thread("a", publish_on="2026-06-09"),
        thread("b", publish_on="2026-05-01", expires_on="2026-06-08T10:00"),
        guide(review=review(due="2026-06-06")),
        settings=OSLO,
    )
    assert site.next_change == datetime(2026, 6, 6, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "document",
    [
        thread(),
        thread(publish_on="2026-06-01T12:00"),
        thread(publish_on="2027-01-01", status="draft"),
        thread(expires_on="2027-01-01", status="withdrawn"),
        guide(review=review(due="2026-05-31")),
    ],
)
def test_without_a_future_date_there_is_no_next_change(document: Any) -> None:
    assert site_of(document, settings=NEVER_OLD).next_change is None


def test_a_review_is_overdue_from_the_day_after_it_was_due() -> None:
    reviewed = guide(review=review(due="2026-06-01"))
    site = site_of(reviewed, settings=OSLO, now="2026-06-01T21:59:00+00:00")
    assert site.overdue == frozenset()
    site = site_of(reviewed, settings=OSLO, now="2026-06-01T22:00:00+00:00")
    assert site.overdue == {"content/guides/back-pain.md"}


@pytest.mark.parametrize(
    "documents",
    [
        [thread(asked="2026-06-03")],
        [thread(posts=[answer(posted="2026-06-03")])],
        [thread(posts=[answer(edited="2026-06-03")])],
        [thread(posts=[answer(removed=Removal(date=Moment("2026-06-03"), reason="spam"))])],
        [guide(review=review(date="2026-06-03"))],
        [resources(resource("sleep", checked="2026-06-03"))],
    ],
)
def test_the_day_on_which_a_date_is_no_longer_in_the_future_is_a_change(documents: Any) -> None:
    assert site_of(*documents).next_change == datetime(2026, 6, 3, tzinfo=UTC)


def test_the_dates_of_a_hidden_document_change_nothing() -> None:
    assert site_of(thread(asked="2026-06-03", status="draft")).next_change is None
