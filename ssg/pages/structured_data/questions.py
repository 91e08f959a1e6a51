"""A thread as a question with its answers.

What Google wants of them: https://developers.google.com/search/docs/appearance/structured-data/qapage
"""

from collections.abc import Iterable
from typing import TypeVar

from markupsafe import Markup

from ssg.model.frontmatter import ThreadMeta
from ssg.model.scalars import Moment
from ssg.pages.context import ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.posts import QUESTION_ANCHOR, ArrangedPosts, PostView
from ssg.pages.structured_data.dates import iso_date
from ssg.pages.structured_data.people import make_person
from ssg.pages.structured_data.plain_text import plain_text
from ssg.pages.structured_data.vocabulary import Answer, Comment, Person, Question

GUEST = "Guest"
"""The name of whoever gave none: a word of the interface."""

C = TypeVar("C", bound=Comment)


def make_question(
    meta: ThreadMeta,
    text: Markup,
    posts: ArrangedPosts,
    page: HeadInputs,
    context: ViewContext,
) -> Question:
    """What the thread's page shows of it: removed posts, and replies to them, are left out."""
    writer = _Writer(page, context)
    answers = [(post.accepted, writer.answer(post)) for post in posts.answers if not post.removed]
    accepted = next((answer for is_accepted, answer in answers if is_accepted), None)
    return Question(
        name=meta.title,
        url=writer.url(f"{page.url}#{QUESTION_ANCHOR}"),
        text=plain_text(text),
        in_language=page.lang,
        date_published=writer.date(meta.asked),
        author=writer.author(meta.by),
        upvote_count=meta.helpful or 0,
        answer_count=len(answers),
        accepted_answer=accepted,
        suggested_answer=tuple(answer for _, answer in answers if answer is not accepted),
        comment=writer.comments(posts.question_replies),
    )


class _Writer:
    """Writes what all posts of a page have in common."""

    def __init__(self, page: HeadInputs, context: ViewContext) -> None:
        self._page = page
        self._context = context
        self._zone = context.settings.zone
        self._origin = context.settings.origin

    def url(self, url: str) -> str:
        return self._origin + url

    def date(self, moment: Moment | None) -> str:
        return iso_date(moment, self._zone) if moment else ""

    def author(self, name: str) -> Person:
        return Person(
            name=self._context.phrase(GUEST, self._page.lang).text if name == GUEST else name
        )

    def answer(self, post: PostView) -> Answer:
        return self._write(Answer, post)

    def comments(self, replies: Iterable[PostView]) -> tuple[Comment, ...]:
        return tuple([self._write(Comment, post) for post in replies if not post.removed])

    def _write(self, kind: type[C], post: PostView) -> C:
        return kind(
            url=self.url(post.url),
            text=plain_text(post.body),
            in_language=post.lang,
            date_published=self.date(post.posted),
            date_modified=self.date(post.edited),
            author=make_person(post.person) if post.person else self.author(post.by),
            upvote_count=post.helpful or 0,
            comment=self.comments(post.replies),
        )
