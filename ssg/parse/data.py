"""Parses the YAML files: the resources of a publisher, and people."""

from typing import TypeVar

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.model.documents import (
    Alias,
    OutsideLink,
    PastDate,
    Person,
    Reference,
    Resource,
    ResourceFile,
)
from ssg.model.frontmatter import PersonMeta, ResourceFileMeta
from ssg.model.kinds import Kind
from ssg.parse.clearings import find_clearings
from ssg.parse.references import (
    find_aliases,
    find_outside_addresses,
    find_past_dates,
    find_references,
)
from ssg.parse.result import Parsed, SourceText
from ssg.schema import check_fields
from ssg.yamltext import YamlMapping, read_mapping

M = TypeVar("M")


def parse_resources(file: SourceText, settings: Settings) -> Parsed[ResourceFile]:
    """The resources in `file`, or all its errors."""
    mapping, meta, diagnostics = _read_fields(file, ResourceFileMeta)
    if mapping is None or meta is None:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    resources: list[Resource] = []
    topics: list[Reference] = []
    aliases: list[Alias] = []
    dates: list[PastDate] = []
    outside: list[OutsideLink] = [*find_outside_addresses(mapping, ["publisher.url"])]
    for index, fields in enumerate(meta.resources):
        at = mapping.locate(("resources", index, "id"))
        resources.append(
            Resource(
                meta=fields,
                publisher=meta.publisher,
                path=file.path,
                line=at.line,
                column=at.column,
            )
        )
        topics += find_references(mapping, {("resources", index, "topics"): Kind.TOPIC})
        below = ("resources", index)
        dates += find_past_dates(mapping, below=below)
        outside += find_outside_addresses(mapping, ["url", "archived"], below=below)
        valid, found = find_aliases(mapping, prefix=settings.prefix, below=below)
        aliases += valid
        diagnostics += found
    if has_errors(diagnostics):
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    document = ResourceFile(
        path=file.path,
        resources=tuple(resources),
        references=tuple(topics),
        aliases=tuple(aliases),
        dates=tuple(dates),
        outside=tuple(outside),
    )
    return Parsed(document=document, diagnostics=tuple(diagnostics))


def parse_person(file: SourceText) -> Parsed[Person]:
    """The person in `file`, or all its errors."""
    mapping, meta, diagnostics = _read_fields(file, PersonMeta)
    if mapping is None or meta is None:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    if meta.id != file.id:
        message = f"id '{meta.id}' does not match the file name"
        hint = f"write 'id: {file.id}', or rename the file to {meta.id}.yaml"
        diagnostics.append(mapping.diagnostic("F12", ("id",), message, hint))
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    outside = tuple(find_outside_addresses(mapping, ["url"]))
    document = Person(path=file.path, meta=meta, outside=outside)
    return Parsed(document=document, diagnostics=tuple(diagnostics))


def _read_fields(
    file: SourceText, kind: type[M]
) -> tuple[YamlMapping | None, M | None, list[Diagnostic]]:
    mapping, diagnostics = read_mapping(file.text, path=file.path)
    if mapping is None:
        return None, None, diagnostics
    meta, found = check_fields(kind, mapping)
    diagnostics += found
    diagnostics += find_clearings(getattr(meta, "cleared", ()), mapping)
    return mapping, meta, diagnostics
