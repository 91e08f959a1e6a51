from typing import Any

import pytest

from ssg.model.documents import AnyDocument
from ssg.model.kinds import Kind
from tests.unit.samples import correction, guide, review, site_of, thread, warnings


def _order(*documents: AnyDocument, **options: Any) -> list[tuple[str, int]]:
    site = site_of(*documents, **options)
    return [(place.document, place.position) for place in site.corrections]


def test_corrections_of_threads_and_guides_are_oldest_first() -> None:
    documents = (
        thread("a", corrections=(correction("2026-03-01"), correction("2026-01-01"))),
        guide("b", corrections=(correction("2026-02-01T09:30+02:00"),)),
        guide("c", corrections=(correction("2026-02-01T08:00Z"),)),
    )
    assert _order(*documents) == [("a", 1), ("b", 0), ("c", 0), ("a", 0)]


def test_corrections_of_one_day_stay_in_the_order_of_the_file() -> None:
    documents = (
        thread("a", corrections=(correction(), correction())),
        guide("b", corrections=(correction(),)),
    )
    assert _order(*documents) == [("b", 0), ("a", 0), ("a", 1)]
    assert [place.kind for place in site_of(*documents).corrections] == [
        Kind.GUIDE,
        Kind.THREAD,
        Kind.THREAD,
    ]


def test_a_correction_from_the_future_is_not_in_the_list_until_then() -> None:
    corrected = guide(corrections=(correction("2026-06-02"), correction("2026-05-01")))
    assert _order(corrected) == [("back-pain", 1)]
    assert _order(corrected, now="2026-06-02T00:00:00+00:00") == [
        ("back-pain", 1),
        ("back-pain", 0),
    ]
    (warning,) = warnings(corrected)
    assert "W18 'corrections.date' is in the future: 2026-06-02" in warning
    assert str(site_of(corrected).next_change) == "2026-06-02 00:00:00+00:00"


@pytest.mark.parametrize(
    "hidden",
    [{"status": "draft"}, {"publish_on": "2027-01-01"}, {"expires_on": "2026-01-01"}],
)
def test_only_published_documents_count(hidden: dict[str, Any]) -> None:
    documents = (thread(corrections=(correction(),), **hidden),)
    assert _order(*documents) == []
    assert _order(*documents, drafts=True) == []


def test_a_guide_was_last_updated_by_its_review_or_a_correction() -> None:
    def updated(**fields: Any) -> str | None:
        site = site_of(guide(**fields))
        return site.last_changes.get("content/guides/back-pain.md")

    assert updated(review=review(date="2026-01-01")) == "2026-01-01"
    assert updated(corrections=(correction("2026-02-01"),)) == "2026-02-01"
    assert updated(corrections=(correction("2025-02-01"),)) == "2026-01-01"
    assert updated(corrections=(correction("2062-02-01"),)) == "2026-01-01"
    assert updated(review=None, corrections=(correction("2026-02-01"),)) == "2026-02-01"
    assert updated(review=None) is None
    assert updated(review=review(date="2062-01-01")) is None
