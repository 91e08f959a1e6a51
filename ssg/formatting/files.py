"""Formats a file: its front matter or all of it, and the fields of its posts."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ssg.diagnostics import Diagnostic, Severity
from ssg.editing.lines import Lines
from ssg.formats.kinds import FORMATS
from ssg.formatting.fields import format_fields
from ssg.model.frontmatter import Fields
from ssg.model.kinds import Kind
from ssg.parse.frontmatter import SplitDocument, find_delimiters, split_front_matter
from ssg.parse.html.events import scan_events
from ssg.parse.html.source import Source
from ssg.parse.plain.division import divide, find_heads
from ssg.parse.threads.split import SplitThread, split_posts
from ssg.schema import check_fields
from ssg.text import decode
from ssg.yamltext import YamlMapping, read_mapping

_FENCE = re.compile(r"(`{3,}|~{3,})")
_KINDS: dict[Kind | None, type[Fields]] = {one.kind: one.fields for one in FORMATS.values()}
SETTINGS: type[Fields] = FORMATS["site"].fields
POST: type[Fields] = FORMATS["post"].fields


class Formatted(Struct, frozen=True, kw_only=True):
    """A file after formatting; with an error in its fields, `data` is as it was."""

    data: bytes
    error: Diagnostic | None = None


class FieldsBlock(Struct, frozen=True, kw_only=True):
    """The lines `[first, end)` of a file, from 1, that are the fields of a `kind`."""

    first: int
    end: int
    kind: type[Fields]


class Mistake(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def format_file(data: bytes, *, path: str, kind: Kind | None) -> Formatted:
    """The file at `path` of the site formatted; `kind` is None for site.yaml."""
    try:
        blocks = list(find_blocks(data, path, kind))
    except Mistake as mistake:
        return Formatted(data=data, error=mistake.diagnostic)
    body = data.removeprefix(BOM_UTF8)
    text = body.decode()
    lines = Lines(text)
    for block in reversed(blocks):
        start, end = lines.start_of(block.first), lines.start_of(block.end)
        text = text[:start] + format_fields(text[start:end], block.kind) + text[end:]
    return Formatted(data=data[: len(data) - len(body)] + text.encode())


def find_blocks(data: bytes, path: str, kind: Kind | None) -> Iterator[FieldsBlock]:
    """The fields in a file, from its first line to its last. Raises Mistake."""
    text = _sound(decode(data, path=path))
    if kind is None or kind.is_data:
        mapping = _sound(read_mapping(text, path=path))
        fields = SETTINGS if kind is None else _KINDS[kind]
        _check(mapping, fields)
        yield FieldsBlock(first=1, end=text.count("\n") + 2, kind=fields)
        return
    split = _sound(split_front_matter(text, path=path))
    assert split.fields, "fields that cannot be read have a diagnostic"
    _check(split.fields, _KINDS[kind])
    opening, closing = find_delimiters(text)
    first = text.count("\n", 0, opening.end()) + 2
    end = text.count("\n", 0, closing.start()) + 1
    yield FieldsBlock(first=first, end=end, kind=_KINDS[kind])
    if kind is Kind.THREAD:
        yield from _find_posts(_source(path, split), text)


def _source(path: str, split: SplitDocument) -> Source:
    return Source(path=path, text=split.body, first_line=split.body_line)


def _find_posts(source: Source, text: str) -> Iterator[FieldsBlock]:
    thread = _divide(source)
    lines = text.split("\n")
    for post in thread.posts:
        if post.fields is None:
            continue
        _check(post.fields, POST)
        first = post.fields.origin.line
        end = _end_of_fence(lines, first)
        # Markdown takes away the indentation of a block that is indented.
        written, _ = read_mapping("\n".join([*lines[first - 1 : end - 1], ""]), path=source.path)
        if written and written.value == post.fields.value:
            yield FieldsBlock(first=first, end=end, kind=POST)


def _divide(source: Source) -> SplitThread:
    heads = find_heads(source.data)
    if heads is not None and (plain := divide(source, heads)):
        return plain
    thread: SplitThread = _sound(split_posts(source, scan_events(source)))
    return thread


def _end_of_fence(lines: list[str], first: int) -> int:
    """The line that closes the block of code whose text begins on the line `first`."""
    found = _FENCE.search(lines[first - 2])
    assert found, "a block of fields begins with its fence"
    closing = re.compile(rf" {{0,3}}{found[1][0]}{{{len(found[1])},}}[ \t]*")
    numbers = range(first, len(lines) + 1)
    return next((one for one in numbers if closing.fullmatch(lines[one - 1])), first)


def _sound(found: tuple[Any, list[Diagnostic]]) -> Any:
    """What was found, if there are no errors. Raises Mistake."""
    value, diagnostics = found
    for one in diagnostics:
        if one.severity is Severity.ERROR:
            raise Mistake(one)
    return value


def _check(mapping: YamlMapping, kind: type[Fields]) -> None:
    _, diagnostics = check_fields(kind, mapping)
    if diagnostics:
        raise Mistake(diagnostics[0])
