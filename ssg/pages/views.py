"""What each template sees: one view a template, and nothing else.

A template `pages/<name>.html` gets two values: `site` (a `SiteView`) and `page`
(the view below that is named after it). Addresses start with the site's path
prefix; those called `canonical`, and all in feeds and sitemaps, are absolute.
Text is plain and escaped by the template; `Markup` is safe HTML. Dates are
`Moment`s and printed with the filters `date` and `datetime`. docs/templates.md
is generated from these classes.
"""

from typing import Any

from markupsafe import Markup
from msgspec import Struct, field

from ssg.model.cards import (
    GuideCard,
    PageCard,
    PersonCard,
    ResourceCard,
    ThreadCard,
    TopicCard,
    TranslationCard,
)
from ssg.model.documents import Heading
from ssg.model.frontmatter import Citation, Codes, Origin, Rating
from ssg.model.record import Record
from ssg.model.scalars import Moment


class SiteView(Struct, frozen=True, kw_only=True):
    """What every page shows of the site: the same object for all pages."""

    title: str
    description: str
    lang: str
    home_url: str
    threads_url: str
    a_to_z_url: str
    resources_url: str
    feed_url: str
    nav: tuple[PageCard, ...]
    """Editorial pages with a `nav` position, in its order, for the footer."""
    disclaimer: str
    footer: str
    assets: dict[str, str]
    """Addresses of the theme's assets by their path under assets/, fingerprinted."""
    extra: dict[str, Any] = field(default_factory=dict)
    """The `extra` of site.yaml."""


class Crumb(Record, frozen=True, kw_only=True):
    title: str
    url: str
    lang: str = ""


class Head(Struct, frozen=True, kw_only=True):
    """What the page's `<head>` and its frame need."""

    title: str
    description: str
    canonical: str
    lang: str
    """The language of the page's content; the interface follows it where translated."""
    noindex: bool = False
    feed_url: str = ""
    """The Atom feed of this very page's subject, beside the site's; empty for none."""
    feed_title: str = ""
    crumbs: tuple[Crumb, ...] = ()
    """From the home page down to the parent of this page."""
    translations: tuple[TranslationCard, ...] = ()


class ReviewView(Record, frozen=True, kw_only=True):
    person: PersonCard
    date: Moment
    due: Moment | None
    overdue: bool


class RemovedView(Struct, frozen=True, kw_only=True):
    date: Moment
    reason: str


class ReplyTo(Struct, frozen=True, kw_only=True):
    """The post that a reply answers, where that is not the answer it stands under."""

    anchor: str
    by: str


class PostView(Struct, frozen=True, kw_only=True):
    """An answer or a reply. A removed one has `removed` and an empty `body` and `by`."""

    anchor: str
    url: str
    by: str
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
    replies: tuple["PostView", ...] = ()
    """All replies below an answer, oldest first; a reply itself has none."""


class ThreadView(Struct, frozen=True, kw_only=True):
    head: Head
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


class GuideView(Struct, frozen=True, kw_only=True):
    head: Head
    state: str
    title: str
    summary: str
    also_called: tuple[str, ...]
    codes: Codes | None
    specialty: str
    body: Markup
    contents: tuple[Heading, ...]
    """Headings of the two highest levels that the text uses."""
    review: ReviewView | None
    topics: tuple[TopicCard, ...]
    resources: tuple[ResourceCard, ...]
    sources: tuple[Citation, ...]
    related: tuple[GuideCard, ...]
    threads: tuple[ThreadCard, ...]
    """Published threads that name this guide, newest first."""
    disclaimer: str
    extra: dict[str, Any]


class PublisherGroup(Struct, frozen=True, kw_only=True):
    name: str
    href: str | None
    resources: tuple[ResourceCard, ...]


class Pager(Record, frozen=True, kw_only=True):
    """Where a page of a long list stands. Pages are numbered from the oldest."""

    number: int
    newer_url: str
    """Empty on the newest page."""
    older_url: str
    """Empty on the oldest page."""


class TopicView(Struct, frozen=True, kw_only=True):
    head: Head
    title: str
    summary: str
    also_called: tuple[str, ...]
    codes: Codes | None
    body: Markup
    subtopics: tuple[TopicCard, ...]
    guides: tuple[GuideCard, ...]
    threads: tuple[ThreadCard, ...]
    """This page of the topic's threads, newest first."""
    pager: Pager
    resources: tuple[PublisherGroup, ...]
    extra: dict[str, Any]


class TopicBranch(Record, frozen=True, kw_only=True):
    topic: TopicCard
    subtopics: tuple[TopicCard, ...]


class HomeView(Struct, frozen=True, kw_only=True):
    head: Head
    topics: tuple[TopicBranch, ...]
    threads: tuple[ThreadCard, ...]
    """The newest ten."""
    guides: tuple[GuideCard, ...]
    """The ten whose review is newest."""


class ThreadsView(Struct, frozen=True, kw_only=True):
    head: Head
    threads: tuple[ThreadCard, ...]
    """This page of all threads, newest first."""
    pager: Pager


class IndexEntry(Struct, frozen=True, kw_only=True):
    """A name in A to Z; `see` is the title that another name stands for, or empty."""

    name: str
    url: str
    kind: str
    """guide or topic"""
    see: str
    lang: str


class IndexLetter(Struct, frozen=True, kw_only=True):
    letter: str
    """A to Z or another script's letter; `#` for digits and signs."""
    id: str
    """An id for the letter's heading, starting with `ssg-`."""
    entries: tuple[IndexEntry, ...]


class AToZView(Struct, frozen=True, kw_only=True):
    head: Head
    letters: tuple[IndexLetter, ...]


class ResourcesView(Struct, frozen=True, kw_only=True):
    head: Head
    publishers: tuple[PublisherGroup, ...]


class ResourceView(Struct, frozen=True, kw_only=True):
    head: Head
    resource: ResourceCard
    topics: tuple[TopicCard, ...]
    guides: tuple[GuideCard, ...]
    """Guides that cite it, by title."""
    threads: tuple[ThreadCard, ...]
    """Threads that cite it, newest first."""


class PageView(Struct, frozen=True, kw_only=True):
    """An editorial page."""

    head: Head
    title: str
    summary: str
    body: Markup


class TombstoneView(Struct, frozen=True, kw_only=True):
    """The address of something withdrawn or expired: neither its title nor its text."""

    head: Head
    state: str
    """withdrawn or expired"""
    topics: tuple[TopicCard, ...]


class RedirectView(Struct, frozen=True, kw_only=True):
    head: Head
    target_url: str


class NotFoundView(Struct, frozen=True, kw_only=True):
    head: Head


class FeedEntry(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    url: str
    published: str
    """RFC 3339, as Atom wants it."""
    updated: str
    author: str
    lang: str
    answers: int
    content: Markup
    """Safe HTML with absolute links."""


class FeedView(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    lang: str
    page_url: str
    self_url: str
    updated: str
    disclaimer: str
    entries: tuple[FeedEntry, ...]


class SitemapEntry(Record, frozen=True, kw_only=True):
    url: str
    modified: str
    """An ISO date, or empty."""


class SitemapView(Struct, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...]


class SitemapIndexView(Struct, frozen=True, kw_only=True):
    sitemaps: tuple[str, ...]


class RobotsView(Struct, frozen=True, kw_only=True):
    sitemap_url: str


View = (
    HomeView
    | ThreadView
    | GuideView
    | TopicView
    | ThreadsView
    | AToZView
    | ResourcesView
    | ResourceView
    | PageView
    | TombstoneView
    | RedirectView
    | NotFoundView
    | FeedView
    | SitemapView
    | SitemapIndexView
    | RobotsView
)
