"""What the parse stage takes and gives."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from ssg.diagnostics import Diagnostic
from ssg.digest import Digest
from ssg.model.documents import AnyDocument, Document
from ssg.model.fragments import Fragment
from ssg.model.kinds import Kind

D_co = TypeVar("D_co", bound=AnyDocument, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A file to be parsed: its path relative to the site folder, its kind and its text."""

    path: str
    kind: Kind
    text: str

    @property
    def id(self) -> str:
        """The file name without its ending, which is the document's id."""
        return self.path.rpartition("/")[2].partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(Generic[D_co]):
    """What became of a file: a document unless there was an error, and all that was found.

    `remains` is what an unsound file says of others, so that they are checked all the same.
    """

    document: D_co | None
    remains: Document | None = None
    fragments: tuple[Fragment, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseTask:
    """A file to read: `path` is relative to the site folder, `file` is where it lies."""

    path: str
    kind: Kind
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """A parsed file as it travels between processes; `document` is empty when it is unsound."""

    path: str
    digest: Digest
    """Of the bytes that were read; empty when none could be."""
    document: bytes = b""
    remains: Document | None = None
    fragments: bytes = b""
    diagnostics: tuple[Diagnostic, ...] = ()
