"""What an edit is about: a document, resource, person or media file, and how others name it."""

from posixpath import basename

from msgspec import Struct

from ssg import urls
from ssg.model.kinds import Kind
from ssg.pages import resource as resource_page
from ssg.pages.registry import address_of_source

MEDIA = "media"


class Target(Struct, frozen=True, kw_only=True):
    """`kind` is a document's kind, or None for a media file, whose `id` is its path in content/.

    With `anchor`, it is the post of a thread that has this address on its page.
    """

    kind: Kind | None
    id: str
    anchor: str = ""

    @property
    def content_path(self) -> str:
        """Its path in content/, as relative links lead to it; empty for a resource."""
        match self.kind:
            case None:
                return self.id
            case Kind.RESOURCE:
                return ""
            case Kind.PERSON:
                return f"{self.kind.value}/{self.id}.yaml"
            case kind:
                return f"{kind.value}/{self.id}.md"

    @property
    def path(self) -> str:
        """Its path in the site; empty for a resource, which is one of several in a file."""
        return self.content_path and f"content/{self.content_path}"

    @property
    def address(self) -> str:
        """Its address on the site; empty for a person."""
        match self.kind:
            case None:
                return f"/{self.id}"
            case Kind.RESOURCE:
                return resource_page.ROUTE.address(resource=self.id)
            case _:
                return address_of_source(self.path)

    @property
    def output_path(self) -> str:
        return urls.output_path(self.address)

    @property
    def name(self) -> str:
        """As messages name it: `threads/x`, `media/x.png`."""
        return self.id if self.kind is None else f"{self.kind.value}/{self.id}"

    @property
    def needle(self) -> str:
        """What every mention of it contains, once escapes are decoded."""
        return basename(self.id)

    @property
    def link_needles(self) -> tuple[str, ...]:
        """One of these is in every text with a link to it, once escapes are decoded."""
        name = self.needle
        return (name,) if self.kind is None else (f"{name}.md", f"/{name}")


class Move(Struct, frozen=True, kw_only=True):
    """What has one name becomes what has another name, of the same kind."""

    old: Target
    new: Target
