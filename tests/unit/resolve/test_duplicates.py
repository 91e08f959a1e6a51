import pytest

from ssg.model.documents import AnyDocument
from ssg.model.ids import ThreadId, TopicId
from ssg.model.states import State
from tests.unit.samples import (
    correction,
    errors,
    resource,
    resources,
    site_of,
    thread,
    thread_review,
    topic,
    warnings,
)

FIRST = thread("first", asked="2026-01-01T10:00")
AGAIN = thread("again", asked="2026-01-05T10:00", duplicate_of="first")
PATH = "content/threads/again.md"


def test_a_duplicate_is_kept_apart_from_all_that_lists_threads() -> None:
    site = site_of(FIRST, AGAIN, thread("other"))
    assert list(site.threads) == ["first", "other"]
    assert list(site.duplicates) == ["again"]
    assert site.members[TopicId("back")].threads == ("first", "other")
    assert "again" not in site.published
    assert "again" not in site.related[ThreadId("first")]
    assert [one.id for one in site.all_threads()] == ["first", "other", "again"]


def test_the_original_takes_the_place_of_a_duplicate_among_related_threads() -> None:
    other = thread("other", topics=("sleep",), related=("again", "first"))
    first = thread("first", topics=("knee",), related=("again",))
    site = site_of(first, AGAIN, other, topic("sleep"), topic("knee"))
    assert site.related[ThreadId("other")] == ("first",)
    assert site.related[ThreadId("first")] == ()


def test_corrections_and_reviews_of_a_duplicate_still_count() -> None:
    again = thread(
        "again",
        duplicate_of="first",
        corrections=(correction(),),
        review=thread_review(due="2026-05-01"),
    )
    site = site_of(FIRST, again)
    assert [place.document for place in site.corrections] == ["again"]
    assert site.overdue == {PATH}
    assert "W02" in warnings(FIRST, again)[0]


def test_what_only_a_duplicate_cites_is_not_uncited() -> None:
    again = thread("again", duplicate_of="first", resources=("nhs-back",))
    assert warnings(FIRST, again, resources(resource("nhs-back"))) == []


def test_a_duplicate_needs_no_answer() -> None:
    assert warnings(FIRST, thread("again", duplicate_of="first", posts=())) == []


@pytest.mark.parametrize(
    "original",
    [
        thread("first", publish_on="2026-09-01"),
        thread("first", expires_on="2026-03-01"),
        thread("first", status="withdrawn"),
    ],
)
def test_while_its_original_is_hidden_a_duplicate_is_a_thread_like_others(
    original: AnyDocument,
) -> None:
    site = site_of(original, AGAIN)
    assert list(site.threads) == ["again"]
    assert not site.duplicates


def test_a_scheduled_original_is_no_problem() -> None:
    assert errors(thread("first", publish_on="2026-09-01"), AGAIN) == []
    assert warnings(thread("first", publish_on="2026-09-01"), AGAIN) == []


@pytest.mark.parametrize(
    ("original", "words"),
    [
        (thread("first", expires_on="2026-03-01"), "has expired"),
        (thread("first", status="withdrawn"), "is withdrawn"),
    ],
)
def test_an_original_that_is_gone_is_a_warning(original: AnyDocument, words: str) -> None:
    assert errors(original, AGAIN) == []
    assert warnings(original, AGAIN) == [
        f"{PATH}:3:9: W36 thread 'first' {words}, and this one is its duplicate"
        " (name another thread in `duplicate_of`, or remove the field)"
    ]


def test_a_hidden_duplicate_may_name_what_is_gone() -> None:
    draft = thread("again", duplicate_of="first", status="draft")
    assert warnings(thread("first", status="withdrawn"), draft, thread()) == []


def test_a_duplicate_of_a_draft_is_an_error() -> None:
    draft = thread("first", status="draft")
    assert [line.split()[1] for line in errors(draft, AGAIN)] == ["R09"]
    assert list(site_of(draft, AGAIN, drafts=True).duplicates) == ["again"]


def test_a_duplicate_of_nothing_is_an_error() -> None:
    assert errors(thread("firts", duplicate_of="frist"), FIRST) == [
        "content/threads/firts.md:3:9: R05 thread 'frist' does not exist (did you mean 'first'?)"
    ]


def test_a_duplicate_of_a_duplicate_is_told_where_to_lead() -> None:
    third = thread("third", duplicate_of="again")
    assert errors(FIRST, AGAIN, third) == [
        "content/threads/third.md:3:9: R15 thread 'again' is a duplicate itself"
        " (name 'first', to which it leads)"
    ]
    assert list(site_of(FIRST, AGAIN, third).duplicates) == ["again"]


def test_a_thread_cannot_be_its_own_duplicate() -> None:
    own = thread("again", duplicate_of="again")
    assert errors(own) == [
        f"{PATH}:3:9: R15 thread 'again' cannot be a duplicate of itself"
        " (name the thread that was asked before it, or remove `duplicate_of`)"
    ]
    assert list(site_of(own).threads) == ["again"]


def test_threads_that_lead_to_each_other_are_errors() -> None:
    circle = [thread("a", duplicate_of="b"), thread("b", duplicate_of="a")]
    found = errors(*circle)
    assert [line.split()[1] for line in found] == ["R15", "R15"]
    assert all("remove `duplicate_of` from" in line for line in found)
    assert not site_of(*circle).duplicates


def test_the_state_of_a_duplicate_is_published() -> None:
    assert site_of(FIRST, AGAIN).states[PATH] is State.PUBLISHED
