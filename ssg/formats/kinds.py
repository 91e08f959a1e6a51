"""The kinds of fields that the content format has, each with the class that defines it."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from msgspec import Struct

from ssg.config import Settings
from ssg.model.frontmatter import FIELDS, Fields, PostMeta
from ssg.model.kinds import Kind

_SCHEMAS = UUID("c9b2f0a6-6f0b-5a3e-9d0e-6a3c1c1b7d55")
"""The namespace of the ids of schemas; it must never change."""
_VERSION = 1
"""Of the content format."""


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


def _of_files(kind: Kind, title: str, section: str) -> Format:
    return Format(name=kind.singular, title=title, section=section, fields=FIELDS[kind], kind=kind)


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        _of_files(Kind.THREAD, "The front matter of a thread", "Threads"),
        Format(
            name="post",
            title="The fields of an answer or a reply",
            section="Posts",
            fields=PostMeta,
        ),
        _of_files(Kind.GUIDE, "The front matter of a guide", "Guides"),
        _of_files(Kind.TOPIC, "The front matter of a topic", "Topics"),
        _of_files(Kind.PAGE, "The front matter of a page", "Pages"),
        _of_files(Kind.RESOURCE, "A file of resources", "Resources"),
        _of_files(Kind.PERSON, "A person's file", "People"),
        Format(
            name="site",
            title="The settings of a site",
            section="Settings of the site",
            fields=Settings,
        ),
    )
}
