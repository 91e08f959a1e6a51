from typing import Any

import pytest

from ssg.config import AnswerOrder, Settings
from ssg.model.documents import Post
from ssg.pages.posts import PostView
from ssg.pages.thread import ThreadView
from tests.unit.pages.views import view_of
from tests.unit.samples import answer, person, removal, reply, thread

PATH = "threads/sore-back/index.html"


def _view(*posts: Post, order: AnswerOrder = AnswerOrder.OLDEST, **fields: Any) -> ThreadView:
    settings = Settings(title="T", url="https://example.org/p", answers=order)
    return view_of(ThreadView, PATH, thread(posts=posts, **fields), person(), settings=settings)


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
    assert (view.answer_count, view.accepted_anchor) == (0, "")


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
    assert (view.answer_count, view.accepted_anchor) == (4, "accepted")
