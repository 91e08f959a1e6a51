"""Where each key and value is written in YAML, from its first character to its last."""

from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct, field

from ssg.editing.blocks import Block
from ssg.editing.lines import Lines
from ssg.text import normalize_line_ends

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# The parser ends a line at these, which are text for ssg.yamltext, and for editors.
_SEPARATORS = dict.fromkeys(map(ord, "\u0085\u2028\u2029"), "\ue000")


class Scalar(Struct, kw_only=True):
    """A text; `quote` is its quotation mark, `|` or `>`, or empty."""

    start: int
    end: int
    quote: str = ""
    is_blank: bool = False


class Entry(Struct, kw_only=True):
    """A field of a mapping, or an item of a list, whose `key` is empty.

    `start` is where the key begins, or the hyphen of an item in lines of their own. `colon` is
    after the colon of a field.
    """

    key: str = ""
    start: int
    colon: int = -1
    node: "Node"


class Collection(Struct, kw_only=True):
    """A mapping or a list; `is_flow` where it is written in brackets or braces."""

    start: int
    end: int
    is_map: bool
    is_flow: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def items(self) -> list[Entry]:
        """The entries by the indexes that ssg.yamltext gives them: without blank ones."""
        return [one for one in self.entries if not is_blank(one.node)]

    def find(self, part: str | int) -> Entry | None:
        if isinstance(part, int):
            items = () if self.is_map else self.items
            return items[part] if 0 <= part < len(items) else None
        found = (one for one in self.entries if self.is_map and one.key == part)
        return next(found, None)


Node = Scalar | Collection


def is_blank(node: Node) -> bool:
    """Whether it counts as absent."""
    return isinstance(node, Scalar) and node.is_blank


def read_nodes(text: str, block: Block) -> Collection:
    """The mapping in `block`, which ssg.yamltext can read."""
    raw = text[block.start : block.end]
    reader = _Reader(text, Lines(raw), block)
    yaml_text = normalize_line_ends(raw).translate(_SEPARATORS)
    events = yaml.parse(yaml_text, Loader=_Loader)
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            return reader.read_collection(event, events)
    return Collection(start=block.end, end=block.end, is_map=True, is_flow=False)


class _Reader:
    def __init__(self, text: str, lines: Lines, block: Block) -> None:
        self._text = text
        self._lines = lines
        self._block = block

    def read_collection(self, event: Any, events: Iterator[Any]) -> Collection:
        is_map = isinstance(event, yaml.MappingStartEvent)
        start = self._offset(event.start_mark)
        found = Collection(start=start, end=start, is_map=is_map, is_flow=bool(event.flow_style))
        last = yaml.MappingEndEvent if is_map else yaml.SequenceEndEvent
        while not isinstance(one := next(events), last):
            entry = self._read_field(one, events) if is_map else self._read_item(one, events, found)
            found.entries.append(entry)
        if found.is_flow:
            found.end = self._offset(one.end_mark)
        elif found.entries:
            found.end = found.entries[-1].node.end
        return found

    def _read_field(self, key: Any, events: Iterator[Any]) -> Entry:
        start, end = self._offset(key.start_mark), self._offset(key.end_mark)
        found = self._text.find(":", end, self._block.end)
        # In braces, a name without a value needs no colon.
        colon = found + 1 if found >= 0 and not self._text[end:found].strip() else end
        return Entry(
            key=key.value, start=start, colon=colon, node=self._read_node(events, at=colon)
        )

    def _read_item(self, event: Any, events: Iterator[Any], around: Collection) -> Entry:
        start = self._offset(event.start_mark)
        if around.is_flow:
            return Entry(start=start, node=self._read_value(event, events, at=start))
        before = self._text.rfind("-", self._block.start, start)
        is_hyphen = before >= 0 and not self._text[before + 1 : start].strip()
        hyphen = before if is_hyphen else start
        return Entry(start=hyphen, node=self._read_value(event, events, at=hyphen + 1))

    def _read_node(self, events: Iterator[Any], at: int) -> Node:
        return self._read_value(next(events), events, at=at)

    def _read_value(self, event: Any, events: Iterator[Any], at: int) -> Node:
        """The node that begins with `event`; an empty one is `at` the end of its colon or hyphen,
        because the parser gives it a place further on.
        """
        if not isinstance(event, yaml.ScalarEvent):
            return self.read_collection(event, events)
        quote = event.style or ""
        if not event.value and not quote:
            return Scalar(start=at, end=at, is_blank=True)
        start, end = self._offset(event.start_mark), self._offset(event.end_mark)
        # The parser counts the line ends after a block of text, and sometimes spaces, as its own.
        end = start + len(self._text[start:end].rstrip())
        return Scalar(start=start, end=end, quote=quote, is_blank=not event.value.strip())

    def _offset(self, mark: Any) -> int:
        return self._block.start + min(
            self._lines.offset(mark.line + 1, mark.column), self._block.end - self._block.start
        )
