"""How the diagnostics of this stage are put together."""

from typing import Protocol

from ssg.diagnostics import Diagnostic, Location
from ssg.model.kinds import Kind

NOUNS = {
    Kind.THREAD: "thread",
    Kind.GUIDE: "guide",
    Kind.TOPIC: "topic",
    Kind.PAGE: "page",
    Kind.RESOURCE: "resource",
    Kind.PERSON: "person",
}

_SHOWN = 80


class Placed(Protocol):
    """Whatever carries its place in its file: references, links, aliases, resources."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def mistake(code: str, path: str, place: Placed, message: str, hint: str = "") -> Diagnostic:
    at = Location(path=path, line=place.line, column=place.column)
    return Diagnostic(code=code, at=at, message=message, hint=hint)


def at_line(code: str, path: str, line: int, message: str, hint: str = "") -> Diagnostic:
    at = Location(path=path, line=line, column=1)
    return Diagnostic(code=code, at=at, message=message, hint=hint)


def shown(text: str) -> str:
    """An author's text, short enough for a message and safe in a terminal."""
    short = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in short)


def did_you_mean(name: str, otherwise: str = "") -> str:
    return f"did you mean '{name}'?" if name else otherwise
