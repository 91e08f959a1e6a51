from typing import Any

import pytest

from ssg.config import AnswerOrder, Participate, Settings
from ssg.model.documents import Post
from ssg.model.frontmatter import Part
from ssg.pages.posts import PostView
from ssg.pages.thread import ThreadView
from tests.unit.pages.views import view_of
from tests.unit.samples import answer, person, removal, reply, thread, thread_review

PATH = "threads/sore-back/index.html"


def _view(
    *posts: Post,
    order: AnswerOrder = AnswerOrder.OLDEST,
    professionals_first: bool = False,
    lay: bool = False,
    participate: Participate = Participate(),  # noqa: B008 (immutable)
    **fields: Any,
) -> ThreadView:
    settings = Settings(
        title="T",
        url="https://example.org/p",
        answers=order,
        professionals_first=professionals_first,
        participate=participate,
    )
    document = thread(posts=posts, **fields)
    return view_of(ThreadView, PATH, document, person(lay=lay), settings=settings)


def _anchors(posts: tuple[PostView, ...]) -> list[str]:
    return [post.anchor for post in posts]


POSTS = (
    answer("late", posted="2026-01-05", helpful=2),
    answer("early", posted="2026-01-03", helpful=9),
    answer("accepted", posted="2026-01-04", accepted=True),
    answer("tie", posted="2026-01-04", helpful=2),
)


@pytest.mark.parametrize(
    ("order", "anchors"),
    [
        (AnswerOrder.OLDEST, ["early", "accepted", "tie", "late"]),
        (AnswerOrder.NEWEST, ["late", "accepted", "tie", "early"]),
        (AnswerOrder.HELPFUL, ["accepted", "early", "tie", "late"]),
    ],
)
def test_answers_are_in_the_sites_order(order: AnswerOrder, anchors: list[str]) -> None:
    assert _anchors(_view(*POSTS, order=order).answers) == anchors


def test_an_answer_from_the_future_is_not_the_newest() -> None:
    view = _view(*POSTS, answer("typo", posted="2062-01-06"), order=AnswerOrder.NEWEST)
    assert _anchors(view.answers) == ["late", "accepted", "tie", "early", "typo"]


def test_replies_stand_below_their_answer_oldest_first() -> None:
    view = _view(
        answer("a"),
        reply("a-2", to="a", posted="2026-01-05"),
        reply("a-3", to="a-2", posted="2026-01-06"),
        reply("a-1", to="a", posted="2026-01-04", by="Ann"),
        answer("b"),
        reply("b-1", to="b"),
        reply("a-4", to="a-1", posted="2026-01-07"),
    )
    assert {one.anchor: _anchors(one.replies) for one in view.answers} == {
        "a": ["a-1", "a-2", "a-3", "a-4"],
        "b": ["b-1"],
    }
    to = {one.anchor: one.in_reply_to for one in view.answers[0].replies}
    assert (to["a-1"], to["a-2"]) == (None, None)
    assert to["a-4"] is not None
    assert (to["a-4"].anchor, to["a-4"].by) == ("a-1", "Ann")


def test_a_reply_to_a_person_names_that_person_in_the_sites_language() -> None:
    view = _view(
        answer("a"),
        reply("r", to="a", person="rivera"),
        reply("s", to="r", lang="es"),
        reply("t", to="s"),
        lang="ar",
    )
    person_reply, second, third = view.answers[0].replies
    assert (person_reply.by, person_reply.by_lang) == ("Rivera", "en")
    assert second.in_reply_to is not None
    assert (second.in_reply_to.by, second.in_reply_to.by_lang) == ("Rivera", "en")
    assert third.in_reply_to is not None
    assert (third.in_reply_to.by, third.in_reply_to.by_lang) == ("Guest", "es")


def test_replies_to_the_question_stand_below_the_question() -> None:
    view = _view(reply("q-1", by="Ann"), reply("q-2", to="q-1"), answer("a"))
    assert _anchors(view.question_replies) == ["q-1", "q-2"]
    to = view.question_replies[1].in_reply_to
    assert to is not None
    assert to.by == "Ann"
    assert view.answers[0].replies == ()


def test_a_removed_post_is_a_tombstone_with_its_anchor() -> None:
    view = _view(
        answer(
            "a", by="Troll", note="Rude", helpful=5, accepted=True, person="rivera",
            removed=removal(), edited="2026-01-09",
        ),
        reply("r", to="a", by="Troll", removed=removal()),
        reply("s", to="r"),
    )  # fmt: skip
    (post,) = view.answers
    assert post.removed is not None
    assert (post.removed.date, post.removed.reason) == ("2026-02-01", "spam")
    assert (post.anchor, post.url) == ("a", "/p/threads/sore-back/#a")
    assert (post.by, post.note, str(post.body), post.person) == ("", "", "", None)
    assert (post.accepted, post.helpful, post.edited) == (False, None, None)
    assert "Troll" not in repr(view)
    assert post.replies[1].in_reply_to is None
    assert view.accepted_anchor == ""


def test_each_post_has_its_own_text() -> None:
    view = _view(answer("late", posted="2026-01-05"), answer("early", posted="2026-01-03"))
    assert view.question == "<p>question</p>\n"
    assert {one.anchor: str(one.body) for one in view.answers} == {
        "late": "<p>post 1</p>\n",
        "early": "<p>post 2</p>\n",
    }


def test_a_post_shows_what_its_front_matter_says() -> None:
    (post,) = _view(
        answer(
            "a", by="Dr. R", person="rivera", role="clinician", accepted=True, helpful=3,
            edited="2026-01-03", note="Checked.",
        )
    ).answers  # fmt: skip
    assert post.person is not None
    assert (post.by, post.person.name, post.role) == ("Rivera", "Rivera", "clinician")
    assert (post.accepted, post.helpful, post.note) == (True, 3, "Checked.")
    assert (post.posted, post.edited) == ("2026-01-02T10:00", "2026-01-03")


def test_only_a_post_in_another_language_than_the_page_is_marked() -> None:
    posts = (answer("en", lang="en"), answer("es", lang="es"), answer("none"))
    langs = {one.anchor: one.lang for one in _view(*posts, lang="es").answers}
    assert langs == {"en": "en", "es": "", "none": ""}


def test_counts_and_the_accepted_answer_are_of_what_can_be_read() -> None:
    view = _view(*POSTS, answer("gone", removed=removal()))
    assert view.accepted_anchor == "accepted"


WITH_PROFESSIONAL = (
    answer("early", posted="2026-01-03", helpful=9),
    answer("nurse", posted="2026-01-04", role="clinician"),
    answer("editor", posted="2026-01-05", role="editor", accepted=True),
    answer("doctor", posted="2026-01-06", role="clinician", helpful=1),
)


@pytest.mark.parametrize(
    ("order", "anchors"),
    [
        (AnswerOrder.OLDEST, ["nurse", "doctor", "early", "editor"]),
        (AnswerOrder.NEWEST, ["doctor", "nurse", "editor", "early"]),
        (AnswerOrder.HELPFUL, ["doctor", "nurse", "editor", "early"]),
    ],
)
def test_a_site_can_put_health_professionals_first(order: AnswerOrder, anchors: list[str]) -> None:
    view = _view(*WITH_PROFESSIONAL, order=order, professionals_first=True)
    assert _anchors(view.answers) == anchors
    assert (view.order, view.professionals_first) == (order, True)
    assert not _view(*WITH_PROFESSIONAL, order=order).professionals_first


def test_the_first_post_by_a_professional_is_an_answer_or_else_a_reply() -> None:
    def found(*posts: Post) -> tuple[int, str, str]:
        view = _view(*posts)
        return view.professional_count, view.professional_anchor, view.professional_kind

    to_question, to_answer = reply("q", role="clinician"), reply("r", to="a", role="clinician")
    assert found(answer("a"), to_question, to_answer, *WITH_PROFESSIONAL) == (2, "nurse", "answer")
    assert found(answer("a"), to_answer, to_question) == (2, "q", "reply")
    assert found(answer("a"), to_answer) == (1, "r", "reply")
    assert found(answer("a"), answer("gone", role="clinician", removed=removal())) == (0, "", "")


REVIEWED_POSTS = (
    answer("before", posted="2026-02-09"),
    answer("same-day", posted="2026-02-10T23:00"),
    reply("reply", to="before", posted="2026-02-11"),
    answer("edited", posted="2026-01-01", edited="2026-02-12"),
    answer("gone", posted="2026-02-13", removed=removal()),
)


def _labels(**options: Any) -> dict[str, str]:
    view = _view(*REVIEWED_POSTS, **options)
    replies = [one for answer in view.answers for one in answer.replies]
    return {post.anchor: post.review for post in (*view.answers, *replies)}


def test_a_review_of_the_answers_marks_what_it_covers_and_what_came_later() -> None:
    marked = {
        "before": "reviewed",
        "same-day": "reviewed",
        "reply": "newer",
        "edited": "newer",
        "gone": "",
    }
    assert _labels(review=thread_review(date="2026-02-10")) == marked
    assert _labels(review=thread_review(Part.ANSWERS, date="2026-02-10")) == marked


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"review": thread_review(Part.QUESTION, date="2026-02-10")},
        {"review": thread_review(date="2026-02-10"), "lay": True},
        {"review": thread_review(date="2026-02-10", due="2026-05-31")},
        {"review": thread_review(date="2026-02-10", by="nobody")},
    ],
    ids=["none", "of the question", "by a lay person", "overdue", "by nobody known"],
)
def test_no_post_is_marked_as_reviewed_without_a_valid_review(options: dict[str, Any]) -> None:
    assert set(_labels(**options).values()) == {""}


@pytest.mark.parametrize(
    ("parts", "reviewed"),
    [
        ((), "thread"),
        ((Part.ANSWERS, Part.QUESTION), "thread"),
        ((Part.QUESTION,), "question"),
        ((Part.ANSWERS, Part.ANSWERS), "answers"),
    ],
)
def test_a_thread_says_which_part_of_it_was_reviewed(
    parts: tuple[Part, ...], reviewed: str
) -> None:
    assert _view(answer("a"), review=thread_review(*parts)).reviewed == reviewed


def test_a_thread_without_a_review_names_no_part() -> None:
    assert _view(answer("a")).reviewed == ""
    assert _view(answer("a"), review=thread_review(by="nobody")).reviewed == ""


def test_a_post_can_be_reported_where_the_site_says_how() -> None:
    pattern = "https://forum.example.org/report?post={url}&in={title}"
    (post,) = _view(
        answer("a"), title="Sore & stiff", participate=Participate(report=pattern)
    ).answers
    assert post.report_url == (
        "https://forum.example.org/report"
        "?post=https%3A%2F%2Fexample.org%2Fp%2Fthreads%2Fsore-back%2F%23a&in=Sore%20%26%20stiff"
    )
    (silent,) = _view(answer("a")).answers
    assert silent.report_url == ""
