"""The kinds of fields that the content format has, each with the class that defines it."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from msgspec import Struct

from ssg.config import Settings
from ssg.model.frontmatter import (
    Fields,
    GuideMeta,
    PageMeta,
    PersonMeta,
    PostMeta,
    ResourceFileMeta,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.ids import GuideId, PageId, PersonId, ResourceId, ThreadId, TopicId
from ssg.model.kinds import Kind

_SCHEMAS = UUID("c9b2f0a6-6f0b-5a3e-9d0e-6a3c1c1b7d55")
"""The namespace of the ids of schemas; it must never change."""
_VERSION = 1
"""Of the content format."""

ID_TYPES: Mapping[Kind, object] = {
    Kind.THREAD: ThreadId,
    Kind.GUIDE: GuideId,
    Kind.TOPIC: TopicId,
    Kind.PAGE: PageId,
    Kind.RESOURCE: ResourceId,
    Kind.PERSON: PersonId,
}
"""The type of the ids of a kind."""


class Format(Struct, frozen=True, kw_only=True):
    """The fields in one kind of file, or in one place of it."""

    name: str
    """As `ssg schema` takes it."""
    title: str
    section: str
    """The heading in docs/content-format.md below which its fields are described."""
    fields: type[Fields]
    kind: Kind | None = None
    """The folder of its files; posts and site.yaml have none."""

    @property
    def id(self) -> str:
        """Stable, and without a domain that somebody would have to keep (RFC 9562)."""
        return f"urn:uuid:{uuid5(_SCHEMAS, f'{self.name}/{_VERSION}')}"


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            name="thread",
            title="The front matter of a thread",
            section="Threads",
            fields=ThreadMeta,
            kind=Kind.THREAD,
        ),
        Format(
            name="post",
            title="The fields of an answer or a reply",
            section="Posts",
            fields=PostMeta,
        ),
        Format(
            name="guide",
            title="The front matter of a guide",
            section="Guides",
            fields=GuideMeta,
            kind=Kind.GUIDE,
        ),
        Format(
            name="topic",
            title="The front matter of a topic",
            section="Topics",
            fields=TopicMeta,
            kind=Kind.TOPIC,
        ),
        Format(
            name="page",
            title="The front matter of a page",
            section="Pages",
            fields=PageMeta,
            kind=Kind.PAGE,
        ),
        Format(
            name="resource",
            title="A file of resources",
            section="Resources",
            fields=ResourceFileMeta,
            kind=Kind.RESOURCE,
        ),
        Format(
            name="person",
            title="A person's file",
            section="People",
            fields=PersonMeta,
            kind=Kind.PERSON,
        ),
        Format(
            name="site",
            title="The settings of a site",
            section="Settings of the site",
            fields=Settings,
        ),
    )
}


def kind_of(id_type: object) -> Kind:
    """The kind of what has ids of this type."""
    return next(kind for kind, one in ID_TYPES.items() if one is id_type)
