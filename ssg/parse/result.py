"""The input and output of the parse stage."""

from typing import Generic, TypeVar

from msgspec import Struct

from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest
from ssg.model.documents import AnyDocument, Document
from ssg.model.fragments import Fragment
from ssg.model.kinds import Kind

D_co = TypeVar("D_co", bound=AnyDocument, covariant=True)


class SourceText(Struct, frozen=True, kw_only=True):
    """A file to parse: its path relative to the site folder, its kind and its text."""

    path: str
    kind: Kind
    text: str

    @property
    def id(self) -> str:
        """The file name without its ending, which is the document's id."""
        return self.path.rpartition("/")[2].partition(".")[0]


class Parsed(Struct, Generic[D_co], frozen=True, kw_only=True):
    """A parsed file: its document, or None if it has errors; and all diagnostics.

    `partial` holds the references and links of a file with errors, so that they are
    checked in the same run.
    """

    document: D_co | None
    partial: Document | None = None
    fragments: tuple[Fragment, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class ParseTask(Struct, frozen=True, kw_only=True):
    """A file to read: `path` is relative to the site folder, `file` is its path on the disk."""

    path: str
    kind: Kind
    file: str
    unsaved: bytes | None = None
    """What an editor has open, in place of what is on the disk."""


class ParsedFile(Struct, frozen=True, kw_only=True):
    """A parsed file as sent between processes; `document` is empty if the file has errors."""

    path: str
    digest: Digest
    """Of the bytes that were read; empty if the file could not be read."""
    document: bytes = b""
    outline: Digest = Digest("")
    """The `outline_digest` of the document."""
    may_hide_words: bool = False
    """As of the document: if not, nobody has to decode it to know that readers may see it."""
    partial: Document | None = None
    fragments: bytes = b""
    diagnostics: tuple[Diagnostic, ...] = ()


def unparsed_file(task: ParseTask, code: str, message: str, hint: str) -> ParsedFile:
    diagnostic = Diagnostic(code=code, at=Location(path=task.path), message=message, hint=hint)
    return ParsedFile(path=task.path, digest=Digest(""), diagnostics=(diagnostic,))
