"""A preview shows what readers do not see yet, and reports what a build would."""

import pytest

from ssg.model.states import State
from tests.unit.samples import NOW, errors, guide, link, site_of, thread

DRAFT = guide("knee", status="draft")
SCHEDULED = guide("hip", publish_on="2026-07-01")


def test_drafts_and_scheduled_documents_are_on_the_site_in_their_states() -> None:
    site = site_of(DRAFT, SCHEDULED, guide("foot", status="withdrawn"), preview=True)
    assert set(site.guides) == {"knee", "hip"}
    assert site.states[DRAFT.path] is State.DRAFT
    assert site.states[SCHEDULED.path] is State.SCHEDULED


def test_without_a_preview_they_are_not() -> None:
    assert not site_of(DRAFT, SCHEDULED).guides


@pytest.mark.parametrize(("target", "url"), [("knee", "/guides/knee/"), ("hip", "/guides/hip/")])
def test_links_lead_to_them(target: str, url: str) -> None:
    source = thread(links=[link(f"guides/{target}.md#")])
    site = site_of(source, DRAFT, SCHEDULED, preview=True)
    assert site.links[source.path] == {f"guides/{target}.md#": url}


def test_a_reference_and_a_link_to_a_draft_are_reported_as_in_a_build() -> None:
    for source in (thread(guides=("knee",)), thread(links=[link("guides/knee.md")])):
        assert errors(source, DRAFT, preview=True) == errors(source, DRAFT) != []


def test_a_draft_may_refer_and_link_to_a_draft() -> None:
    source = thread(guides=("knee",), links=[link("guides/knee.md")], status="draft")
    assert errors(source, DRAFT, preview=True) == []


def test_a_scheduled_document_appears_by_itself_in_its_state() -> None:
    after = site_of(SCHEDULED, now="2026-07-01T00:00:00+00:00", preview=True)
    assert after.states[SCHEDULED.path] is State.PUBLISHED
    before = site_of(SCHEDULED, now=NOW, preview=True)
    assert before.next_change
    assert before.next_change.date().isoformat() == "2026-07-01"
