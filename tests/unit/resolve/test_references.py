from typing import Any

import pytest

from ssg.model.documents import AnyDocument, Reference, ResourceFile
from ssg.model.frontmatter import Review
from ssg.model.ids import PersonId, ThreadId, TopicId
from ssg.model.kinds import Kind
from ssg.model.scalars import Moment
from ssg.resolve.suggestions import MAX_SUGGESTIONS
from tests.unit.samples import (
    errors,
    guide,
    page,
    resource,
    resources,
    site_of,
    thread,
    thread_review,
    topic,
)

UNKNOWN_REVIEWER = Review(by=PersonId("rivero"), date=Moment("2026-01-01"))


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (
            thread(topics=("bakc",)),
            "content/threads/sore-back.md:3:9: R01 topic 'bakc' does not exist"
            " (did you mean 'back'?)",
        ),
        (
            thread(topics=("liver",)),
            "content/threads/sore-back.md:3:9: R01 topic 'liver' does not exist"
            " (correct the id, or create content/topics/liver.md)",
        ),
        (
            topic("knee", parent="bak"),
            "content/topics/knee.md:3:9: R01 topic 'bak' does not exist (did you mean 'back'?)",
        ),
        (
            thread(guides=("headache",)),
            "content/threads/sore-back.md:3:9: R02 guide 'headache' does not exist"
            " (correct the id, or create content/guides/headache.md)",
        ),
        (
            guide(resources=("nhs-bak",)),
            "content/guides/back-pain.md:3:9: R03 resource 'nhs-bak' does not exist"
            " (did you mean 'nhs-back'?)",
        ),
        (
            guide(review=UNKNOWN_REVIEWER),
            "content/guides/back-pain.md:3:9: R04 person 'rivero' does not exist"
            " (did you mean 'rivera'?)",
        ),
        (
            thread(related=("sore-bakc",)),
            "content/threads/sore-back.md:3:9: R05 thread 'sore-bakc' does not exist"
            " (did you mean 'sore-back'?)",
        ),
        (
            page(translation_of="abuot"),
            "content/pages/about.md:3:9: R13 page 'abuot' does not exist (did you mean 'about'?)",
        ),
    ],
)
def test_an_unknown_id_is_reported_with_the_most_similar_one(
    document: AnyDocument, line: str
) -> None:
    assert errors(document, resources(resource("nhs-back"))) == [line]


def test_topics_of_resources_are_checked_too() -> None:
    file = ResourceFile(
        path="content/resources/nhs.yaml",
        references=(Reference(field="topics", kind=Kind.TOPIC, id="backk", line=5, column=2),),
    )
    assert errors(file) == [
        "content/resources/nhs.yaml:5:2: R01 topic 'backk' does not exist (did you mean 'back'?)"
    ]


@pytest.mark.parametrize(
    ("failed", "fields"),
    [
        ("content/topics/knee.md", {"topics": ("knee",)}),
        ("content/guides/knee.md", {"guides": ("knee",)}),
        ("content/threads/knee.md", {"related": ("knee",)}),
        ("content/people/rivero.yaml", {"review": thread_review(by="rivero")}),
        ("content/resources/anyone.yaml", {"resources": ("knee",)}),
    ],
)
def test_a_reference_to_a_file_with_errors_is_not_reported(
    failed: str, fields: dict[str, Any]
) -> None:
    assert errors(thread(**fields), failed=[failed]) == []


def test_a_reference_to_a_draft_is_reported() -> None:
    assert errors(thread(guides=("knee",)), guide("knee", status="draft")) == [
        "content/threads/sore-back.md:3:9: R09 guide 'knee' is a draft"
        " (publish it, or remove this reference)"
    ]


def test_a_draft_may_refer_to_a_draft() -> None:
    documents = (thread(guides=("knee",), status="draft"), guide("knee", status="draft"))
    assert errors(*documents) == []


def test_in_a_build_with_drafts_references_to_drafts_are_allowed() -> None:
    documents = (thread(guides=("knee",)), guide("knee", status="draft"))
    assert errors(*documents, drafts=True) == []


@pytest.mark.parametrize(
    "hidden",
    [{"publish_on": "2026-06-02"}, {"expires_on": "2026-05-01"}, {"status": "withdrawn"}],
)
def test_references_to_other_hidden_documents_are_allowed(hidden: dict[str, Any]) -> None:
    assert errors(thread(guides=("knee",)), guide("knee", **hidden)) == []


def test_a_thousand_wrong_ids_are_all_reported_but_only_the_first_with_a_suggestion() -> None:
    wrong = tuple(f"sore-bakc-{number}" for number in range(1000))
    found = errors(thread(related=wrong))
    assert len(found) == 1000
    assert [one for one in found if "did you mean 'sore-back'?" in one] == found[:MAX_SUGGESTIONS]


def test_the_site_is_consistent_despite_unknown_ids() -> None:
    site = site_of(thread(topics=("nothing", "back"), guides=("nothing",), related=("nothing",)))
    assert site.members[TopicId("back")].threads == ("sore-back",)
    assert site.related[ThreadId("sore-back")] == ()
