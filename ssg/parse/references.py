"""Finds the references, aliases and dates in front matter, with their places."""

from collections.abc import Iterator, Mapping

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Alias, PastDate, PastField, Reference
from ssg.model.kinds import Kind
from ssg.model.scalars import ScalarError, parse_moment
from ssg.urls import alias_problem
from ssg.yamltext import Path, YamlMapping

_PAST_FIELDS: tuple[tuple[PastField, tuple[str, ...]], ...] = tuple(
    (field, tuple(field.split("."))) for field in PastField
)


def find_references(mapping: YamlMapping, fields: Mapping[Path, Kind]) -> Iterator[Reference]:
    """The ids in `fields`, which name documents of a kind, each with its place."""
    for where, kind in fields.items():
        value = mapping.get(where)
        if isinstance(value, str):
            yield _make_reference(mapping, kind, where, value)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, str):
                    yield _make_reference(mapping, kind, (*where, index), item)


def _make_reference(mapping: YamlMapping, kind: Kind, where: Path, value: str) -> Reference:
    at = mapping.locate(where)
    field = ".".join(part for part in where if isinstance(part, str))
    name = " ".join(value.split())
    return Reference(field=field, kind=kind, id=name, line=at.line, column=at.column)


def find_past_dates(mapping: YamlMapping, *, below: Path = ()) -> Iterator[PastDate]:
    """The valid dates in fields that say when something happened, each with its place.

    `below` is where the fields are in `mapping`.
    """
    fields = mapping.get(below)
    for field, path in _PAST_FIELDS:
        # Most of them are absent.
        if not isinstance(fields, dict) or path[0] not in fields:
            continue
        for where in _places(mapping, below, path):
            value = mapping.get(where)
            if not isinstance(value, str):
                continue
            try:
                date = parse_moment(value)
            except ScalarError:
                continue
            at = mapping.locate(where)
            yield PastDate(field=field, date=date, line=at.line, column=at.column)


def _places(mapping: YamlMapping, below: Path, path: Path) -> Iterator[Path]:
    """Where the field at `path` is: in each item, if its first part is a list."""
    first, *rest = path
    outer = (*below, first)
    items = mapping.get(outer) if rest else None
    if isinstance(items, list):
        for index in range(len(items)):
            yield (*outer, index, *rest)
    else:
        yield (*outer, *rest)


def find_aliases(
    mapping: YamlMapping, *, prefix: str
) -> tuple[tuple[Alias, ...], list[Diagnostic]]:
    """A document's valid aliases, and A05 for the others.

    `prefix` is the path that the site is served under; an alias does not include it.
    """
    paths = mapping.get(("aliases",))
    if not isinstance(paths, list):
        return (), []
    aliases: list[Alias] = []
    diagnostics: list[Diagnostic] = []
    for index, path in enumerate(paths):
        if not isinstance(path, str):
            continue
        where = ("aliases", index)
        problem = alias_problem(path)
        if prefix and path.startswith(f"{prefix}/"):
            problem = f"starts with the site's own prefix '{prefix}'"
        if problem:
            hint = "write the old address from the site's root, such as /questions/old-name/"
            if "longer than" in problem:
                hint = "shorten it, or remove it"
            message = f"alias '{path}' {problem}"
            diagnostics.append(mapping.diagnostic("A05", where, message, hint))
        else:
            at = mapping.locate(where)
            aliases.append(Alias(path=path, line=at.line, column=at.column))
    return tuple(aliases), diagnostics
