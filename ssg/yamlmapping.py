"""What was read from YAML: mappings, lists and texts, with the place of each."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from msgspec import Struct

from ssg.diagnostics import Diagnostic, Fix, Location

Value = str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]


class Mark(Protocol):
    """The parser's line and column, both from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Place(NamedTuple):
    """Line and column, both from 1."""

    line: int
    column: int

    def shift(self, mark: Mark) -> "Place":
        """The place of `mark` in the file, if this is where the parser's text starts."""
        return Place(self.line + mark.line, self.column + mark.column)


class YamlMapping(Struct, frozen=True, kw_only=True, dict=True):
    """A YAML mapping, with the places of its keys and values.

    A key with an empty value is not in `value`, but its mark is in `keys`.
    """

    path: str
    """The file that contains it."""
    text: str
    """What it was read from."""
    origin: Place
    """Where it starts in the file. Few marks are ever needed, so they are shifted on demand."""
    value: dict[str, Value]
    values: Mapping[Path, Mark]
    keys: Mapping[Path, Mark]

    def place(self, where: Path) -> Place:
        """The place of the value at `where`, or of the nearest value around it."""
        for end in range(len(where), -1, -1):
            if mark := self.values.get(where[:end]):
                return self.origin.shift(mark)
        return self.origin

    def locate(self, where: Path) -> Location:
        """The `place` of the value at `where`, with its file."""
        return self._location(self.place(where))

    def locate_key(self, where: Path) -> Location:
        """The place of the key at `where`, or of the nearest value around it."""
        mark = self.keys.get(where)
        return self._location(self.origin.shift(mark)) if mark else self.locate(where)

    def width(self, where: Path) -> int:
        """How many characters the text at `where` takes in its line, with its quotation marks.

        0 if that is not a text, or one that is not written as it is read.
        """
        value, mark = self.get(where), self.values.get(where)
        return self._width(value, mark) if isinstance(value, str) and mark else 0

    def key_width(self, where: Path) -> int:
        """As `width`, of the key at `where`."""
        mark = self.keys.get(where)
        return self._width(str(where[-1]), mark) if mark else 0

    def _width(self, value: str, mark: Mark) -> int:
        line = self._lines[mark.line]
        for written in (value, f"'{value}'", f'"{value}"'):
            if line.startswith(written, mark.column):
                return len(written)
        return 0

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def get(self, where: Path) -> Value | None:
        """The value at `where`, or None."""
        value: Any = self.value
        for part in where:
            try:
                # Most fields are absent, and an exception is slow.
                value = value.get(part) if isinstance(value, dict) else value[part]
            except (IndexError, TypeError):
                return None
        found: Value | None = value
        return found

    def diagnostic(
        self,
        code: str,
        where: Path,
        message: str,
        hint: str = "",
        *,
        fixes: tuple[Fix, ...] = (),
    ) -> Diagnostic:
        """A diagnostic for the value at `where`."""
        at = self.locate(where)
        return Diagnostic(code=code, at=at, message=message, hint=hint, fixes=fixes)

    def _location(self, place: Place) -> Location:
        return Location(path=self.path, line=place.line, column=place.column)


def field_name(where: Path) -> str:
    """The path as text: `resources[2].url`, with indexes from 1."""
    text = ""
    for part in where:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
