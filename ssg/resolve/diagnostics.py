"""Building blocks for the diagnostics of this stage."""

from ssg.diagnostics import Diagnostic, Fix, HasPosition, Location, Position
from ssg.model.documents import Document
from ssg.model.kinds import Kind

_MAX_LENGTH = 80


FILE_START = Position(1)


def diagnostic_at(
    code: str,
    path: str,
    position: HasPosition,
    message: str,
    hint: str = "",
    *,
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    at = Location(path=path, line=position.line, column=position.column)
    return Diagnostic(code=code, at=at, message=message, hint=hint, fixes=fixes)


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
