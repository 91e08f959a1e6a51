"""Collects what front matter says of other documents and addresses, with its places."""

from collections.abc import Iterator, Mapping

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Alias, Reference
from ssg.model.kinds import Kind
from ssg.urls import alias_problem
from ssg.yamltext import Path, YamlMapping


def references(mapping: YamlMapping, fields: Mapping[Path, Kind]) -> Iterator[Reference]:
    """The ids that `fields` name, each with the place at which it stands."""
    for where, kind in fields.items():
        value = mapping.get(where)
        if isinstance(value, str):
            yield _reference(mapping, kind, where, value)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, str):
                    yield _reference(mapping, kind, (*where, index), item)


def _reference(mapping: YamlMapping, kind: Kind, where: Path, value: str) -> Reference:
    at = mapping.at(where)
    field = ".".join(part for part in where if isinstance(part, str))
    named = " ".join(value.split())
    return Reference(field=field, kind=kind, id=named, line=at.line, column=at.column)


def aliases(
    mapping: YamlMapping | None, *, prefix: str
) -> tuple[tuple[Alias, ...], list[Diagnostic]]:
    """The well-formed ones of a document's aliases, and A05 for the others.

    `prefix` is the path that the site is served under, which an alias leaves out.
    """
    paths = mapping.get(("aliases",)) if mapping else None
    if mapping is None or not isinstance(paths, list):
        return (), []
    found: list[Alias] = []
    diagnostics: list[Diagnostic] = []
    for index, path in enumerate(paths):
        if not isinstance(path, str):
            continue
        at = mapping.at(("aliases", index))
        problem = alias_problem(path)
        if prefix and path.startswith(f"{prefix}/"):
            problem = f"starts with the site's own prefix '{prefix}'"
        if problem:
            message = f"alias '{path}' {problem}"
            hint = "write the old address from the site's root, such as /questions/old-name/"
            diagnostics.append(Diagnostic(code="A05", at=at, message=message, hint=hint))
        else:
            found.append(Alias(path=path, line=at.line, column=at.column))
    return tuple(found), diagnostics
