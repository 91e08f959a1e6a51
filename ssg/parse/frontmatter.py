"""Divides a document into its front matter and its body."""

from itertools import islice
from typing import TypeVar

from frontmatter.default_handlers import YAMLHandler
from msgspec import Struct

from ssg.diagnostics import Diagnostic, Location
from ssg.parse.consistency import check_consistency
from ssg.schema import check_fields
from ssg.yamltext import YamlMapping, read_mapping

T = TypeVar("T")

# python-frontmatter's own splitting says nothing of an unclosed block and strips the body's first
# indentation; its idea of a boundary is the one that editors know.
_BOUNDARY = YAMLHandler.FM_BOUNDARY


class Divided(Struct, frozen=True, kw_only=True):
    """A document's fields, and its body with the line on which that starts."""

    fields: YamlMapping | None
    body: str
    body_line: int

    @property
    def first_text_line(self) -> int:
        """The line of the body's first text; 0 when it has none."""
        leading = len(self.body) - len(self.body.lstrip())
        if leading == len(self.body):
            return 0
        return self.body_line + self.body.count("\n", 0, leading)


def divide(text: str, *, path: str) -> tuple[Divided | None, list[Diagnostic]]:
    """Divide `text` at its front matter; None with F01 or F02 when there is none.

    Broken YAML leaves `fields` None, with its diagnostic, so that the body's own
    mistakes are found in the same run.
    """
    boundaries = list(islice(_BOUNDARY.finditer(text), 2))
    if not boundaries or boundaries[0].start() > 0:
        return None, [_without_front_matter(text, path)]
    if len(boundaries) < 2:
        hint = "end the fields with a line '---'"
        return None, [_at_top("F02", path, "the front matter is not closed", hint)]
    start, end = boundaries[0].end(), boundaries[1].start()
    fields, diagnostics = read_mapping(text[start:end], path=path, first_line=_line(text, start))
    body_start = boundaries[1].end()
    divided = Divided(fields=fields, body=text[body_start:], body_line=_line(text, body_start))
    return divided, diagnostics


def check_front_matter(kind: type[T], divided: Divided) -> tuple[T | None, list[Diagnostic]]:
    """The fields of a document as a `kind`, or None with all that is wrong in them.

    `topics`, where the kind has it, names at least one topic.
    """
    if divided.fields is None:
        return None, []
    meta, diagnostics = check_fields(kind, divided.fields)
    diagnostics += check_consistency(divided.fields)
    named = getattr(kind, "__struct_fields__", ())
    if "topics" in named and divided.fields.get(("topics",)) == []:
        at = divided.fields.at_key(("topics",))
        message, hint = "required field 'topics' is empty", "name a topic: topics: [sleep]"
        diagnostics.append(Diagnostic(code="F08", at=at, message=message, hint=hint))
    return meta, diagnostics


def _without_front_matter(text: str, path: str) -> Diagnostic:
    if _BOUNDARY.match(text.lstrip()):
        hint = "remove the blank lines and spaces before the first '---'"
        return _at_top("F01", path, "front matter must start on line 1", hint)
    hint = "start the file with a line '---', its fields, and another '---'"
    return _at_top("F01", path, "has no front matter", hint)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _at_top(code: str, path: str, message: str, hint: str) -> Diagnostic:
    at = Location(path=path, line=1, column=1)
    return Diagnostic(code=code, at=at, message=message, hint=hint)
