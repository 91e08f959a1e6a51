"""YAML read as text: mappings, lists and strings, each with its place.

No scalar is typed here (`No`, `2020` and `1:30` stay text), no tag, anchor or
alias is accepted, and depth is counted in the parser's event stream before
anything is composed, so a hostile file costs no more than its own length.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import yaml

from ssg.diagnostics import Diagnostic, Location

MAX_DEPTH = 16

Value = str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]

_YAMLS_OWN = "tag:yaml.org,2002:"
"""What the parser makes of the `!!` of a tag."""
# Only a quotation ends so: at the end of the text, or at a line `---`.
_ENDS_TOO_EARLY = ("found unexpected end of stream", "found unexpected document")
_WORD_AFTER_HASH = re.compile(r"(?<=\s)#[^\s#].*")

# libyaml's parser is four times as fast; a PyYAML built without it reads the same YAML.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Place(NamedTuple):
    """Line and column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlMapping:
    """A YAML mapping: its value, and where each value in it stands.

    A key whose value is empty is absent from `value`, but has its place in `keys`.
    """

    path: str
    """The file it stands in."""
    value: dict[str, Value]
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]

    def at(self, where: Path) -> Location:
        """Where the value of the field `where` stands, or else the nearest thing around it."""
        for end in range(len(where), 0, -1):
            place = self.values.get(where[:end])
            if place:
                return self._location(place)
        return self._location(self.values[()])

    def at_key(self, where: Path) -> Location:
        """Where the name of the field `where` stands, or else the nearest thing around it."""
        place = self.keys.get(where)
        return self._location(place) if place else self.at(where)

    def get(self, where: Path) -> Value | None:
        """The value at `where`, or None."""
        value: Any = self.value
        for part in where:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return cast(Value, value)

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
    """Builds plain values from the parser's events, in one pass, with their places."""

    def __init__(self, text: str, path: str, origin: Place) -> None:
        self._path = path
        self._origin = origin
        self._text = text
        self._values: dict[Path, Place] = {}
        self._keys: dict[Path, Place] = {}
        self.warnings: list[Diagnostic] = []
        self._words_after_hash = {
            number: found
            for number, line in enumerate(text.split("\n") if "#" in text else ())
            if (found := _WORD_AFTER_HASH.search(line))
        }

    def mapping(self) -> YamlMapping:
        events = self._events()
        first = next(events, None)
        if first is None:
            value: Value = {}
            self._values[()] = self._origin
        else:
            value = self._node(first, events, ())
            # Reads on to the end, so that a second document is refused where it starts.
            next(events, None)
        if not isinstance(value, dict):
            kind = "a list" if isinstance(value, list) else "a single value"
            raise _Refusal(
                "F03",
                self._values[()],
                f"expects 'field: value' lines, not {kind}",
                "write each field as 'name: value' on a line of its own",
            )
        return YamlMapping(path=self._path, value=value, values=self._values, keys=self._keys)

    def _events(self) -> Iterator[yaml.Event]:
        """The events of nodes only, refusing what no field may hold."""
        loader = _Loader(self._text)
        depth = documents = 0
        try:
            while loader.check_event():
                event = loader.get_event()
                if isinstance(event, yaml.NodeEvent):
                    self._refuse_special(event)
                    if isinstance(event, yaml.CollectionStartEvent):
                        depth += 1
                        self._refuse_depth(depth, event)
                    yield event
                elif isinstance(event, yaml.CollectionEndEvent):
                    depth -= 1
                    yield event
                elif isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    self._refuse_second(documents, event)
        finally:
            loader.dispose()

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
        elif getattr(event, "tag", None):
            kind, example = "a tag", str(event.tag).replace(_YAMLS_OWN, "!!")
        else:
            return
        raise _Refusal(
            "F11",
            self._place(event),
            f"{kind} ('{example}') is not accepted",
            "write the value out; quote text that starts with &, * or !",
        )

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Value:
        self._values[path] = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            self._look_for_comment(event)
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _look_for_comment(self, event: Any) -> None:
        """W10 where a `#` ends a plain value in the middle of what was meant as its text.

        Comments are written `# like this`; `#1` and `#sleep` are words.
        """
        found = self._words_after_hash.get(event.end_mark.line)
        if found and not event.style and event.end_mark.column <= found.start():
            del self._words_after_hash[event.end_mark.line]
            place = self._shift(event.end_mark)._replace(column=self._origin.column + found.start())
            self.warnings.append(
                Diagnostic(
                    code="W10",
                    at=Location(path=self._path, line=place.line, column=place.column),
                    message=f"what follows is a comment to YAML and is left out: '{found[0]}'",
                    hint="put the whole value in quotes",
                )
            )

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Value]:
        items: list[Value] = []
        for event in events:
            if isinstance(event, yaml.CollectionEndEvent):
                break
            item = self._node(event, events, (*path, len(items)))
            if not _is_blank(item):
                items.append(item)
        return items

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        for event in events:
            if isinstance(event, yaml.CollectionEndEvent):
                break
            place = self._place(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refusal("F07", place, "a field's name must be plain text")
            key = str(event.value)
            inner = (*path, key)
            if inner in self._keys:
                first = self._keys[inner].line
                raise _Refusal(
                    "F05", place, f"'{key}' is given twice (first on line {first})", "keep one"
                )
            self._keys[inner] = place
            value = self._node(next(events), events, inner)
            if not _is_blank(value):
                fields[key] = value
        return fields

    def _place(self, event: yaml.Event) -> Place:
        return self._shift(event.start_mark)

    def _shift(self, mark: Any) -> Place:
        return Place(self._origin.line + mark.line, self._origin.column + mark.column)

    def complaint(self, error: yaml.YAMLError) -> _Refusal:
        """The parser's own place and words, or better ones where they would mislead."""
        if isinstance(error, yaml.reader.ReaderError):
            return self._strange_sign(error)
        start = getattr(error, "context_mark", None)
        mark = getattr(error, "problem_mark", None) or start
        words = str(getattr(error, "problem", None) or "broken YAML")
        if start and words.startswith(_ENDS_TOO_EARLY):
            message = "the quotation that starts here is not closed"
            return _Refusal("F04", self._shift(start), message, "close it with the same ' or \"")
        at_tab = mark is not None and self._text[mark.index : mark.index + 1] == "\t"
        hint = _INDENT if at_tab or "tab character" in words else _QUOTE
        return _Refusal("F04", self._shift(mark) if mark else self._origin, words, hint)

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
