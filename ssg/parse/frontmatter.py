"""Splits a document into its front matter and its body, and reads the front matter."""

import re
from collections.abc import Mapping
from datetime import tzinfo
from itertools import islice
from typing import Generic, TypeVar

from msgspec import Struct

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Location
from ssg.model.documents import Alias, OutsideLink, PastDate, Reference
from ssg.model.frontmatter import ThreadMeta
from ssg.model.kinds import Kind
from ssg.parse.clearings import find_clearings
from ssg.parse.consistency import check_consistency
from ssg.parse.references import (
    find_aliases,
    find_outside_addresses,
    find_past_dates,
    find_references,
)
from ssg.schema import check_fields
from ssg.yamltext import Path, YamlMapping, read_mapping

M = TypeVar("M")

_PLAIN_DELIMITER = re.compile(r"^---\s*$", re.MULTILINE)

_ADDRESSES = ("source.url", "sources.url")
"""The fields with addresses on other sites."""


class SplitDocument(Struct, frozen=True, kw_only=True):
    """A document's fields, and its body with the line on which it starts."""

    fields: YamlMapping | None
    body: str
    body_line: int

    @property
    def first_text_line(self) -> int:
        """The line of the body's first text; 0 if it has none."""
        leading = len(self.body) - len(self.body.lstrip())
        if leading == len(self.body):
            return 0
        return self.body_line + self.body.count("\n", 0, leading)


class FrontMatter(Struct, Generic[M], frozen=True, kw_only=True):
    """What front matter contains; `meta` is None if it has errors.

    References and aliases are found in spite of errors, so that they are checked too.
    """

    meta: M | None
    references: tuple[Reference, ...]
    aliases: tuple[Alias, ...]
    dates: tuple[PastDate, ...] = ()
    outside: tuple[OutsideLink, ...] = ()


def find_delimiters(text: str) -> list[re.Match[str]]:
    """The lines before and after the front matter of `text`, or as many of them as it has."""
    closing = text.find("\n---") if text.startswith("---\n") else -1
    # As nearly all files have it. No line between the two starts with three dashes.
    if closing >= 0 and text.startswith("\n", closing + len("\n---")):
        return list(islice(_PLAIN_DELIMITER.finditer(text), 2))
    return list(islice(_delimiter().finditer(text), 2))


def _delimiter() -> re.Pattern[str]:
    """python-frontmatter's, so that any line is one that editors know for one.

    Only that is its own: its splitting does not report an unclosed block, and strips the body's
    first indentation.
    """
    # It loads the parsers of YAML, TOML and JSON.
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415

    return YAMLHandler.FM_BOUNDARY


def split_front_matter(text: str, *, path: str) -> tuple[SplitDocument | None, list[Diagnostic]]:
    """Split `text` after its front matter; None with F01 or F02 if it has none.

    For invalid YAML `fields` is None, with a diagnostic, so that errors in the body are
    found in the same run.
    """
    delimiters = find_delimiters(text)
    if not delimiters or delimiters[0].start() > 0:
        return None, [_report_missing(text, path)]
    if len(delimiters) < 2:
        hint = "add a line '---' after the fields"
        return None, [_first_line("F02", path, "the front matter is not closed", hint)]
    start, end = delimiters[0].end(), delimiters[1].start()
    fields, diagnostics = read_mapping(text[start:end], path=path, first_line=_line(text, start))
    body = text[delimiters[1].end() :]
    # Without a body, its line is that of the delimiter: the next one may be past the file's end.
    body_line = _line(text, delimiters[1].end() if body else end)
    return SplitDocument(fields=fields, body=body, body_line=body_line), diagnostics


def read_front_matter(
    split: SplitDocument, kind: type[M], references: Mapping[Path, Kind], settings: Settings
) -> tuple[FrontMatter[M], list[Diagnostic]]:
    """The fields of a document as a `kind`, and all that is wrong in them.

    `references` are the fields that name other documents.
    """
    if split.fields is None:
        return FrontMatter(meta=None, references=(), aliases=()), []
    meta, diagnostics = check_front_matter(kind, split.fields, settings.zone)
    aliases, found = find_aliases(split.fields, prefix=settings.prefix)
    front = FrontMatter(
        meta=meta,
        references=tuple(find_references(split.fields, references)),
        aliases=aliases,
        dates=tuple(find_past_dates(split.fields)),
        outside=tuple(find_outside_addresses(split.fields, _ADDRESSES)),
    )
    return front, diagnostics + found


def check_front_matter(
    kind: type[M], fields: YamlMapping, zone: tzinfo
) -> tuple[M | None, list[Diagnostic]]:
    """The `fields` of a document as a `kind`, or None if one is invalid; and all diagnostics.

    `topics`, if the kind has it, names at least one topic.
    """
    meta, diagnostics = check_fields(kind, fields)
    diagnostics += check_consistency(fields, zone)
    names = getattr(kind, "__struct_fields__", ())
    if "topics" in names and fields.get(("topics",)) == []:
        at = fields.locate_key(("topics",))
        message, hint = "required field 'topics' is empty", "name a topic: topics: [sleep]"
        diagnostics.append(Diagnostic(code="F08", at=at, message=message, hint=hint))
    covers = ("review", "covers")
    if kind is ThreadMeta and fields.get(covers) == []:
        message = "'review.covers' names nothing that was reviewed"
        hint = "name question, answers or both, or remove the review"
        diagnostics.append(fields.diagnostic("F12", covers, message, hint))
    diagnostics += find_clearings(getattr(meta, "cleared", ()), fields)
    return meta, diagnostics


def _report_missing(text: str, path: str) -> Diagnostic:
    if _delimiter().match(text.lstrip()):
        hint = "remove the blank lines and spaces before the first '---'"
        return _first_line("F01", path, "front matter must start on line 1", hint)
    hint = "start the file with a line '---', then the fields, then another line '---'"
    return _first_line("F01", path, "the file has no front matter", hint)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _first_line(code: str, path: str, message: str, hint: str) -> Diagnostic:
    at = Location(path=path, line=1, column=1)
    return Diagnostic(code=code, at=at, message=message, hint=hint)
