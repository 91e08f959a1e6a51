"""Building blocks for the diagnostics of this stage."""

from typing import NamedTuple, Protocol

from ssg.diagnostics import Diagnostic, Location
from ssg.model.documents import Document
from ssg.model.kinds import Kind

_MAX_LENGTH = 80


class HasPosition(Protocol):
    """Anything that knows its position in its file: references, links, aliases, resources."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Position(NamedTuple):
    line: int
    column: int = 1


FILE_START = Position(1)


def diagnostic_at(
    code: str, path: str, position: HasPosition, message: str, hint: str = ""
) -> Diagnostic:
    at = Location(path=path, line=position.line, column=position.column)
    return Diagnostic(code=code, at=at, message=message, hint=hint)


def position_of(document: Document, field: str) -> HasPosition:
    """The first reference in this field of the front matter; without one, the file's start."""
    references = (reference for reference in document.references if reference.field == field)
    return next(references, FILE_START)


def singular(kind: Kind) -> str:
    """The English word for one document of this kind."""
    return kind.name.lower()


def shorten(text: str) -> str:
    """An author's text, cut to 80 characters, with invisible characters made visible."""
    short = text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 3]}..."
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in short)


def did_you_mean(suggestion: str, otherwise: str = "") -> str:
    """The hint that offers `suggestion`; `otherwise` where that is empty."""
    return f"did you mean '{suggestion}'?" if suggestion else otherwise
