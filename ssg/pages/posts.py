"""The posts of a thread as its page shows them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from ssg.config import AnswerOrder, Settings
from ssg.model.documents import Post, PostKind
from ssg.model.fragments import Fragment
from ssg.model.frontmatter import Part, Removal, Role, ThreadReview
from ssg.model.scalars import Moment, day_text, instant
from ssg.pages.cards import PersonCard
from ssg.pages.head import HeadInputs
from ssg.pages.participate import fill_report

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
    times = {post.anchor: instant(post.meta.posted, zone).timestamp() for post in posts}
    by_anchor = {post.anchor: post for post in posts}
    views = {
        post.anchor: _view(
            post,
            by_anchor,
            page=page,
            people=people,
            url=f"{canonical or page.url}#{post.anchor}",
            body=fill(fragment),
            site_lang=settings.language,
            review=_review(post, review),
            report_url=_report_url(post, page, title, settings),
        )
        for post, fragment in zip(posts, fragments, strict=True)
    }
    answer_of = _answers_above(posts)
    replies: dict[str | None, list[PostView]] = {}
    for post in sorted(posts, key=lambda post: times[post.anchor]):
        if post.kind is PostKind.REPLY:
            replies.setdefault(answer_of[post.anchor], []).append(views[post.anchor])
    answers = [
        _with_replies(views[post.anchor], replies.get(post.anchor))
        for post in posts
        if post.kind is PostKind.ANSWER
    ]
    return ArrangedPosts(
        answers=_sort_answers(answers, settings, times, future),
        question_replies=tuple(replies.get(None, ())),
    )


def _with_replies(answer: PostView, replies: list[PostView] | None) -> PostView:
    if not replies:
        return answer
    professional = (one.anchor for one in replies if one.role == Role.CLINICIAN)
    return replace(answer, replies=tuple(replies), professional_reply=next(professional, ""))


def _answers_above(posts: Iterable[Post]) -> dict[str, str | None]:
    """For each post the answer that it belongs to: itself for an answer, None for the question."""
    answers: dict[str, str | None] = {}
    for post in posts:
        if post.kind is PostKind.ANSWER:
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


def _review(post: Post, review: ThreadReview | None) -> str:
    """What a review of the answers says of a post: one that is newer was not part of it."""
    if review is None or Part.ANSWERS not in review.covers:
        return ""
    last = day_text(post.meta.edited or post.meta.posted)
    return "reviewed" if last <= day_text(review.date) else "newer"


def _view(
    post: Post,
    posts: Mapping[str, Post],
    *,
    page: HeadInputs,
    people: Mapping[str, PersonCard],
    url: str,
    body: Markup,
    site_lang: str,
    review: str,
    report_url: str,
) -> PostView:
    meta = post.meta
    if meta.removed:
        return _tombstone(post, url, meta.removed)
    lang = meta.lang if meta.lang and meta.lang != page.lang else ""
    person = people.get(meta.person or "")
    return PostView(
        anchor=post.anchor,
        url=url,
        by=_name(post, people),
        by_lang=site_lang if person else lang,
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
        in_reply_to=_reply_to(post, posts, people, site_lang),
        review=review,
        report_url=report_url,
    )


def _report_url(post: Post, page: HeadInputs, title: str, settings: Settings) -> str:
    url = f"{page.url}#{post.anchor}"
    return fill_report(settings, url=url, title=title, lang=page.lang)


def _tombstone(post: Post, url: str, removal: Removal) -> PostView:
    return PostView(
        anchor=post.anchor,
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


def _name(post: Post, people: Mapping[str, PersonCard]) -> str:
    """Who is named as a person speaks under that name and no other."""
    person = people.get(post.meta.person or "")
    return person.name if person else post.meta.by


def _reply_to(
    post: Post, posts: Mapping[str, Post], people: Mapping[str, PersonCard], site_lang: str
) -> ReplyTo | None:
    """None for a reply right below its answer, and for one to a removed post: it has no name."""
    parent = posts.get(post.parent or "")
    if parent is None or parent.kind is PostKind.ANSWER or parent.meta.removed:
        return None
    by_lang = site_lang if parent.meta.person in people else parent.meta.lang or ""
    return ReplyTo(anchor=parent.anchor, by=_name(parent, people), by_lang=by_lang)
