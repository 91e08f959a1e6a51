"""Finds the references, aliases, dates and outside addresses in fields, with their places."""

from collections.abc import Iterable, Iterator, Mapping

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Alias, OutsideLink, PastDate, PastField, Reference
from ssg.model.kinds import Kind
from ssg.model.scalars import ScalarError, parse_moment
from ssg.urls import alias_problem, is_web_address
from ssg.yamltext import Path, Value, YamlMapping

# Each with its name in the document, and if that has fields, the one of them that it is.
_PAST_FIELDS: tuple[tuple[PastField, str, str], ...] = tuple(
    (field, field.partition(".")[0], field.partition(".")[2]) for field in PastField
)


def find_references(mapping: YamlMapping, fields: Mapping[Path, Kind]) -> Iterator[Reference]:
    """The ids in `fields`, which name documents of a kind, each with its place."""
    for where, kind in fields.items():
        # Most of them are absent.
        if where[0] not in mapping.value:
            continue
        value = mapping.get(where)
        if isinstance(value, str):
            yield _make_reference(mapping, kind, where, value)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, str):
                    yield _make_reference(mapping, kind, (*where, index), item)


def _make_reference(mapping: YamlMapping, kind: Kind, where: Path, value: str) -> Reference:
    at = mapping.place(where)
    field = ".".join([part for part in where if isinstance(part, str)])
    name = " ".join(value.split())
    width = mapping.width(where)
    return Reference(field=field, kind=kind, id=name, line=at.line, column=at.column, width=width)


def find_past_dates(mapping: YamlMapping, *, below: Path = ()) -> Iterator[PastDate]:
    """The valid dates in fields that say when something happened, each with its place.

    `below` is where the fields are in `mapping`.
    """
    fields = mapping.get(below)
    if not isinstance(fields, dict):
        return
    for field, name, inner in _PAST_FIELDS:
        if name not in fields:
            continue
        for where, value in _find_values((*below, name), fields[name], inner):
            if not isinstance(value, str):
                continue
            try:
                date = parse_moment(value)
            except ScalarError:
                continue
            line, column = mapping.place(where)
            yield PastDate(field=field, date=date, line=line, column=column)


def _find_values(where: Path, value: Value, inner: str) -> Iterator[tuple[Path, Value | None]]:
    """The `value` at `where`, or its field `inner`; of each item, if it is a list of fields."""
    if not inner:
        yield where, value
    elif isinstance(value, dict):
        yield (*where, inner), value.get(inner)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield (*where, index, inner), item.get(inner)


def find_outside_addresses(
    mapping: YamlMapping, fields: Iterable[str], *, below: Path = ()
) -> Iterator[OutsideLink]:
    """The web addresses in `fields`, such as `url` or `source.url`, each with its place.

    `below` is where the fields are in `mapping`. A field may be in each item of a list.
    """
    values = mapping.get(below)
    if not isinstance(values, dict):
        return
    for field in fields:
        name, _, inner = field.partition(".")
        # Most of them are absent.
        if name not in values:
            continue
        for where, value in _find_values((*below, name), values[name], inner):
            if isinstance(value, str) and is_web_address(value):
                line, column = mapping.place(where)
                address = column if mapping.width(where) == len(value) else 0
                yield OutsideLink(url=value, field=field, line=line, column=column, address=address)


def find_aliases(
    mapping: YamlMapping, *, prefix: str, below: Path = ()
) -> tuple[tuple[Alias, ...], list[Diagnostic]]:
    """The valid aliases of a document, and A05 for the others.

    `prefix` is the path that the site is served under; an alias does not include it. `below` is
    where the fields are in `mapping`.
    """
    field = (*below, "aliases")
    paths = mapping.get(field)
    if not isinstance(paths, list):
        return (), []
    aliases: list[Alias] = []
    diagnostics: list[Diagnostic] = []
    for index, path in enumerate(paths):
        if not isinstance(path, str):
            continue
        where = (*field, index)
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
            at = mapping.place(where)
            aliases.append(Alias(path=path, line=at.line, column=at.column))
    return tuple(aliases), diagnostics
