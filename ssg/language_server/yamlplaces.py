"""Finds what is being written at a place in YAML that may not be valid yet.

The parser of ssg needs whole YAML, which a field in the middle of being typed is not. This reads
lines, indentation and brackets alone; where they make no sense it finds nothing, or the wrong
field, for which nothing is then offered.
"""

import re
from collections.abc import Sequence

from msgspec import Struct, field

_LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<key>[\w-]+):(?=\s|$) *)?(?P<rest>.*)", re.DOTALL
)
_COMMENT = re.compile(r"(?:^|\s)#")
_FLOW_END = re.compile(r"[,\[\]{}]|\s#|: ")
_NAME = re.compile(r"[\w-]*")

Path = tuple[str, ...]


class YamlPlace(Struct, frozen=True, kw_only=True):
    """The name or the value of a field, from one character of its line to another (from 0)."""

    path: Path
    """The names of the fields around it, without positions in lists; the last is a value's own."""
    is_name: bool
    """Whether it is, or may become, the name of a field, which is not in the path."""
    is_item: bool = False
    """Whether it stands alone in a list."""
    start: int
    end: int
    text: str
    """What is there, without quotes."""
    before: str
    """The part of it before the place that was asked for."""


class _Frame(Struct):
    """An open bracket, and the field whose value it begins."""

    bracket: str
    owner: str


class _Flow(Struct):
    """What is open where a value has been read up to some character."""

    frames: list[_Frame] = field(default_factory=list)
    key: str = ""
    """The field in braces whose value comes next."""
    start: int = 0
    """Where the token begins that is not complete."""
    quote: str = ""

    def read(self, text: str, start: int) -> None:
        """Reads a value, or what follows it on a further line, from `start`."""
        self.start = start
        for position in range(start, len(text)):
            sign = text[position]
            token = text[self.start : position].strip()
            if self.quote:
                self.quote = "" if sign == self.quote else self.quote
            elif sign in "\"'" and not token:
                self.quote = sign
            elif sign == "#" and text[:position][-1:].isspace():
                return
            elif sign in "[{" and (self.frames or not token):
                self.frames.append(_Frame(sign, self.key))
                self._begin(position + 1)
            elif self.frames and sign in "]}":
                self.frames.pop()
                self._begin(position + 1)
            elif self.frames and sign == ",":
                self._begin(position + 1)
            elif self.frames and sign == ":" and self.frames[-1].bracket == "{" and not self.key:
                self.key, self.start = token.strip("\"'"), position + 1

    def path(self) -> Path:
        keys = (*(frame.owner for frame in self.frames), self.key)
        return tuple(key for key in keys if key)

    def _begin(self, start: int) -> None:
        self.key, self.start = "", start


def find_place(lines: Sequence[str], first: int, line: int, character: int) -> YamlPlace | None:
    """What is at a place of `lines`, of which the YAML starts at `first`."""
    outer: list[tuple[int, str]] = []
    flow = _Flow()
    for text in lines[first:line]:
        found = _match(text)
        if flow.frames:
            flow.read(text, 0)
        elif text.strip() and not text.lstrip().startswith("#"):
            _leave(outer, found)
            flow = _Flow()
            if found["key"]:
                outer.append((found.start("key"), found["key"]))
                flow.read(text, found.start("rest"))
    text = lines[line]
    if flow.frames:
        flow.read(text[:character], 0)
        return _in_flow(_keys(outer), flow, text, character)
    return _in_block(outer, text, character)


def _in_block(outer: list[tuple[int, str]], text: str, character: int) -> YamlPlace | None:
    found = _match(text)
    if not text.strip():
        # The indentation alone says to what the new field will belong.
        path = tuple(key for indent, key in outer if indent < character)
        return _place(path, text, character, character, is_name=True)
    _leave(outer, found)
    path = _keys(outer)
    key, start = found["key"], found.start("rest")
    comment = _COMMENT.search(text, start)
    end = comment.start() if comment else len(text)
    if key and found.start("key") <= character <= found.end("key"):
        return _place(path, text[: found.end("key")], found.start("key"), character, is_name=True)
    if character < start or character > end:
        return None
    if not key and not found["dashes"]:
        is_name = _NAME.fullmatch(text, start, end) is not None
        return _place(path, text[:end], start, character, is_name=True) if is_name else None
    if key:
        path = (*path, key)
    flow = _Flow()
    flow.read(text[:character], start)
    if flow.frames:
        return _in_flow(path, flow, text, character)
    return _place(path, text[:end], start, character, is_item=not key)


def _in_flow(outer: Path, flow: _Flow, text: str, character: int) -> YamlPlace | None:
    start = flow.start
    start += len(text[start:character]) - len(text[start:character].lstrip())
    if flow.quote:
        closing = text.find(flow.quote, max(character, start + 1))
        end = closing + 1 if closing >= 0 else len(text)
    else:
        stop = _FLOW_END.search(text, character)
        end = stop.start() if stop else len(text)
    path = (*outer, *flow.path())
    in_braces = flow.frames[-1].bracket == "{"
    return _place(
        path,
        text[:end],
        start,
        character,
        is_name=in_braces and not flow.key,
        is_item=not in_braces,
    )


def _place(
    path: Path,
    text: str,
    start: int,
    character: int,
    *,
    is_name: bool = False,
    is_item: bool = False,
) -> YamlPlace:
    """The token of `text` from `start` to its end, inside its quotes if it has some."""
    end = max(len(text.rstrip()), character)
    quote = text[start : start + 1]
    if quote and quote in "\"'" and character > start:
        start += 1
        if end > start and text[end - 1 : end] == quote and character < end:
            end -= 1
    return YamlPlace(
        path=path,
        is_name=is_name,
        is_item=is_item,
        start=start,
        end=end,
        text=text[start:end].strip(),
        before=text[start:character],
    )


def _match(text: str) -> re.Match[str]:
    found = _LINE.match(text)
    assert found
    return found


def _leave(outer: list[tuple[int, str]], found: re.Match[str]) -> None:
    """Leaves the fields that end before a line: all that are not further out."""
    indent, is_item = len(found["indent"]), bool(found["dashes"])
    # The items of a list may be as far out as the field that they belong to.
    while outer and (outer[-1][0] > indent or (outer[-1][0] == indent and not is_item)):
        outer.pop()


def _keys(outer: Sequence[tuple[int, str]]) -> Path:
    return tuple(key for _, key in outer)
