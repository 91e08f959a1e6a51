import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.config import Settings
from ssg.model.documents import Post, Thread
from ssg.model.ids import ThreadId
from tests.unit.samples import answer, correction, removal, reply, site_of, thread

OSLO = Settings(title="T", url="https://example.org", timezone="Europe/Oslo")


def test_threads_are_oldest_first_and_by_id_when_asked_at_the_same_time() -> None:
    site = site_of(
        thread("b", asked="2026-01-01T10:00"),
        thread("c", asked="2025-01-01"),
        thread("a", asked="2026-01-01T10:00"),
    )
    assert list(site.threads) == ["c", "a", "b"]


def test_offsets_are_taken_into_account() -> None:
    site = site_of(
        thread("b", asked="2026-01-01T10:00"),
        thread("a", asked="2026-01-01T09:30Z"),
        thread("c", asked="2026-01-01T10:00+02:00"),
        settings=OSLO,
    )
    assert list(site.threads) == ["c", "b", "a"]


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_the_files_does_not_matter(names: list[str]) -> None:
    asked = {"a": "2026-01-02", "b": "2026-01-01", "c": "2026-01-02", "d": "2025-01-01"}
    site = site_of(*(thread(name, asked=asked[name]) for name in names))
    assert list(site.threads) == ["d", "b", "a", "c"]


def test_an_old_question_that_was_scheduled_counts_from_its_publication() -> None:
    site = site_of(
        thread("old", asked="2008-01-01", publish_on="2026-05-01"),
        thread("new", asked="2026-04-01"),
        thread("late", asked="2026-04-02", publish_on="2020-01-01"),
    )
    assert dict(site.published) == {"new": "2026-04-01", "late": "2026-04-02", "old": "2026-05-01"}
    assert list(site.published) == ["new", "late", "old"]
    assert list(site.threads) == ["old", "new", "late"]


@pytest.mark.parametrize(
    ("posts", "updated"),
    [
        ([], "2026-01-01T10:00"),
        ([answer("a", posted="2026-01-03")], "2026-01-03"),
        ([answer("a", posted="2026-01-03"), reply("b", posted="2026-01-02")], "2026-01-03"),
        ([answer("a", posted="2026-01-03", edited="2026-01-05T08:00")], "2026-01-05T08:00"),
        ([answer("a", posted="2026-01-03", removed=removal())], "2026-01-01T10:00"),
        ([answer("a", posted="2026-01-03"), reply("b", posted="2026-06-02")], "2026-01-03"),
        ([answer("a", posted="2026-01-03", edited="2062-01-01")], "2026-01-03"),
        (
            [answer("a", posted="2026-01-03T10:00+02:00"), answer("b", posted="2026-01-03T09:30Z")],
            "2026-01-03T09:30Z",
        ),
    ],
)
def test_the_last_update_is_the_newest_visible_post_or_edit(
    posts: list[Post], updated: str
) -> None:
    assert site_of(thread(posts=posts)).updated[ThreadId("sore-back")] == updated


@pytest.mark.parametrize(
    ("date", "updated"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2025-03-01", "2026-01-02T10:00"),
        ("2062-03-01", "2026-01-02T10:00"),
    ],
)
def test_a_correction_is_an_update_of_its_thread(date: str, updated: str) -> None:
    site = site_of(thread(corrections=(correction(date),)))
    assert site.updated[ThreadId("sore-back")] == updated


@pytest.mark.parametrize("moment", ["0002-01-01", "9998-12-31T23:59", "9998-12-31T23:00-05:00"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_first_and_last_years_that_are_accepted_work(moment: str, zone: str) -> None:
    settings = Settings(title="T", url="https://example.org", timezone=zone)
    odd: Thread = thread("odd", asked=moment, publish_on="2020-01-01")
    site = site_of(odd, thread("usual"), settings=settings)
    assert set(site.threads) == {"odd", "usual"}
    assert set(site.published) == ({"odd", "usual"} if moment < "2026" else {"usual"})


def test_a_question_from_the_future_is_placed_by_its_first_answer_and_not_published() -> None:
    site = site_of(
        thread("old", asked="2026-01-01"),
        thread("typo", asked="2062-02-03", posts=[answer(posted="2026-02-04")]),
        thread("nothing-else", asked="2062-02-03", posts=[answer(posted="2062-02-04")]),
        thread("new", asked="2026-03-01"),
    )
    assert list(site.threads) == ["nothing-else", "old", "typo", "new"]
    assert list(site.published) == ["old", "new"]
    assert site.updated[ThreadId("typo")] == "2026-02-04"
    assert site.updated[ThreadId("nothing-else")] == "2062-02-03"
    assert site.future_posts == {"nothing-else": ("a-1",)}


def test_a_draft_for_a_later_day_is_not_published_in_a_build_with_drafts() -> None:
    draft = thread(status="draft", publish_on="2026-07-01")
    site = site_of(draft, drafts=True)
    assert (list(site.threads), list(site.published)) == (["sore-back"], [])
