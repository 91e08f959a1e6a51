"""Parses the YAML files: resources of a publisher, and people."""

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Person, Reference, Resource, ResourceFile
from ssg.model.frontmatter import PersonMeta, ResourceFileMeta
from ssg.model.kinds import Kind
from ssg.parse.references import references
from ssg.parse.result import Parsed, SourceText
from ssg.schema import check_fields
from ssg.yamltext import YamlMapping, read_mapping


def parse_resources(file: SourceText) -> Parsed[ResourceFile]:
    """The resources in `file`, or every mistake that is in it."""
    mapping, diagnostics = read_mapping(file.text, path=file.path)
    meta = None
    if mapping:
        meta, found = check_fields(ResourceFileMeta, mapping)
        diagnostics += found
    if mapping is None or meta is None:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    resources: list[Resource] = []
    topics: list[Reference] = []
    for index, fields in enumerate(meta.resources):
        at = mapping.at(("resources", index, "id"))
        resources.append(
            Resource(meta=fields, publisher=meta.publisher, line=at.line, column=at.column)
        )
        topics += references(mapping, {("resources", index, "topics"): Kind.TOPIC})
    document = ResourceFile(path=file.path, resources=tuple(resources), references=tuple(topics))
    return Parsed(document=document, diagnostics=tuple(diagnostics))


def parse_person(file: SourceText) -> Parsed[Person]:
    """The person in `file`, or every mistake that is in it."""
    mapping, diagnostics = read_mapping(file.text, path=file.path)
    meta = None
    if mapping:
        meta, found = check_fields(PersonMeta, mapping)
        diagnostics += found
    if mapping is None or meta is None:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    if meta.id != file.id:
        diagnostics.append(_not_the_file_name(mapping, meta.id, file.id))
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    return Parsed(document=Person(path=file.path, meta=meta), diagnostics=tuple(diagnostics))


def _not_the_file_name(mapping: YamlMapping, given: str, name: str) -> Diagnostic:
    return Diagnostic(
        code="F12",
        at=mapping.at(("id",)),
        message=f"id '{given}' is not the file's name",
        hint=f"write 'id: {name}', or rename the file to {given}.yaml",
    )
