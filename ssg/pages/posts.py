"""The posts of a thread as its page shows them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from ssg.config import AnswerOrder, Settings
from ssg.model.documents import Post, PostKind
from ssg.model.fragments import Fragment
from ssg.model.frontmatter import Part, Removal, Role, ThreadReview
from ssg.model.scalars import Moment, day_text, timestamp
from ssg.pages.cards import PersonCard
from ssg.pages.head import HeadInputs
from ssg.pages.participate import report_filler

QUESTION_ANCHOR = "ssg-question"
"""The anchor of a thread's question; its posts have their own."""


class RemovedView(Struct, frozen=True, kw_only=True):
    date: Moment
    reason: str


class ReplyTo(Struct, frozen=True, kw_only=True):
    """The post that a reply answers, where that is not the answer it stands under."""

    anchor: str
    by: str
    by_lang: str = ""


class PostView(Struct, frozen=True, kw_only=True):
    """An answer or a reply. A removed one has `removed` and an empty `body` and `by`."""

    anchor: str
    anchor_aliases: tuple[str, ...] = ()
    """Anchors under which it was before."""
    url: str
    by: str
    by_lang: str = ""
    """The language of that name, where it is not the page's: a person is named in the site's."""
    person: PersonCard | None
    role: str
    """member, clinician or editor"""
    posted: Moment
    edited: Moment | None
    accepted: bool
    helpful: int | None
    note: str
    lang: str
    """Set only where it differs from the page's."""
    body: Markup
    removed: RemovedView | None
    in_reply_to: ReplyTo | None
    report_url: str = ""
    """Where to report it; empty where the site names no address."""
    review: str = ""
    """reviewed by a health professional, newer than a review of the answers, or empty"""
    replies: tuple["PostView", ...] = ()
    """All replies below an answer, oldest first; a reply itself has none."""
    professional_reply: str = ""
    """The anchor of the first of them by a health professional."""


class ArrangedPosts(Struct, frozen=True, kw_only=True):
    answers: tuple[PostView, ...]
    question_replies: tuple[PostView, ...]


def arrange_posts(
    posts: Sequence[Post],
    fragments: Iterable[Fragment],
    *,
    page: HeadInputs,
    people: Mapping[str, PersonCard],
    fill: Callable[[Fragment], Markup],
    future: Collection[str],
    review: ThreadReview | None,
    title: str,
    settings: Settings,
    canonical: str = "",
) -> ArrangedPosts:
    """Answers in the site's order, each with all replies below it; the others below the question.

    `fragments` are those of the posts, in the order of the file, `future` the anchors of posts that
    are dated in the future. `review` is one by a health professional, `title` that of the thread. A
    feed gives `canonical`, the absolute address of the thread's page.
    """
    zone = settings.zone
    times = {post.anchor: timestamp(post.meta.posted, zone) for post in posts}
    maker = _ViewMaker(
        posts,
        page=page,
        people=people,
        review=review,
        title=title,
        settings=settings,
        canonical=canonical,
    )
    views = {
        post.anchor: maker.make(post, fill(fragment))
        for post, fragment in zip(posts, fragments, strict=True)
    }
    answer_of = _answers_above(posts)
    replies: dict[str | None, list[PostView]] = {}
    for post in sorted(_of_kind(PostKind.REPLY, posts), key=lambda post: times[post.anchor]):
        replies.setdefault(answer_of[post.anchor], []).append(views[post.anchor])
    answers = [
        _with_replies(views[post.anchor], replies.get(post.anchor))
        for post in _of_kind(PostKind.ANSWER, posts)
    ]
    return ArrangedPosts(
        answers=_sort_answers(answers, settings, times, future),
        question_replies=tuple(replies.get(None, ())),
    )


def _of_kind(kind: PostKind, posts: Iterable[Post]) -> list[Post]:
    return [post for post in posts if post.kind is kind]


def _with_replies(answer: PostView, replies: list[PostView] | None) -> PostView:
    if not replies:
        return answer
    professional = (one.anchor for one in replies if one.role == Role.CLINICIAN)
    return replace(answer, replies=tuple(replies), professional_reply=next(professional, ""))


def _answers_above(posts: Iterable[Post]) -> dict[str, str | None]:
    """For each post the answer that it belongs to: itself for an answer, None for the question."""
    # Looked up once, since that takes longer than comparing it.
    answer = PostKind.ANSWER
    answers: dict[str, str | None] = {}
    for post in posts:
        if post.kind is answer:
            answers[post.anchor] = post.anchor
        else:
            answers[post.anchor] = answers.get(post.parent) if post.parent else None
    return answers


def _sort_answers(
    answers: list[PostView],
    settings: Settings,
    times: Mapping[str, float],
    future: Collection[str],
) -> tuple[PostView, ...]:
    answers.sort(key=lambda view: times[view.anchor])
    match settings.answers:
        case AnswerOrder.NEWEST:
            # A mistyped date must not keep an answer at the top.
            answers.sort(key=lambda view: (view.anchor in future, -times[view.anchor]))
        case AnswerOrder.HELPFUL:
            answers.sort(key=lambda view: (not view.accepted, -(view.helpful or 0)))
        case AnswerOrder.OLDEST:
            pass
    if settings.professionals_first:
        answers.sort(key=lambda view: view.role != Role.CLINICIAN)
    return tuple(answers)


class _ViewMaker:
    """Makes the views of a thread's posts from what they have in common: see `arrange_posts`."""

    def __init__(
        self,
        posts: Iterable[Post],
        *,
        page: HeadInputs,
        people: Mapping[str, PersonCard],
        review: ThreadReview | None,
        title: str,
        settings: Settings,
        canonical: str,
    ) -> None:
        self._posts = {post.anchor: post for post in posts}
        self._address = canonical or page.url
        self._lang = page.lang
        self._site_lang = settings.language
        self._people = people
        # The day of a review of the answers; empty for none.
        self._reviewed = day_text(review.date) if review and Part.ANSWERS in review.covers else ""
        self._fill_report = report_filler(settings, url=page.url, title=title, lang=page.lang)

    def make(self, post: Post, body: Markup) -> PostView:
        meta = post.meta
        url = f"{self._address}#{post.anchor}"
        if meta.removed:
            return _tombstone(post, url, meta.removed)
        lang = meta.lang if meta.lang and meta.lang != self._lang else ""
        person = self._person(post)
        return PostView(
            anchor=post.anchor,
            anchor_aliases=meta.anchor_aliases,
            url=url,
            by=person.name if person else meta.by,
            by_lang=self._site_lang if person else lang,
            person=person,
            role=meta.role,
            posted=meta.posted,
            edited=meta.edited,
            accepted=meta.accepted,
            helpful=meta.helpful,
            note=meta.note or "",
            lang=lang,
            body=body,
            removed=None,
            in_reply_to=self._reply_to(post.parent) if post.parent else None,
            review=self._review(post) if self._reviewed else "",
            report_url=self._fill_report(post.anchor),
        )

    def _person(self, post: Post) -> PersonCard | None:
        """Who is named as a person speaks under that name and no other."""
        return self._people.get(post.meta.person) if post.meta.person else None

    def _reply_to(self, anchor: str) -> ReplyTo | None:
        """None for a reply right below its answer, and to a removed post, which has no name."""
        parent = self._posts.get(anchor)
        if parent is None or parent.kind is PostKind.ANSWER or parent.meta.removed:
            return None
        person = self._person(parent)
        return ReplyTo(
            anchor=anchor,
            by=person.name if person else parent.meta.by,
            by_lang=self._site_lang if person else parent.meta.lang or "",
        )

    def _review(self, post: Post) -> str:
        """What a review of the answers says of a post: one that is newer was not part of it."""
        last = day_text(post.meta.edited or post.meta.posted)
        return "reviewed" if last <= self._reviewed else "newer"


def _tombstone(post: Post, url: str, removal: Removal) -> PostView:
    return PostView(
        anchor=post.anchor,
        anchor_aliases=post.meta.anchor_aliases,
        url=url,
        by="",
        person=None,
        role="",
        posted=post.meta.posted,
        edited=None,
        accepted=False,
        helpful=None,
        note="",
        lang="",
        body=Markup(),
        removed=RemovedView(date=removal.date, reason=removal.reason),
        in_reply_to=None,
    )
