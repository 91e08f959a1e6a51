"""What the parse stage takes and gives."""

from typing import Generic, TypeVar

from msgspec import Struct

from ssg.diagnostics import Diagnostic
from ssg.digest import Digest
from ssg.model.documents import AnyDocument, Document
from ssg.model.fragments import Fragment
from ssg.model.kinds import Kind

D_co = TypeVar("D_co", bound=AnyDocument, covariant=True)


class SourceText(Struct, frozen=True, kw_only=True):
    """A file to be parsed: its path relative to the site folder, its kind and its text."""

    path: str
    kind: Kind
    text: str

    @property
    def id(self) -> str:
        """The file name without its ending, which is the document's id."""
        return self.path.rpartition("/")[2].partition(".")[0]


class Parsed(Struct, Generic[D_co], frozen=True, kw_only=True):
    """What became of a file: a document unless there was an error, and all that was found.

    `remains` is what an unsound file says of others, so that they are checked all the same.
    """

    document: D_co | None
    remains: Document | None = None
    fragments: tuple[Fragment, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class ParseTask(Struct, frozen=True, kw_only=True):
    """A file to read: `path` is relative to the site folder, `file` is where it lies."""

    path: str
    kind: Kind
    file: str


class ParsedFile(Struct, frozen=True, kw_only=True):
    """A parsed file as it travels between processes; `document` is empty when it is unsound."""

    path: str
    digest: Digest
    """Of the bytes that were read; empty when none could be."""
    document: bytes = b""
    remains: Document | None = None
    fragments: bytes = b""
    diagnostics: tuple[Diagnostic, ...] = ()
