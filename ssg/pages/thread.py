"""The page of a thread: the question, its answers, and what they lead to."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from msgspec import field

from ssg.config import Settings
from ssg.model.documents import PostKind, Thread
from ssg.model.frontmatter import Origin, Rating
from ssg.model.scalars import Moment, day_text
from ssg.model.states import State
from ssg.pages.cards import (
    GuideCard,
    PersonCard,
    ResourceCard,
    ReviewView,
    ThreadCard,
    TopicCard,
)
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, SitemapEntry
from ssg.pages.posts import PostView, arrange_posts
from ssg.pages.slots import fill_slots

ROUTE = Route("/threads/{thread}/")


class ThreadInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    state: State
    addresses: dict[str, str] = field(default_factory=dict)
    """Where the targets of the document's links lead; empty for no address."""
    people: dict[str, PersonCard] = field(default_factory=dict)
    """Whom its posts name, by id."""
    updated: Moment
    future_posts: tuple[str, ...] = ()
    """The anchors of those dated in the future: they are not the newest."""
    topics: tuple[TopicCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()
    resources: tuple[ResourceCard, ...] = ()
    related: tuple[ThreadCard, ...] = ()
    review: ReviewView | None = None


class ThreadView(HtmlView, frozen=True, kw_only=True):
    state: str
    """published, or draft in a build with drafts"""
    title: str
    asked: Moment
    by: str
    question: Markup
    summary: str
    helpful: int | None
    rating: Rating | None
    question_replies: tuple[PostView, ...]
    answers: tuple[PostView, ...]
    answer_count: int
    """Answers that are not removed."""
    accepted_anchor: str
    updated: Moment
    topics: tuple[TopicCard, ...]
    guides: tuple[GuideCard, ...]
    resources: tuple[ResourceCard, ...]
    related: tuple[ThreadCard, ...]
    review: ReviewView | None
    editor_note: str
    source: Origin | None
    disclaimer: str
    extra: dict[str, Any]


def make_card(thread: Thread, updated: Moment, settings: Settings) -> ThreadCard:
    # Looked up once, since that takes longer than comparing it.
    answer = PostKind.ANSWER
    answers = [post for post in thread.posts if post.kind is answer and not post.meta.removed]
    meta = thread.meta
    return ThreadCard(
        id=thread.id,
        url=settings.prefix + ROUTE.address(thread=thread.id),
        title=meta.title,
        lang=settings.other_language(meta.lang),
        asked=meta.asked,
        by=meta.by,
        summary=meta.summary or thread.excerpt,
        answers=len(answers),
        has_accepted=any(post.meta.accepted for post in answers),
        updated=updated,
    )


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for thread in context.site.threads.values():
        address = ROUTE.address(thread=thread.id)
        yield KIND.page(
            address,
            _inputs(thread, address, context),
            document=thread.path,
            sources=(thread.path,),
        )


def _inputs(thread: Thread, address: str, context: PlanContext) -> ThreadInputs:
    site, cards, meta = context.site, context.cards, thread.meta
    people = [post.meta.person for post in thread.posts if post.meta.person]
    return ThreadInputs(
        head=context.heads.of_thread_or_guide(thread, address),
        state=site.state_of(thread),
        addresses=context.links_of(thread),
        people={name: cards.people[name] for name in people if name in cards.people},
        updated=site.updated[thread.id],
        future_posts=site.future_posts.get(thread.id, ()),
        topics=cards.topics_of(meta.topics),
        guides=cards.guides_of(meta.guides),
        resources=cards.resources_of(meta.resources),
        related=cards.threads_of(site.related[thread.id]),
        review=cards.review_of(meta.review, overdue=thread.path in site.overdue),
    )


def _sitemap(context: PlanContext) -> Iterator[SitemapEntry]:
    """Oldest first, so that a new thread changes the last part of a long sitemap only."""
    site, cards = context.site, context.cards.threads
    for name, thread in site.threads.items():
        if site.state_of(thread) is State.PUBLISHED:
            card = cards[name]
            # Without the date of a thread from the future: no search engine would believe it.
            modified = day_text(card.updated) if name in site.published else ""
            yield SitemapEntry(url=context.origin + card.url, modified=modified)


def _build_view(inputs: ThreadInputs, context: ViewContext) -> ThreadView:
    document = context.document_as(Thread)
    meta = document.meta
    question, *others = context.fragments(document.path)
    alert_titles = context.alert_titles(inputs.head.lang)
    posts = arrange_posts(
        document.posts,
        others,
        page=inputs.head,
        people=inputs.people,
        addresses=inputs.addresses,
        alert_titles=alert_titles,
        future=inputs.future_posts,
        settings=context.settings,
    )
    return ThreadView(
        head=context.head(
            inputs.head, title=meta.title, description=meta.summary or document.excerpt
        ),
        state=inputs.state,
        title=meta.title,
        asked=meta.asked,
        by=meta.by,
        question=fill_slots(question, inputs.addresses, alert_titles),
        summary=meta.summary or "",
        helpful=meta.helpful,
        rating=meta.rating,
        question_replies=posts.question_replies,
        answers=posts.answers,
        answer_count=sum(not answer.removed for answer in posts.answers),
        accepted_anchor=next((one.anchor for one in posts.answers if one.accepted), ""),
        updated=inputs.updated,
        topics=inputs.topics,
        guides=inputs.guides,
        resources=inputs.resources,
        related=inputs.related,
        review=inputs.review,
        editor_note=meta.editor_note or "",
        source=meta.source,
        disclaimer=context.settings.disclaimers.thread,
        extra=meta.extra,
    )


KIND = PageKind(
    name="thread",
    template="pages/thread.html",
    inputs=ThreadInputs,
    view=ThreadView,
    routes=(ROUTE,),
    plan=_plan,
    sitemap=_sitemap,
    build_view=_build_view,
)
