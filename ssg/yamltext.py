"""YAML read as text: mappings, lists and strings, each with its place.

No scalar is typed here (`No`, `2020` and `1:30` stay text), no tag, anchor or
alias is accepted, and depth is counted in the parser's event stream before
anything is composed, so a hostile file costs no more than its own length.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import yaml
from msgspec import Struct

from ssg.diagnostics import Diagnostic, Location

_Parser: Any
try:
    # libyaml's parser is four times as fast; a PyYAML built without it reads the same YAML.
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:
    _Parser = yaml.BaseLoader

MAX_DEPTH = 16

Value = str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]

_YAMLS_OWN = "tag:yaml.org,2002:"
"""What the parser makes of the `!!` of a tag."""
# Only a quotation ends so: at the end of the text, or at a line `---`.
_ENDS_TOO_EARLY = ("found unexpected end of stream", "found unexpected document")
_WORD_AFTER_HASH = re.compile(r"(?<=\s)#[^\s#].*")

# One comparison of classes is all that most events cost.
_Scalar = yaml.ScalarEvent


class Mark(Protocol):
    """What the parser says of a place: line and column, both from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Place(NamedTuple):
    """Line and column, both from 1."""

    line: int
    column: int

    def shifted(self, mark: Mark) -> "Place":
        """The place of `mark` in a file that holds the parser's text from this place on."""
        return Place(self.line + mark.line, self.column + mark.column)


class YamlMapping(Struct, frozen=True, kw_only=True):
    """A YAML mapping: its value, and where each value in it stands.

    A key whose value is empty is absent from `value`, but has its mark in `keys`.
    """

    path: str
    """The file it stands in."""
    origin: Place
    """Where it starts in the file: hardly a mark is ever asked for, so none is shifted before."""
    value: dict[str, Value]
    values: Mapping[Path, Mark]
    keys: Mapping[Path, Mark]

    def at(self, where: Path) -> Location:
        """Where the value of the field `where` stands, or else the nearest thing around it."""
        for end in range(len(where), -1, -1):
            if mark := self.values.get(where[:end]):
                return self._location(self.origin.shifted(mark))
        return self._location(self.origin)

    def at_key(self, where: Path) -> Location:
        """Where the name of the field `where` stands, or else the nearest thing around it."""
        mark = self.keys.get(where)
        return self._location(self.origin.shifted(mark)) if mark else self.at(where)

    def get(self, where: Path) -> Value | None:
        """The value at `where`, or None."""
        value: Any = self.value
        for part in where:
            try:
                # Most fields that are asked for are absent, and an exception is dear.
                value = value.get(part) if isinstance(value, dict) else value[part]
            except (IndexError, TypeError):
                return None
        found: Value | None = value
        return found

    def _location(self, place: Place) -> Location:
        return Location(path=self.path, line=place.line, column=place.column)


class _Refusal(Exception):
    def __init__(self, code: str, place: Place, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.place, self.message, self.hint = code, place, message, hint


def read_mapping(
    text: str, *, path: str, first_line: int = 1
) -> tuple[YamlMapping | None, list[Diagnostic]]:
    """Read `text`, which starts at `first_line` of the file `path`, as one mapping.

    Gives None with one diagnostic (F03, F04, F05, F07, F10 or F11) when it is none.
    """
    reader = _Reader(text, path, Place(first_line, 1))
    try:
        return reader.mapping(), reader.warnings
    except _Refusal as refusal:
        found = refusal
    except yaml.YAMLError as error:
        found = reader.complaint(error)
    at = Location(path=path, line=found.place.line, column=found.place.column)
    return None, [Diagnostic(code=found.code, at=at, message=found.message, hint=found.hint)]


_QUOTE = "quote text that holds ': ' or ' #', or that starts with * & ! @ % ` [ {"
_INDENT = "indent with spaces, not with tabs"


class _Reader:
    """Builds plain values from the parser's events, in one pass, with their marks."""

    def __init__(self, text: str, path: str, origin: Place) -> None:
        self._path = path
        self._origin = origin
        self._text = text
        self._values: dict[Path, Mark] = {}
        self._keys: dict[Path, Mark] = {}
        self.warnings: list[Diagnostic] = []
        self._words_after_hash = {
            number: found
            for number, line in enumerate(text.split("\n") if "#" in text else ())
            if (found := _WORD_AFTER_HASH.search(line))
        }

    def mapping(self) -> YamlMapping:
        value = self._document()
        if not isinstance(value, dict):
            kind = "a list" if isinstance(value, list) else "a single value"
            raise _Refusal(
                "F03",
                self._origin.shifted(self._values[()]),
                f"expects 'field: value' lines, not {kind}",
                "write each field as 'name: value' on a line of its own",
            )
        return YamlMapping(
            path=self._path,
            origin=self._origin,
            value=value,
            values=self._values,
            keys=self._keys,
        )

    def _document(self) -> Value:
        """The value of the only document; no fields where there is none."""
        # The parser is asked here, since without libyaml it looks at the text when it is made.
        self._next = _Parser(self._text).get_event
        value: Value = {}
        documents = 0
        # Reads on to the end, so that a second document is refused where it starts.
        while (event := self._next()) is not None:
            if isinstance(event, yaml.NodeEvent):
                value = self._node(event, ())
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                self._refuse_second(documents, event)
        return value

    def _refuse_depth(self, depth: int, event: yaml.Event) -> None:
        if depth > MAX_DEPTH:
            message = f"YAML is nested deeper than {MAX_DEPTH} levels"
            raise _Refusal("F10", self._place(event), message, "use fewer levels")

    def _refuse_second(self, documents: int, event: yaml.Event) -> None:
        if documents > 1:
            message = "a second YAML document starts here"
            hint = "remove this '---', or put what follows into a file of its own"
            raise _Refusal("F03", self._place(event), message, hint)

    def _refuse_special(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            kind, example = "an alias", f"*{event.anchor}"
        elif event.anchor:
            kind, example = "an anchor", f"&{event.anchor}"
        elif event.tag:
            kind, example = "a tag", str(event.tag).replace(_YAMLS_OWN, "!!")
        else:
            return
        raise _Refusal(
            "F11",
            self._place(event),
            f"{kind} ('{example}') is not accepted",
            "write the value out; quote text that starts with &, * or !",
        )

    def _node(self, event: Any, path: Path) -> Value:
        self._values[path] = event.start_mark
        if type(event) is _Scalar and not event.anchor and not event.tag:
            if self._words_after_hash:
                self._look_for_comment(event)
            return event.value
        self._refuse_special(event)
        self._refuse_depth(len(path) + 1, event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _look_for_comment(self, event: Any) -> None:
        """W10 where a `#` ends a plain value in the middle of what was meant as its text.

        Comments are written `# like this`; `#1` and `#sleep` are words.
        """
        found = self._words_after_hash.get(event.end_mark.line)
        if found and not event.style and event.end_mark.column <= found.start():
            del self._words_after_hash[event.end_mark.line]
            line = self._origin.shifted(event.end_mark).line
            column = self._origin.column + found.start()
            self.warnings.append(
                Diagnostic(
                    code="W10",
                    at=Location(path=self._path, line=line, column=column),
                    message=f"what follows is a comment to YAML and is left out: '{found[0]}'",
                    hint="put the whole value in quotes",
                )
            )

    def _sequence(self, path: Path) -> list[Value]:
        items: list[Value] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            item = self._node(event, (*path, len(items)))
            if not _is_blank(item):
                items.append(item)
        return items

    def _mapping(self, path: Path) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._name(event, path)
            inner = (*path, key)
            if inner in self._keys:
                first = self._origin.shifted(self._keys[inner]).line
                message = f"'{key}' is given twice (first on line {first})"
                raise _Refusal("F05", self._place(event), message, "keep one")
            self._keys[inner] = event.start_mark
            value = self._node(self._next(), inner)
            if not _is_blank(value):
                fields[key] = value
        return fields

    def _name(self, event: Any, path: Path) -> str:
        """The name of a field of the mapping at `path`."""
        if type(event) is _Scalar and not event.anchor and not event.tag:
            return event.value
        self._refuse_special(event)
        self._refuse_depth(len(path) + 2, event)
        raise _Refusal("F07", self._place(event), "a field's name must be plain text")

    def _place(self, event: Any) -> Place:
        return self._origin.shifted(event.start_mark)

    def complaint(self, error: yaml.YAMLError) -> _Refusal:
        """The parser's own place and words, or better ones where they would mislead."""
        if isinstance(error, yaml.reader.ReaderError):
            return self._strange_sign(error)
        start = getattr(error, "context_mark", None)
        mark = getattr(error, "problem_mark", None) or start
        words = str(getattr(error, "problem", None) or "broken YAML")
        if start and words.startswith(_ENDS_TOO_EARLY):
            message = "the quotation that starts here is not closed"
            return _Refusal(
                "F04", self._origin.shifted(start), message, "close it with the same ' or \""
            )
        at_tab = mark is not None and self._text[mark.index : mark.index + 1] == "\t"
        hint = _INDENT if at_tab or "tab character" in words else _QUOTE
        return _Refusal("F04", self._origin.shifted(mark) if mark else self._origin, words, hint)

    def _strange_sign(self, error: yaml.reader.ReaderError) -> _Refusal:
        before = self._text.partition(chr(error.character))[0]
        line = before.count("\n")
        column = len(before) - before.rfind("\n") - 1
        place = Place(self._origin.line + line, self._origin.column + column)
        message = f"holds U+{error.character:04X}, which YAML does not take"
        return _Refusal("F04", place, message, "delete it")


def _is_blank(value: Value) -> bool:
    """An empty value means that the field is absent, and so does one of spaces."""
    return isinstance(value, str) and not value.strip()
