"""What an editor's cursor is on: a field of a file, or a link in its text."""

import posixpath
import re
from collections.abc import Sequence

from msgspec import Struct

from ssg.config import SETTINGS_FILE, Settings
from ssg.discover import kind_at
from ssg.language_server.lines import Spot
from ssg.language_server.yamlplaces import YamlPlace, find_place
from ssg.model.frontmatter import FIELDS, Fields, PostMeta
from ssg.model.kinds import Kind
from ssg.parse.html.links import Inside, LinkBase, classify_link

_DELIMITER = re.compile(r"---\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*([^`]*)")
# A link in a text, an image, and what defines a link that is used elsewhere.
_LINKS = re.compile(
    r"(?P<image>!?)\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]\(\s*(?:<(?P<angled>[^<>]*)>?|(?P<bare>[^\s()<>]*))"
    r"|^ {0,3}\[[^\[\]]+\]:\s*(?:<(?P<angled2>[^<>]*)>?|(?P<bare2>\S*))"
)
_LONGEST_LINE = 20_000


class FieldPlace(Struct, frozen=True, kw_only=True):
    """A field in the front matter, in the block of a post, or in a YAML file."""

    model: type[Fields]
    """What the fields outside all others belong to."""
    line: int
    at: YamlPlace


class LinkPlace(Struct, frozen=True, kw_only=True):
    """The address of a link or an image, from one character of a line to another."""

    line: int
    start: int
    end: int
    address: str
    before: str
    """The part of the address before the cursor; all of it if the cursor is on the link's text."""
    is_image: bool
    is_on_address: bool


def place_at(path: str, lines: Sequence[str], spot: Spot) -> FieldPlace | LinkPlace | None:
    """What is at `spot` in the file at `path`."""
    found = find_yaml(path, lines, spot.line)
    if found:
        model, first = found
        at = find_place(lines, first, spot.line, spot.character)
        return FieldPlace(model=model, line=spot.line, at=at) if at else None
    kind = kind_at(path)
    if kind is None or kind.is_data or path == SETTINGS_FILE:
        return None
    return _link_at(lines[spot.line], spot)


def find_yaml(path: str, lines: Sequence[str], line: int) -> tuple[type[Fields], int] | None:
    """What the fields at a line are, and on which line their YAML starts; None outside YAML."""
    if path == SETTINGS_FILE:
        return Settings, 0
    kind = kind_at(path)
    if kind is None:
        return None
    if kind.is_data:
        return FIELDS[kind], 0
    end = end_of_front_matter(lines)
    if 0 < line < end:
        return FIELDS[kind], 1
    first = _block_around(lines, end, line) if kind is Kind.THREAD and line > end else None
    return (PostMeta, first) if first is not None else None


def end_of_front_matter(lines: Sequence[str]) -> int:
    """The line that closes it; the number of lines if none does, and 0 if there is none."""
    if not lines or not _DELIMITER.fullmatch(lines[0]):
        return 0
    for number, text in enumerate(lines):
        if number and _DELIMITER.fullmatch(text):
            return number
    return len(lines)


def _block_around(lines: Sequence[str], start: int, line: int) -> int | None:
    """The first line in the yaml block that `line` is in, if it is in one."""
    fence, first, is_yaml = "", 0, False
    for number in range(start + 1, line):
        found = _FENCE.match(lines[number])
        if not found:
            continue
        if not fence:
            fence, first = found[1], number + 1
            is_yaml = found[2].split()[:1] == ["yaml"]
        elif found[1].startswith(fence) and not found[2].strip():
            fence = ""
    closes = _FENCE.match(lines[line]) if fence else None
    return first if fence and is_yaml and not closes else None


def _link_at(text: str, spot: Spot) -> LinkPlace | None:
    for found in _LINKS.finditer(text[:_LONGEST_LINE]):
        name = next((name for name in found.groupdict() if name != "image" and found[name]), "")
        start, end = found.span(name) if name else (found.end(), found.end())
        if found.start() <= spot.character <= end:
            is_on_address = spot.character >= start
            return LinkPlace(
                line=spot.line,
                start=start,
                end=end,
                address=text[start:end],
                before=text[start : spot.character] if is_on_address else text[start:end],
                is_image=bool(found["image"]),
                is_on_address=is_on_address,
            )
    return None


def target_of(path: str, address: str) -> str:
    """What an address in the file at `path` leads to, as in `Link.target`; else empty."""
    folder = posixpath.dirname(path).removeprefix("content/")
    found = classify_link(address, LinkBase(folder=folder))
    return found.target if isinstance(found, Inside) else ""
