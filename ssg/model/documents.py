"""What parsing a file gives: one frozen document, without its rendered text.

Rendered text (fragments) is kept apart, since only the page that shows it needs
it. Whatever a later stage may have to report carries its place with it.
"""

from enum import StrEnum

from ssg.digest import Digest
from ssg.model.frontmatter import (
    GuideMeta,
    PageMeta,
    PersonMeta,
    PostMeta,
    Publisher,
    ResourceMeta,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.ids import GuideId, PageId, ThreadId, TopicId
from ssg.model.kinds import Kind
from ssg.model.record import Record


class Reference(Record, frozen=True, kw_only=True):
    """A front matter field that names another document by its id."""

    field: str
    kind: Kind
    id: str
    line: int
    column: int


class Link(Record, frozen=True, kw_only=True):
    """A link or image in a text that leads to the site itself.

    `target` is what the fragment's slots name: a path relative to content/ with an
    optional `#anchor`; `#anchor` alone for the same document; or a path from the
    site's root that starts with `/`.
    """

    target: str
    is_image: bool = False
    line: int
    column: int


class OutsideLink(Record, frozen=True, kw_only=True):
    """A link in an editor's text that leaves the site."""

    url: str
    line: int
    column: int


class Alias(Record, frozen=True, kw_only=True):
    """An old address, as a path from the site's root."""

    path: str
    line: int
    column: int


class Heading(Record, frozen=True, kw_only=True):
    """A heading of an editor's text, for the list of contents and for links to it."""

    level: int
    id: str
    text: str


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
    """What all documents share. `path` is relative to the site folder."""

    path: str
    texts: Digest = Digest("")
    """Of all its fragments, so that whoever shows the document depends on them too."""
    first_text: Digest = Digest("")
    """Of its first fragment, such as a thread's question, which is all that a feed shows."""
    references: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()
    outside: tuple[OutsideLink, ...] = ()
    aliases: tuple[Alias, ...] = ()
    tombstone_text_line: int = 0
    """The first line of text that something withdrawn still has; 0 for none."""


class Thread(Document, frozen=True, kw_only=True):
    """Fragments: the question, then one for each post in order."""

    id: ThreadId
    meta: ThreadMeta
    posts: tuple[Post, ...] = ()
    excerpt: str = ""


class Guide(Document, frozen=True, kw_only=True):
    """Fragments: the body."""

    id: GuideId
    meta: GuideMeta
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""


class Topic(Document, frozen=True, kw_only=True):
    """Fragments: the introduction."""

    id: TopicId
    meta: TopicMeta
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""


class Page(Document, frozen=True, kw_only=True):
    """An editorial page. Fragments: the body."""

    id: PageId
    meta: PageMeta
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""


class Resource(Record, frozen=True, kw_only=True):
    """One outside resource of a publisher's file."""

    meta: ResourceMeta
    publisher: Publisher
    line: int
    column: int


class ResourceFile(Document, frozen=True, kw_only=True):
    resources: tuple[Resource, ...] = ()


class Person(Document, frozen=True, kw_only=True):
    meta: PersonMeta


AnyDocument = Thread | Guide | Topic | Page | ResourceFile | Person
