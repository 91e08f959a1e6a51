"""The page of a thread: the question, its answers, and what they lead to."""

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup
from msgspec import field
from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.documents import PostKind, Thread
from ssg.model.frontmatter import Correction, Origin, Part, Rating, Role, ThreadReview
from ssg.model.ids import ThreadId
from ssg.model.media import Medium
from ssg.model.scalars import Moment, day_text, instant
from ssg.model.site import Site
from ssg.model.states import State
from ssg.pages.cards import (
    Cards,
    GuideCard,
    PersonCard,
    ResourceCard,
    ReviewView,
    ThreadCard,
    TopicCard,
    TranslationCard,
)
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.emergency import EmergencyCard
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, SitemapEntry
from ssg.pages.neighbours import Neighbours
from ssg.pages.posts import ArrangedPosts, PostView, arrange_posts
from ssg.pages.record import SearchRecord, topic_titles
from ssg.pages.sorting import newest_first
from ssg.pages.structured_data.dates import iso_date
from ssg.pages.structured_data.people import with_review
from ssg.pages.structured_data.questions import make_question
from ssg.pages.structured_data.vocabulary import MedicalWebPage, QAPage, Question, WebPage
from ssg.pages.texts import site_text

ROUTE = Route("/threads/{thread}/")
_LONG = 4
"""A thread with so many answers has a way back to its top."""


class ThreadInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    state: State
    addresses: dict[str, str] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)
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
    emergencies: tuple[EmergencyCard, ...] = ()
    previous: ThreadCard | None = None
    next: ThreadCard | None = None
    original: ThreadCard | None = None
    also_asked: tuple[ThreadCard, ...] = ()
    is_old: bool = False
    behind: TranslationCard | None = None
    future_corrections: tuple[Moment, ...] = ()
    """The dates of corrections that are not shown yet."""


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
    accepted_anchor: str
    professional_count: int
    """Posts by health professionals: answers, or replies where they wrote no answer."""
    professional_anchor: str
    """The first of them."""
    professional_kind: str
    """answer or reply"""
    order: str
    """oldest, newest or helpful"""
    professionals_first: bool
    is_old: bool
    """Asked, or with answers last reviewed, so long ago that advice may have changed."""
    is_long: bool
    emergencies: tuple[EmergencyCard, ...]
    """The signs of its guides that cannot wait."""
    previous: ThreadCard | None
    """The thread that was asked before it in its first topic."""
    next: ThreadCard | None
    original: ThreadCard | None
    """The thread that this one is a duplicate of."""
    also_asked: tuple[ThreadCard, ...]
    """Its own duplicates, oldest first."""
    updated: Moment
    topics: tuple[TopicCard, ...]
    guides: tuple[GuideCard, ...]
    resources: tuple[ResourceCard, ...]
    related: tuple[ThreadCard, ...]
    review: ReviewView | None
    reviewed: str
    """What the review covers: thread, question or answers; empty for no review."""
    behind: TranslationCard | None
    """The original of this translation, if it has changed since the two were compared."""
    corrections: tuple[Correction, ...]
    """Newest first."""
    editor_note: str
    source: Origin | None
    disclaimer: str
    disclaimer_lang: str
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
        lang=meta.lang or settings.language,
        asked=meta.asked,
        by=meta.by,
        summary=meta.summary or thread.excerpt,
        answers=len(answers),
        has_professional=any(post.meta.role is Role.CLINICIAN for post in answers),
        updated=updated,
    )


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    neighbours = Neighbours(context.site, lambda members: members.threads)
    duplicates = _duplicates_by_original(context.site)
    for thread in context.site.all_threads():
        address = ROUTE.address(thread=thread.id)
        inputs = _inputs(thread, address, neighbours, context)
        if thread.id in context.site.duplicates:
            inputs = _lead_away(inputs, thread, context)
        elif thread.id in duplicates:
            also_asked = map(context.cards.duplicates.__getitem__, duplicates[thread.id])
            inputs = replace(inputs, also_asked=tuple(also_asked))
        yield KIND.page(
            address,
            inputs,
            document=thread.path,
            sources=(thread.path,),
        )


def _duplicates_by_original(site: Site) -> dict[ThreadId, list[ThreadId]]:
    found: dict[ThreadId, list[ThreadId]] = {}
    for name, thread in site.duplicates.items():
        if thread.meta.duplicate_of:
            found.setdefault(thread.meta.duplicate_of, []).append(name)
    return found


def _lead_away(inputs: ThreadInputs, thread: Thread, context: PlanContext) -> ThreadInputs:
    """The inputs of a duplicate, which leads to its original before anything else."""
    assert thread.meta.duplicate_of
    original = context.cards.threads[thread.meta.duplicate_of]
    head = replace(inputs.head, canonical=context.origin + original.url)
    return replace(inputs, head=head, original=original)


def _inputs(
    thread: Thread, address: str, neighbours: Neighbours[ThreadId], context: PlanContext
) -> ThreadInputs:
    site, cards, meta = context.site, context.cards, thread.meta
    head = context.heads.of_thread_or_guide(thread, address)
    previous, following = neighbours.of(thread.id, context.topics_in(meta.topics, head.lang))
    review = cards.review_of(meta.review, thread.path, site)
    return ThreadInputs(
        head=head,
        state=site.state_of(thread),
        addresses=context.links_of(thread),
        media=context.media_of(thread),
        people=people_of(thread, cards),
        updated=last_change(thread.id, context),
        future_posts=site.future_posts.get(thread.id, ()),
        topics=context.topics_of(meta.topics, head.lang),
        guides=cards.guides_of(meta.guides),
        resources=cards.resources_of(meta.resources),
        related=cards.threads_of(site.related.get(thread.id, ())),
        review=review,
        emergencies=cards.emergencies_of(meta.guides, with_signs=False),
        previous=cards.threads.get(previous) if previous else None,
        next=cards.threads.get(following) if following else None,
        is_old=thread.id in site.old,
        behind=context.original_of(thread),
        future_corrections=site.future_corrections.get(thread.path, ()),
    )


def last_change(name: ThreadId, context: PlanContext) -> Moment:
    """When its page last changed.

    Unlike for lists, a removed post counts: whoever has kept its words should drop them.
    """
    updated, removal = context.site.updated[name], context.site.removals.get(name)
    if removal is None:
        return updated
    return max(updated, removal, key=lambda moment: instant(moment, context.settings.zone))


def people_of(thread: Thread, cards: Cards) -> dict[str, PersonCard]:
    """Whom the posts of a thread name, by id."""
    names = [post.meta.person for post in thread.posts if post.meta.person]
    return {name: cards.people[name] for name in names if name in cards.people}


def _sitemap(context: PlanContext) -> Iterator[SitemapEntry]:
    """Oldest first, so that a new thread changes the last part of a long sitemap only."""
    site, cards = context.site, context.cards.threads
    for name, thread in site.threads.items():
        if site.state_of(thread) is State.PUBLISHED:
            card = cards[name]
            # Without the date of a thread from the future: no search engine would believe it.
            modified = day_text(last_change(name, context)) if name in site.published else ""
            alternates = context.heads.alternates_of(thread)
            yield SitemapEntry(
                url=context.origin + card.url, modified=modified, alternates=alternates
            )


def _build_view(inputs: ThreadInputs, context: ViewContext) -> ThreadView:
    document = context.document_as(Thread)
    meta = document.meta
    question, *others = context.fragments(document.path)
    fill = context.filler(inputs.addresses, inputs.media, inputs.head.lang)
    posts = arrange_posts(
        document.posts,
        others,
        page=inputs.head,
        people=inputs.people,
        fill=fill,
        future=inputs.future_posts,
        review=professional_review(meta.review, inputs.review),
        title=meta.title,
        settings=context.settings,
    )
    text = fill(question)
    reviewed = reviewed_part(meta.review) if inputs.review and meta.review else ""
    page = _describe(make_question(meta, text, posts, inputs.head, context), inputs, context)
    if reviewed != Part.QUESTION:
        page = with_review(page, inputs.review)
    professional_kind, professionals = professional_posts(posts)
    disclaimer = site_text(
        context.settings, inputs.head.lang, lambda texts: texts.disclaimers.thread
    )
    return ThreadView(
        head=context.head(
            inputs.head,
            title=meta.title,
            description=meta.summary or document.excerpt,
            page=page,
        ),
        state=inputs.state,
        title=meta.title,
        asked=meta.asked,
        by=meta.by,
        question=text,
        summary=meta.summary or "",
        helpful=meta.helpful,
        rating=meta.rating,
        question_replies=posts.question_replies,
        answers=posts.answers,
        accepted_anchor=next((one.anchor for one in posts.answers if one.accepted), ""),
        professional_count=len(professionals),
        professional_anchor=professionals[0].anchor if professionals else "",
        professional_kind=professional_kind,
        order=context.settings.answers,
        professionals_first=context.settings.professionals_first,
        is_old=inputs.is_old,
        is_long=len(posts.answers) >= _LONG,
        emergencies=inputs.emergencies,
        previous=inputs.previous,
        next=inputs.next,
        original=inputs.original,
        also_asked=inputs.also_asked,
        updated=inputs.updated,
        topics=inputs.topics,
        guides=inputs.guides,
        resources=inputs.resources,
        related=inputs.related,
        review=inputs.review,
        reviewed=reviewed,
        behind=inputs.behind,
        corrections=newest_first(
            (one for one in meta.corrections if one.date not in inputs.future_corrections),
            context.settings.zone,
        ),
        editor_note=meta.editor_note or "",
        source=meta.source,
        disclaimer=disclaimer.text,
        disclaimer_lang=disclaimer.lang,
        extra=meta.extra,
    )


def _describe(question: Question, inputs: ThreadInputs, context: ViewContext) -> WebPage:
    """Google's rule: a `QAPage` has answers, and its readers can add theirs."""
    can_answer = context.settings.participate.answer and question.answer_count
    kind = QAPage if can_answer else MedicalWebPage
    return kind(
        date_published=question.date_published,
        date_modified=iso_date(inputs.updated, context.settings.zone),
        main_entity=question,
    )


def professional_review(
    review: ThreadReview | None, view: ReviewView | None
) -> ThreadReview | None:
    return review if view and view.is_sealed else None


def professional_posts(posts: ArrangedPosts) -> tuple[str, list[PostView]]:
    """The answers by health professionals, or else their replies, and which of the two."""
    # Looked up once, since that takes longer than comparing it.
    clinician = Role.CLINICIAN
    replies = [reply for answer in posts.answers for reply in answer.replies]
    groups = {"answer": posts.answers, "reply": (*posts.question_replies, *replies)}
    for kind, group in groups.items():
        if found := [one for one in group if one.role == clinician]:
            return kind, found
    return "", []


def reviewed_part(review: ThreadReview) -> str:
    return "thread" if len(set(review.covers)) == len(Part) else review.covers[0]


def _record(view: ThreadView) -> SearchRecord | None:
    """None for a duplicate: its original is what readers should find."""
    if view.original:
        return None
    return SearchRecord(
        url=view.head.url,
        lang=view.head.lang,
        kind=KIND.name,
        title=view.title,
        topics=topic_titles(view.head, view.topics),
        summary=view.summary,
        text=view.question,
        comments=(*_bodies(view.question_replies), *_bodies(view.answers)),
        answers=sum(not post.removed for post in view.answers),
        has_professional=view.professional_count > 0,
    )


def _bodies(posts: Iterable[PostView]) -> Iterator[Markup]:
    """The texts of the posts and of the replies to them. A removed post has none."""
    for post in posts:
        yield post.body
        yield from _bodies(post.replies)


KIND = PageKind(
    name="thread",
    template="pages/thread.html",
    inputs=ThreadInputs,
    view=ThreadView,
    routes=(ROUTE,),
    plan=_plan,
    sitemap=_sitemap,
    build_view=_build_view,
    record=_record,
)
