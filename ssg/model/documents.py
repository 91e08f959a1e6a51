"""The documents that the parse stage returns, one for each file, without rendered text.

Rendered text (fragments) is stored separately, since only the document's own page needs
it. Everything that a later stage may report has its line and column.
"""

from enum import StrEnum
from typing import NamedTuple

from ssg.digest import Digest
from ssg.model.frontmatter import (
    GuideMeta,
    PageMeta,
    PersonMeta,
    PostMeta,
    Publisher,
    ResourceMeta,
    Status,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.ids import GuideId, PageId, ThreadId, TopicId
from ssg.model.kinds import Kind
from ssg.model.record import Record
from ssg.model.scalars import Moment


class Reference(Record, frozen=True, kw_only=True):
    """An id of another document in a front matter field."""

    field: str
    kind: Kind
    id: str
    line: int
    column: int
    width: int = 0
    """How many characters it takes in its line; 0 if it is not written as it is read."""


class WrittenAddress(NamedTuple):
    """Where the address of a link starts in its line; the widths of its parts beside the `#`."""

    column: int
    path: int
    anchor: int


class Link(Record, frozen=True, kw_only=True):
    """A link to this site, or an image on it.

    `target` is the same as in the fragment's slots: a path relative to content/ with an
    optional `#anchor`; `#anchor` alone for the same document; or a path from the site's
    root that starts with `/`.
    """

    target: str
    is_image: bool = False
    line: int
    column: int
    address: WrittenAddress | None = None
    """None if it is not on the line on which the link starts."""


class OutsideLink(Record, frozen=True, kw_only=True):
    """An address on another site that readers are given."""

    url: str
    field: str = ""
    """The field that has it, such as `source.url`; empty for a link in the text."""
    address: int = 0
    """The column of the address; 0 if it is not on that line, or not written as it is read."""
    line: int
    column: int


class Alias(Record, frozen=True, kw_only=True):
    """An old address, as a path from the site's root."""

    path: str
    line: int
    column: int


class PastField(StrEnum):
    """A field whose date says when something happened, so that it cannot be in the future."""

    ASKED = "asked"
    CHECKED = "checked"
    EDITED = "edited"
    POSTED = "posted"
    REMOVED = "removed.date"
    RETRIEVED = "source.retrieved"
    REVIEWED = "review.date"
    TRANSLATED = "translated"
    UPDATED = "updated"
    CORRECTED = "corrections.date"


class PastDate(Record, frozen=True, kw_only=True):
    """The date in a `PastField`, of a document or of one of its posts, resources or corrections."""

    field: PastField
    date: Moment
    line: int
    column: int


class Heading(Record, frozen=True, kw_only=True):
    """A heading of an editor's text, for the table of contents and for links to it."""

    level: int
    id: str
    text: str


class CareCard(Record, frozen=True, kw_only=True):
    """A care card of an editor's text, for other pages to show."""

    kind: str
    """As its author wrote it, in lowercase: `caution`, `warning`, `important`, `tip` or `note`."""
    id: str
    """The id of its title."""
    signs: tuple[str, ...] = ()
    """The first items of its first list as plain text, each complete; not always all of them."""


class PostKind(StrEnum):
    ANSWER = "answer"
    REPLY = "reply"


class Post(Record, frozen=True, kw_only=True):
    """An answer or a reply; `parent` is the anchor of the post it replies to.

    A reply without a parent replies to the question.
    """

    kind: PostKind
    anchor: str
    parent: str | None = None
    meta: PostMeta
    line: int


class Document(Record, frozen=True, kw_only=True):
    """The fields of all documents. `path` is relative to the site folder."""

    path: str
    texts: Digest = Digest("")
    """The digest of all its fragments, so that a page that shows the document depends on them."""
    references: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()
    outside: tuple[OutsideLink, ...] = ()
    aliases: tuple[Alias, ...] = ()
    dates: tuple[PastDate, ...] = ()
    """None of a withdrawn document: its tombstone shows no date."""
    tombstone_text_line: int = 0
    """The first line of text that a withdrawn document still has; 0 for none."""


class Thread(Document, frozen=True, kw_only=True):
    """Fragments: the question, then one for each post in order."""

    id: ThreadId
    meta: ThreadMeta
    posts: tuple[Post, ...] = ()
    excerpt: str = ""
    changed_since_review: bool = False
    """Whether what its review covers is another text now."""


class Guide(Document, frozen=True, kw_only=True):
    """Fragments: the body."""

    id: GuideId
    meta: GuideMeta
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    excerpt: str = ""
    care: tuple[CareCard, ...] = ()
    """In their order in the text."""
    changed_since_review: bool = False
    """Whether it was reviewed with another text."""


class Topic(Document, frozen=True, kw_only=True):
    """Fragments: the introduction."""

    id: TopicId
    meta: TopicMeta
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    excerpt: str = ""


class Page(Document, frozen=True, kw_only=True):
    """An editorial page. Fragments: the body."""

    id: PageId
    meta: PageMeta
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    excerpt: str = ""


class Resource(Record, frozen=True, kw_only=True):
    """One resource of a publisher's file."""

    meta: ResourceMeta
    publisher: Publisher
    path: str
    """That of the publisher's file."""
    line: int
    column: int


class ResourceFile(Document, frozen=True, kw_only=True):
    resources: tuple[Resource, ...] = ()


class Person(Document, frozen=True, kw_only=True):
    meta: PersonMeta


AnyDocument = Thread | Guide | Topic | Page | ResourceFile | Person


def may_hide_words(document: AnyDocument) -> bool:
    """Whether there is a time at which readers may not see the document, or a part of it.

    False for nearly all: published, on no day of their own, and with all their posts.
    """
    match document:
        case Thread(meta=meta, posts=posts):
            return _may_be_hidden(meta) or any(post.meta.removed for post in posts)
        case Guide(meta=meta):
            return _may_be_hidden(meta)
        case Page(meta=meta):
            return meta.status is not Status.PUBLISHED
        case _:
            return False


def _may_be_hidden(meta: ThreadMeta | GuideMeta) -> bool:
    return bool(meta.status is not Status.PUBLISHED or meta.publish_on or meta.expires_on)
