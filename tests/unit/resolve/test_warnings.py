from typing import Any

import pytest

from tests.unit.samples import (
    answer,
    guide,
    page,
    removal,
    reply,
    resource,
    resources,
    review,
    thread,
    thread_review,
    topic,
    warnings,
)

CITED = thread("citing", resources=("sleep",))


def test_a_complete_site_has_no_warnings() -> None:
    assert warnings(CITED, guide(), resources(resource("sleep"))) == []


def test_a_guide_without_a_review_gives_a_warning() -> None:
    assert warnings(guide(review=None)) == [
        "content/guides/back-pain.md:1:1: W01 guide 'back-pain' has no review"
        " (have it reviewed, then record that with 'ssg review')"
    ]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (thread(review=thread_review(due="2026-05-31")), "content/threads/sore-back.md:3:9"),
        (guide(review=review(due="2026-05-31T08:00")), "content/guides/back-pain.md:3:9"),
    ],
)
def test_an_overdue_review_gives_a_warning_at_the_reviewer(document: Any, place: str) -> None:
    assert warnings(document, thread("other")) == [
        f"{place}: W02 the next review was due on 2026-05-31"
        " (have it reviewed again, then record that with 'ssg review')"
    ]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (thread(review=thread_review(), changed=True), "content/threads/sore-back.md:3:9"),
        (guide(changed=True), "content/guides/back-pain.md:1:1"),
        (
            thread("again", duplicate_of="other", review=thread_review(), changed=True),
            "content/threads/again.md:4:9",
        ),
    ],
)
def test_a_text_that_changed_since_its_review_gives_a_warning(document: Any, place: str) -> None:
    assert warnings(document, thread("other")) == [
        f"{place}: W35 the text has changed since the review of 2026-01-01"
        " (have it reviewed again, then record that with 'ssg review'; if only a typo changed,"
        " use --minor)"
    ]


def test_a_draft_may_change_since_its_review() -> None:
    draft = guide("draft", status="draft", changed=True)
    assert warnings(draft, thread("other")) == []


@pytest.mark.parametrize("posts", [[], [reply("r")], [answer(removed=removal())]])
def test_a_thread_without_an_answer_gives_a_warning(posts: Any) -> None:
    assert warnings(thread(posts=posts)) == [
        "content/threads/sore-back.md:1:1: W03 thread 'sore-back' has no answer"
        " (add an '## Answer', or set `status: draft`)"
    ]


def test_a_draft_without_an_answer_is_not_told_to_become_a_draft() -> None:
    draft = thread(status="draft", posts=[])
    (warning,) = warnings(draft, drafts=True)
    assert warning.endswith("(add an '## Answer')")


def test_a_guides_external_link_in_no_resource_file_gives_a_warning() -> None:
    linking = guide(
        outside=[
            "https://www.nhs.uk/sleep/#naps",
            "https://blog.example/",
            "mailto:a@example.org",
            "sms:741741?body=SHOUT",
        ]
    )
    assert warnings(linking, resources(resource("sleep"))) == [
        "content/guides/back-pain.md:20:5: W04 no resource file lists https://blog.example/"
        " (add it to a file in content/resources)"
    ]


def test_a_topic_that_is_empty_with_its_descendants_gives_a_warning() -> None:
    documents = (thread(topics=("lower",)), topic("lower", parent="back"), topic("knee"))
    assert warnings(*documents) == [
        "content/topics/knee.md:1:1: W05 topic 'knee' is empty"
        " (add it to the `topics` of a thread, guide or resource, or remove its file)"
    ]


def test_a_resource_that_only_a_draft_cites_gives_a_warning() -> None:
    documents = (thread(), guide("hidden", resources=("sleep",), status="draft"))
    assert warnings(*documents, resources(resource("sleep"))) == [
        "content/resources/nhs.yaml:4:5: W06 no page cites resource 'sleep'"
        " (add it to the `resources` of a thread or guide, or remove it)"
    ]


def test_text_in_a_withdrawn_document_gives_a_warning() -> None:
    documents = [make(status="withdrawn", text_line=8) for make in (thread, guide, page)]
    hint = "(remove the text below the front matter)"
    assert warnings(*documents, thread("other")) == [
        f"content/{path}:8:1: W07 this {noun} is withdrawn but still has its text {hint}"
        for noun, path in (
            ("guide", "guides/back-pain.md"),
            ("page", "pages/about.md"),
            ("thread", "threads/sore-back.md"),
        )
    ]


def test_an_expired_document_may_keep_its_text() -> None:
    assert warnings(thread(expires_on="2026-01-01", text_line=8), thread("other")) == []


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"publish_on": "2027-01-01"}])
def test_hidden_documents_give_no_warnings(hidden: dict[str, Any]) -> None:
    assert warnings(guide(review=None, **hidden), thread(posts=[], **hidden), thread("x")) == []


def test_a_draft_that_is_built_gives_a_warning() -> None:
    assert len(warnings(guide(review=None, status="draft"), drafts=True)) == 1


def test_nothing_that_a_file_with_errors_may_contain_is_reported_missing() -> None:
    linking = guide(outside=["https://blog.example/"])
    failed = ["content/threads/broken.md", "content/resources/broken.yaml"]
    documents = (linking, topic("knee"), resources(resource("sleep")))
    assert warnings(*documents, failed=failed) == []


@pytest.mark.parametrize(
    ("document", "warning"),
    [
        (
            thread(asked="2026-06-01T12:01", posts=[answer(posted="2026-05-01")]),
            "threads/sore-back.md:40:9: W18 'asked' is in the future: 2026-06-01T12:01"
            " (correct the date; to publish the thread on a later day, add `publish_on`)",
        ),
        (
            thread(posts=[answer(posted="2026-06-02", edited="2026-06-03")]),
            "threads/sore-back.md:43:9: W18 'posted' is in the future: 2026-06-02"
            " (correct the date)",
        ),
        (
            resources(resource("sleep", checked="2026-06-02")),
            "resources/nhs.yaml:41:9: W18 'checked' is in the future: 2026-06-02"
            " (correct the date)",
        ),
        (
            guide(review=review(date="2026-06-02")),
            "guides/back-pain.md:46:9: W11 the review date 2026-06-02 is in the future"
            " (set `review.date` to the day of the review)",
        ),
        (
            thread(asked="0206-02-03"),
            "threads/sore-back.md:40:9: W18 'asked' is in the year 206 (correct the year)",
        ),
    ],
)
def test_a_date_that_cannot_be_right_gives_a_warning(document: Any, warning: str) -> None:
    assert f"content/{warning}" in warnings(document, CITED)


def test_today_and_scheduled_documents_are_not_in_the_future() -> None:
    scheduled = thread("soon", asked="2026-07-01", publish_on="2026-07-02")
    today = thread(asked="2026-06-01", posts=[answer(posted="2026-06-01T14:00+02:00")])
    assert warnings(scheduled, today) == []
