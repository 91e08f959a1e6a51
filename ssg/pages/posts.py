"""The posts of a thread as its page shows them."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from ssg.config import AnswerOrder
from ssg.model.cards import PersonCard
from ssg.model.documents import Post, PostKind
from ssg.model.fragments import Fragment
from ssg.model.scalars import instant
from ssg.pages.assemble import assemble
from ssg.pages.inputs import ThreadInputs
from ssg.pages.materials import Materials
from ssg.pages.views import PostView, RemovedView, ReplyTo


class ArrangedPosts(Struct, frozen=True, kw_only=True):
    answers: tuple[PostView, ...]
    question_replies: tuple[PostView, ...]


def arrange_posts(
    posts: Sequence[Post],
    inputs: ThreadInputs,
    fragments: Iterable[Fragment],
    materials: Materials,
) -> ArrangedPosts:
    """Answers in the site's order, each with all replies below it; the others below the question.

    `fragments` are those of the posts, in the order of the file.
    """
    zone = materials.settings.zone
    positions = {post.anchor: instant(post.meta.posted, zone).timestamp() for post in posts}
    views = _views(posts, inputs, fragments, materials)
    tops = _tops(posts)
    replies: dict[str | None, list[PostView]] = {}
    for post in sorted(posts, key=lambda post: positions[post.anchor]):
        if post.kind is PostKind.REPLY:
            replies.setdefault(tops[post.anchor], []).append(views[post.anchor])
    answers = [
        _with_replies(views[post.anchor], replies.get(post.anchor))
        for post in posts
        if post.kind is PostKind.ANSWER
    ]
    return ArrangedPosts(
        answers=_in_order(answers, materials.settings.answers, positions),
        question_replies=tuple(replies.get(None, ())),
    )


def _with_replies(answer: PostView, replies: list[PostView] | None) -> PostView:
    return replace(answer, replies=tuple(replies)) if replies else answer


def _tops(posts: Iterable[Post]) -> dict[str, str | None]:
    """For each post the answer that it stands under, itself for an answer, None for no answer."""
    tops: dict[str, str | None] = {}
    for post in posts:
        if post.kind is PostKind.ANSWER:
            tops[post.anchor] = post.anchor
        else:
            tops[post.anchor] = tops.get(post.parent) if post.parent else None
    return tops


def _in_order(
    answers: list[PostView], order: AnswerOrder, positions: Mapping[str, float]
) -> tuple[PostView, ...]:
    answers.sort(key=lambda view: positions[view.anchor])
    match order:
        case AnswerOrder.NEWEST:
            answers.sort(key=lambda view: positions[view.anchor], reverse=True)
        case AnswerOrder.HELPFUL:
            answers.sort(key=lambda view: (not view.accepted, -(view.helpful or 0)))
        case AnswerOrder.OLDEST:
            pass
    return tuple(answers)


def _views(
    posts: Sequence[Post],
    inputs: ThreadInputs,
    fragments: Iterable[Fragment],
    materials: Materials,
) -> dict[str, PostView]:
    titles = materials.alert_titles(inputs.frame.lang)
    by_anchor = {post.anchor: post for post in posts}
    views = {}
    for post, fragment in zip(posts, fragments, strict=True):
        url = f"{inputs.frame.url}#{post.anchor}"
        if post.meta.removed:
            removed = RemovedView(date=post.meta.removed.date, reason=post.meta.removed.reason)
            views[post.anchor] = _tombstone(post, url, removed)
        else:
            lang = post.meta.lang or ""
            views[post.anchor] = _post_view(
                post,
                url=url,
                lang="" if lang == inputs.frame.lang else lang,
                person=inputs.people.get(post.meta.person or ""),
                body=assemble(fragment, inputs.addresses, titles),
                in_reply_to=_reply_to(post, by_anchor),
            )
    return views


def _post_view(
    post: Post,
    *,
    url: str,
    lang: str,
    person: PersonCard | None,
    body: Markup,
    in_reply_to: ReplyTo | None,
) -> PostView:
    meta = post.meta
    return PostView(
        anchor=post.anchor,
        url=url,
        # Who is named as a person speaks under that name and no other.
        by=person.name if person else meta.by,
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
        in_reply_to=in_reply_to,
    )


def _tombstone(post: Post, url: str, removed: RemovedView) -> PostView:
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
        removed=removed,
        in_reply_to=None,
    )


def _reply_to(post: Post, posts: Mapping[str, Post]) -> ReplyTo | None:
    """None for a reply right below its answer, and for one to a removed post: it has no name."""
    parent = posts.get(post.parent or "")
    if parent is None or parent.kind is PostKind.ANSWER or parent.meta.removed:
        return None
    return ReplyTo(anchor=parent.anchor, by=parent.meta.by)
