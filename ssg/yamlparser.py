"""Reads any YAML by the events of PyYAML's parser, and explains what is wrong with it."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import yaml

from ssg.diagnostics import Diagnostic, Fix, Location, fix_on_line
from ssg.yamlerrors import explain
from ssg.yamlmapping import Mark, Path, Place, Value, YamlMapping
from ssg.yamlslips import (
    NO_SPACES,
    LineEdit,
    find_field_slip,
    find_lost_sign,
    find_slip,
    quote_rest,
)

_Parser: Any
try:
    # libyaml's parser is four times as fast. A PyYAML built without it reads the same YAML.
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:
    _Parser = yaml.BaseLoader

MAX_DEPTH = 16

_TAG_PREFIX = "tag:yaml.org,2002:"
"""The parser's expansion of `!!` in a tag."""
# PyYAML's parsers end a line at these, as YAML 1.1 did. For editors and git they are text.
_SEPARATORS = ("\u0085", "\u2028", "\u2029")
_PRIVATE = range(0xF0000, 0x10FFFE)
_COMMENT_LIKE_TEXT = re.compile(r"(?<=\s)#[^\s#].*")

# Most events are scalars, for which one comparison of classes is enough.
_Scalar = yaml.ScalarEvent


class _YamlTextError(Exception):
    def __init__(
        self,
        code: str,
        place: Place,
        message: str,
        hint: str = "",
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code, self.place, self.message, self.hint = code, place, message, hint
        self.fixes = fixes


def parse_mapping(
    text: str, *, path: str, first_line: int = 1
) -> tuple[YamlMapping | None, list[Diagnostic]]:
    """As `read_mapping`, always with the parser."""
    reader = _Reader(text, path, Place(first_line, 1))
    try:
        return reader.read(), reader.warnings
    except _YamlTextError as raised:
        error = raised
    except yaml.YAMLError as raised:
        error = reader.convert_error(raised)
    at = Location(path=path, line=error.place.line, column=error.place.column)
    found = Diagnostic(
        code=error.code, at=at, message=error.message, hint=error.hint, fixes=error.fixes
    )
    return None, [found]


class _Reader:
    """Builds values from the parser's events in one pass, and records their marks."""

    def __init__(self, text: str, path: str, origin: Place) -> None:
        self._path = path
        self._origin = origin
        self._written = text
        self._separators = _choose_stand_ins(text)
        self._text = text.translate(self._separators)
        self._values: dict[Path, Mark] = {}
        self._keys: dict[Path, Mark] = {}
        self._has_no_space = not text.isascii() and any(sign in text for sign in NO_SPACES)
        self.warnings: list[Diagnostic] = []
        self._lost_names: list[Any] = []
        self._possible_comments = {
            number: found
            for number, line in enumerate(self._text.split("\n") if "#" in text else ())
            if (found := _COMMENT_LIKE_TEXT.search(line))
        }

    def read(self) -> YamlMapping:
        value = self._read_document()
        for event in self._lost_names:
            message = f"in braces, '{event.value}' has no ': ' and value after it"
            hint = "put text with a comma or a brace in quotes, or use [ ] for a list"
            raise _YamlTextError("F04", self._place(event), message, hint)
        if not isinstance(value, dict):
            kind = "a list" if isinstance(value, list) else "a single value"
            raise _YamlTextError(
                "F03",
                self._origin.shift(self._values[()]),
                f"expects 'field: value' lines, not {kind}",
                self._hint_for(self._values[()]),
            )
        return YamlMapping(
            path=self._path,
            text=self._written,
            origin=self._origin,
            value=value,
            values=self._values,
            keys=self._keys,
        )

    def _hint_for(self, mark: Mark) -> str:
        """How to write the field that was meant at `mark`, where there is no field."""
        slip = find_slip(self._text.split("\n")[mark.line])
        if slip is None:
            return "write each field as 'name: value' on a line of its own"
        return f"{slip.message}: {slip.hint}"

    def _read_document(self) -> Value:
        """The value of the only document; an empty mapping if there is none or it is empty."""
        # Created here because without libyaml the parser's constructor can raise YAMLError.
        self._next = self._restoring(_Parser(self._text).get_event)
        value: Value = {}
        documents = 0
        # Reads to the end, so that the place of a second document is known.
        while (event := self._next()) is not None:
            if isinstance(event, yaml.NodeEvent):
                value = self._read_node(event, ())
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                self._reject_second_document(documents, event)
        if value == "":
            # Its place may be past the end of the text.
            del self._values[()]
            return {}
        return value

    def _restoring(self, get_event: Callable[[], Any]) -> Callable[[], Any]:
        """`get_event` with the line separators of the text again in its scalars."""
        if not self._separators:
            return get_event
        originals = {ord(stand_in): code for code, stand_in in self._separators.items()}

        def get_restored() -> Any:
            event = get_event()
            if type(event) is _Scalar:
                event.value = event.value.translate(originals)
            return event

        return get_restored

    def _check_depth(self, depth: int, event: yaml.Event) -> None:
        if depth > MAX_DEPTH:
            message = f"YAML is nested deeper than {MAX_DEPTH} levels"
            raise _YamlTextError("F10", self._place(event), message, "use fewer levels")

    def _reject_second_document(self, documents: int, event: yaml.Event) -> None:
        if documents > 1:
            message = "a second YAML document starts here"
            hint = "remove this '---', or move what follows to another file"
            raise _YamlTextError("F03", self._place(event), message, hint)

    def _reject_special(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            kind, example = "an alias", f"*{event.anchor}"
        elif event.anchor:
            kind, example = "an anchor", f"&{event.anchor}"
        elif event.tag:
            kind, example = "a tag", str(event.tag).replace(_TAG_PREFIX, "!!")
        else:
            return
        raise _YamlTextError(
            "F11",
            self._place(event),
            f"{kind} ('{example}') is not allowed",
            "write the value itself; put text in quotes if it starts with &, * or !",
        )

    def _read_node(self, event: Any, path: Path) -> Value:
        self._values[path] = event.start_mark
        if type(event) is _Scalar and not event.anchor and not event.tag:
            if self._possible_comments:
                self._check_comment(event)
            if self._has_no_space and not event.style:
                self._check_no_space(event)
            return event.value
        self._reject_special(event)
        self._check_depth(len(path) + 1, event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._read_sequence(path)
        return self._read_mapping(path)

    def _check_comment(self, event: Any) -> None:
        """W10 if a `#` ends a plain value where its author probably meant more text.

        A `#` before a space starts a comment; `#1` and `#sleep` are probably text.
        """
        found = self._possible_comments.get(event.end_mark.line)
        if found and not event.style and event.end_mark.column <= found.start():
            del self._possible_comments[event.end_mark.line]
            line = self._origin.shift(event.end_mark).line
            column = self._origin.column + found.start()
            start = event.start_mark
            is_one_line = start.line == event.end_mark.line
            edit = quote_rest(self._lines[start.line], start.column) if is_one_line else None
            self.warnings.append(
                Diagnostic(
                    code="W10",
                    at=Location(path=self._path, line=line, column=column),
                    message=f"YAML reads the rest of this line as a comment: '{found[0]}'",
                    hint="put the whole value in quotes",
                    fixes=self._make_fixes(start.line, edit),
                )
            )

    @cached_property
    def _lines(self) -> list[str]:
        return self._written.split("\n")

    def _make_fixes(self, line: int, edit: LineEdit | None) -> tuple[Fix, ...]:
        """The fix that makes `edit`, whose line and columns are the parser's."""
        if edit is None:
            return ()
        at = Place(self._origin.line + line, self._origin.column + edit.start)
        return fix_on_line(at, edit.end - edit.start, edit.text, title=edit.title, is_safe=True)

    def _check_no_space(self, event: Any) -> None:
        """W17 if a no-break space keeps a plain value from being a list or from ending."""
        if slip := find_lost_sign(event.value):
            place = self._place(event)
            at = Location(path=self._path, line=place.line, column=place.column)
            self.warnings.append(
                Diagnostic(code="W17", at=at, message=slip.message, hint=slip.hint)
            )

    def _read_sequence(self, path: Path) -> list[Value]:
        items: list[Value] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            item = self._read_node(event, (*path, len(items)))
            if not _is_blank(item):
                items.append(item)
        return items

    def _read_mapping(self, path: Path) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._read_key(event, path)
            inner = (*path, key)
            if inner in self._keys:
                first = self._origin.shift(self._keys[inner]).line
                message = f"'{key}' is given twice (first on line {first})"
                raise _YamlTextError("F05", self._place(event), message, "keep one")
            self._keys[inner] = event.start_mark
            value = self._read_node(self._next(), inner)
            if not _is_blank(value):
                fields[key] = value
            elif not value:
                self._reject_slip(key, event)
                self._check_name(event)
                # The parser gives an empty value a place after it, maybe past the end of the text.
                self._values[inner] = event.start_mark
        return fields

    def _reject_slip(self, key: str, event: Any) -> None:
        """The name of a field without a value may contain the value, as in `{by:x}`."""
        if slip := find_field_slip(key):
            place = self._place(event)
            fixes: tuple[Fix, ...] = ()
            if slip.edit and event.start_mark.line == event.end_mark.line and not event.style:
                start = event.start_mark.column
                edit = slip.edit._replace(start=start + slip.edit.start, end=start + slip.edit.end)
                fixes = self._make_fixes(event.start_mark.line, edit)
            place = place._replace(column=place.column + slip.column)
            raise _YamlTextError("F04", place, slip.message, slip.hint, fixes)

    def _check_name(self, event: Any) -> None:
        """Text between braces after a comma is the name of an empty field, as in `{a: b, c}`.

        It is reported only if all of the text is YAML: an error may say more about it.
        """
        end = event.end_mark
        rest = self._text.split("\n")[end.line][end.column :].lstrip()
        if rest[:1] in (",", "}"):
            self._lost_names.append(event)

    def _read_key(self, event: Any, path: Path) -> str:
        """A key of the mapping at `path`."""
        if type(event) is _Scalar and not event.anchor and not event.tag:
            return event.value
        self._reject_special(event)
        self._check_depth(len(path) + 2, event)
        hint = "put a value that starts with { in quotes"
        message = "the name of a field must be plain text"
        raise _YamlTextError("F07", self._place(event), message, hint)

    def _place(self, event: Any) -> Place:
        return self._origin.shift(event.start_mark)

    def convert_error(self, error: yaml.YAMLError) -> _YamlTextError:
        """The parser's error, explained at the line that is wrong."""
        if isinstance(error, yaml.reader.ReaderError):
            return self._invalid_character(error)
        problem = explain(self._text, error)
        place = Place(self._origin.line + problem.line, self._origin.column + problem.column)
        fixes = self._make_fixes(problem.line, problem.edit)
        return _YamlTextError("F04", place, problem.message, problem.hint, fixes)

    def _invalid_character(self, error: yaml.reader.ReaderError) -> _YamlTextError:
        before = self._text.partition(chr(error.character))[0]
        line = before.count("\n")
        column = len(before) - before.rfind("\n") - 1
        place = Place(self._origin.line + line, self._origin.column + column)
        message = f"contains U+{error.character:04X}, which YAML does not allow"
        return _YamlTextError("F04", place, message, "delete it")


def _choose_stand_ins(text: str) -> dict[int, str]:
    """A private character that `text` does not contain, for each line separator in it."""
    found = [separator for separator in _SEPARATORS if separator in text]
    if not found:
        return {}
    used = set(text)
    free = (character for character in map(chr, _PRIVATE) if character not in used)
    return {ord(separator): next(free) for separator in found}


def _is_blank(value: Value) -> bool:
    """Whether the field counts as absent: its value is empty or only spaces."""
    return isinstance(value, str) and not value.strip()
