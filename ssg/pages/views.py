"""What each template sees: one view a template, and nothing else.

A template `pages/<name>.html` gets two values: `site` (a `SiteView`) and `page`
(the view below that is named after it). Addresses start with the site's path
prefix; those called `canonical`, and all in feeds and sitemaps, are absolute.
Text is plain and escaped by the template; `Markup` is safe HTML. Dates are
`Moment`s and printed with the filters `date` and `datetime`. docs/templates.md
is generated from these classes.
"""

from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

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
from ssg.model.scalars import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    person: PersonCard
    date: Moment
    due: Moment | None
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedView:
    date: Moment
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """The post that a reply answers, where that is not the answer it stands under."""

    anchor: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherGroup:
    name: str
    href: str | None
    resources: tuple[ResourceCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page of a long list stands. Pages are numbered from the oldest."""

    number: int
    newer_url: str
    """Empty on the newest page."""
    older_url: str
    """Empty on the oldest page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicBranch:
    topic: TopicCard
    subtopics: tuple[TopicCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    head: Head
    topics: tuple[TopicBranch, ...]
    threads: tuple[ThreadCard, ...]
    """The newest ten."""
    guides: tuple[GuideCard, ...]
    """The ten whose review is newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadsView:
    head: Head
    threads: tuple[ThreadCard, ...]
    """This page of all threads, newest first."""
    pager: Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A name in A to Z; `see` is the title that another name stands for, or empty."""

    name: str
    url: str
    kind: str
    """guide or topic"""
    see: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexLetter:
    letter: str
    """A to Z or another script's letter; `#` for digits and signs."""
    id: str
    """An id for the letter's heading, starting with `ssg-`."""
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AToZView:
    head: Head
    letters: tuple[IndexLetter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcesView:
    head: Head
    publishers: tuple[PublisherGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    head: Head
    resource: ResourceCard
    topics: tuple[TopicCard, ...]
    guides: tuple[GuideCard, ...]
    """Guides that cite it, by title."""
    threads: tuple[ThreadCard, ...]
    """Threads that cite it, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """An editorial page."""

    head: Head
    title: str
    summary: str
    body: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class TombstoneView:
    """The address of something withdrawn or expired: neither its title nor its text."""

    head: Head
    state: str
    """withdrawn or expired"""
    topics: tuple[TopicCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectView:
    head: Head
    target_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView:
    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    id: str
    title: str
    lang: str
    page_url: str
    self_url: str
    updated: str
    disclaimer: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    url: str
    modified: str
    """An ISO date, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapView:
    entries: tuple[SitemapEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapIndexView:
    sitemaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsView:
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
