"""The entry of a thread in a feed: all that its page says of the question and in the answers.

A thread can be long, and a feed is fetched again and again, so an entry has a limit. Posts are left
out whole, the last ones first; in their place the entry says how many more the page has.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape
from msgspec import Struct, field
from msgspec.structs import replace

from ssg.model.documents import Thread
from ssg.model.frontmatter import Correction
from ssg.model.ids import ThreadId
from ssg.model.media import Medium
from ssg.model.record import Record
from ssg.model.scalars import Moment, day_text
from ssg.pages.atom import oldest_address, rfc3339, tag_uri
from ssg.pages.cards import PersonCard, ReviewView, ThreadCard, TranslationCard
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.emergency import EmergencyCard
from ssg.pages.head import HeadInputs
from ssg.pages.posts import ArrangedPosts, PostView, arrange_posts
from ssg.pages.sorting import newest_first
from ssg.pages.thread import (
    last_change,
    people_of,
    professional_posts,
    professional_review,
    reviewed_part,
)

MOST_BYTES = 24 * 1024
"""Of an entry's texts, so that a feed has a bound. Whether a text fits does not depend on other
entries, so that readers do not get an entry again when another one is new."""

_POST_BYTES = 600
"""What is written around the text of a post."""

_ADDED = ((b"&\"'", len(escape('"')) - 1), (b"<>", len(escape("<")) - 1))
"""What escaping adds to each of some characters."""

_CHARACTER_BYTES = 5
"""The most that a character takes in the feed: as long as an escape, and longer than UTF-8."""


class FeedItem(Record, frozen=True, kw_only=True):
    """A thread in a feed, whose document and texts are those of the file at `path`."""

    path: str
    oldest_address: str
    """Without the prefix: its first alias, else its address. The entry's id is made of it."""
    card: ThreadCard
    published: Moment
    updated: Moment
    """The thread's `last_change`."""
    addresses: dict[str, str] = field(default_factory=dict)
    media: dict[str, Medium] = field(default_factory=dict)
    people: dict[str, PersonCard] = field(default_factory=dict)
    future_posts: tuple[str, ...] = ()
    future_corrections: tuple[Moment, ...] = ()
    review: ReviewView | None = None
    emergencies: tuple[EmergencyCard, ...] = ()
    is_old: bool = False
    behind: TranslationCard | None = None


class FeedEntry(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    url: str
    published: str
    """RFC 3339, as Atom wants it."""
    updated: str
    author: str
    lang: str
    """The language of the thread, also where that is the feed's."""
    asked: Moment
    is_old: bool
    summary: str
    answers: int
    """How many there are, also those that are left out."""
    question: Markup
    """Safe HTML with absolute links, as in all posts; empty if not even the question fits."""
    emergencies: tuple[EmergencyCard, ...]
    """With absolute addresses."""
    behind: TranslationCard | None
    corrections: tuple[Correction, ...]
    editor_note: str
    review: ReviewView | None
    reviewed: str
    """What the review covers: thread, question or answers; empty for no review."""
    professional_count: int
    """Posts by health professionals: answers, or replies where they wrote no answer."""
    question_replies: tuple[PostView, ...]
    posts: tuple[PostView, ...]
    """The answers that fit, each with all its replies, in the order of the page."""
    more: int
    """How many answers and replies are left out; a removed one does not count."""


def make_item(name: ThreadId, context: PlanContext) -> FeedItem:
    site, cards = context.site, context.cards
    thread, card = site.threads[name], cards.threads[name]
    return FeedItem(
        path=thread.path,
        oldest_address=oldest_address(thread, context),
        card=card,
        published=site.published[name],
        updated=last_change(name, context),
        addresses=context.links_of(thread),
        media=context.media_of(thread),
        people=people_of(thread, cards),
        future_posts=site.future_posts.get(name, ()),
        future_corrections=site.future_corrections.get(thread.path, ()),
        review=cards.review_of(thread.meta.review, thread.path, site),
        emergencies=cards.emergencies_of(thread.meta.guides, with_signs=False),
        is_old=name in site.old,
        behind=context.original_of(thread),
    )


def make_entry(item: FeedItem, context: ViewContext) -> FeedEntry:
    settings, card, zone = context.settings, item.card, context.settings.zone
    thread = context.source_as(Thread, item.path)
    meta = thread.meta
    question, posts = _fill(thread, item, context)
    corrections = newest_first(
        (one for one in meta.corrections if one.date not in item.future_corrections), zone
    )
    note = meta.editor_note or ""
    words = [word for one in corrections for word in (one.wrong, one.right)]
    texts = (question, note, *words)
    is_whole, shown = True, posts
    if not _is_short(texts, posts):
        room = MOST_BYTES - _size(texts)
        is_whole, shown = room >= 0, _first(posts, room)
    return FeedEntry(
        id=tag_uri(settings, day_text(card.asked), item.oldest_address),
        title=card.title,
        url=settings.origin + card.url,
        published=rfc3339(item.published, zone),
        updated=rfc3339(item.updated, zone),
        author=card.by,
        lang=card.lang,
        asked=card.asked,
        is_old=item.is_old,
        summary=card.summary,
        answers=card.answers,
        question=question if is_whole else Markup(),
        emergencies=tuple(_with_absolute(one, settings.origin) for one in item.emergencies),
        behind=item.behind,
        corrections=corrections if is_whole else (),
        editor_note=note if is_whole else "",
        review=item.review,
        reviewed=reviewed_part(meta.review) if item.review and meta.review else "",
        professional_count=len(professional_posts(posts)[1]),
        question_replies=shown.question_replies,
        posts=shown.answers,
        more=0 if shown is posts else _count(posts) - _count(shown),
    )


def _fill(thread: Thread, item: FeedItem, context: ViewContext) -> tuple[Markup, ArrangedPosts]:
    """The question and all posts, with absolute links."""
    card, origin = item.card, context.settings.origin
    url = origin + card.url
    addresses = {target: _absolute(one, origin) for target, one in item.addresses.items()}
    fill = context.filler(addresses, item.media, card.lang, canonical=url)
    question, *texts = context.fragments(item.path)
    posts = arrange_posts(
        thread.posts,
        texts,
        page=HeadInputs(url=card.url, lang=card.lang),
        people=item.people,
        fill=fill,
        future=item.future_posts,
        review=professional_review(thread.meta.review, item.review),
        title=card.title,
        settings=context.settings,
        canonical=url,
    )
    return fill(question), posts


def _with_absolute(card: EmergencyCard, origin: str) -> EmergencyCard:
    return replace(
        card,
        emergency_url=_absolute(card.emergency_url, origin),
        urgent_url=_absolute(card.urgent_url, origin),
    )


def _absolute(url: str, origin: str) -> str:
    """An empty one, which leads nowhere, stays empty."""
    return url and origin + url


def _is_short(texts: Sequence[str], posts: ArrangedPosts) -> bool:
    """Whether all fits in any case, which takes no look at the texts."""
    shown = _all_posts(posts)
    texts = (*texts, *_texts_of(shown))
    size = _POST_BYTES * len(shown) + _CHARACTER_BYTES * sum(map(len, texts))
    return size <= MOST_BYTES


def _first(posts: ArrangedPosts, room: int) -> ArrangedPosts:
    """The first posts that fit into so many bytes.

    An answer comes with all its replies, or not at all: one of them may say that it is wrong.
    """
    if _size_of_posts(_all_posts(posts)) <= room:
        return posts
    room -= _size_of_posts(posts.question_replies)
    if room < 0:
        return ArrangedPosts(answers=(), question_replies=())
    answers = []
    for answer in posts.answers:
        room -= _size_of_posts((answer, *answer.replies))
        if room < 0:
            break
        answers.append(answer)
    return ArrangedPosts(answers=tuple(answers), question_replies=posts.question_replies)


def _size_of_posts(posts: Sequence[PostView]) -> int:
    return _POST_BYTES * len(posts) + _size(_texts_of(posts))


def _texts_of(posts: Iterable[PostView]) -> list[str]:
    return [text for post in posts for text in (post.body, post.note)]


def _size(texts: Iterable[str]) -> int:
    """The bytes of texts in the feed, where HTML is escaped: they are only counted."""
    data = "".join(texts).encode()
    # Faster than counting each character.
    added = [(len(data) - len(data.translate(None, some))) * one for some, one in _ADDED]
    return len(data) + sum(added)


def _count(posts: ArrangedPosts) -> int:
    return sum(not post.removed for post in _all_posts(posts))


def _all_posts(posts: ArrangedPosts) -> list[PostView]:
    found = list(posts.question_replies)
    for answer in posts.answers:
        found += (answer, *answer.replies)
    return found
