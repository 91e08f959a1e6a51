"""Checks YAML mappings against the classes that define their fields.

Pydantic finds every mistake of a mapping at once and names its path; the
mapping's places turn the path into a line and a column.
"""

import re
from difflib import get_close_matches
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from ssg.diagnostics import Diagnostic
from ssg.yamltext import Path, YamlMapping

T = TypeVar("T")

# What is the same within brackets as without, and short enough for a hint.
_PLAIN = re.compile(r"[\w ./,-]{1,60}")

# Compiling a class into a validator costs more than checking a hundred files with it.
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def check_fields(kind: type[T], mapping: YamlMapping) -> tuple[T | None, list[Diagnostic]]:
    """An instance of `kind`, or None with all that is wrong in `mapping`."""
    try:
        return _adapter(kind).validate_python(mapping.value), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    return None, [_diagnostic(kind, mapping, entry) for entry in found]


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _diagnostic(kind: type, mapping: YamlMapping, entry: Any) -> Diagnostic:
    where: Path = entry["loc"]
    name = _name(where)
    match entry["type"]:
        case "missing":
            return _missing(mapping, where)
        case "extra_forbidden":
            return _unknown(kind, mapping, where)
        case "tuple_type":
            message, hint = f"'{name}' expects a list", _as_a_list(kind, mapping, where)
        case "dict_type":
            known = _known_fields(kind, where)
            message = f"'{name}' expects fields of its own, not a single value"
            hint = f"its fields: {', '.join(known)}" if known else "indent 'name: value' lines"
        case code:
            return Diagnostic(code=code, at=mapping.at(where), message=f"{name}: {entry['msg']}")
    return Diagnostic(code="F07", at=mapping.at(where), message=message, hint=hint)


def _as_a_list(kind: type, mapping: YamlMapping, where: Path) -> str:
    """How to write as a list what was given as something else."""
    if _known_fields(kind, where):
        return "start each entry with '- '"
    given = mapping.get(where)
    plain = isinstance(given, str) and _PLAIN.fullmatch(given)
    return f"write {where[-1]}: [{given if plain else 'one, two'}]"


def _unknown(kind: type, mapping: YamlMapping, where: Path) -> Diagnostic:
    known = _known_fields(kind, where[:-1])
    near = get_close_matches(str(where[-1]), known, n=1)
    return Diagnostic(
        code="F06",
        at=mapping.at_key(where),
        message=f"unknown field '{_name(where)}'",
        hint=f"did you mean '{near[0]}'?" if near else f"known fields: {', '.join(known)}",
    )


def _missing(mapping: YamlMapping, where: Path) -> Diagnostic:
    """An absent field is reported where it would stand, an empty one where it is."""
    given_empty = where in mapping.keys
    return Diagnostic(
        code="F08",
        at=mapping.at_key(where) if given_empty else mapping.at(where[:-1]),
        message=f"required field '{_name(where)}' is {'empty' if given_empty else 'missing'}",
        hint=f"add '{where[-1]}: …'",
    )


def _name(where: Path) -> str:
    """`resources[2].url`, counted from 1 as an editor counts."""
    text = ""
    for part in where:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


def _known_fields(kind: type, where: Path) -> list[str]:
    """The field names of the class that stands at `where` inside `kind`."""
    for part in where:
        if isinstance(part, str):
            kind = get_type_hints(kind).get(part, kind)
        kind = _class_within(kind)
    return list(getattr(kind, "__struct_fields__", ()))


def _class_within(annotation: Any) -> Any:
    """The class of fields in `X | None` or `tuple[X, ...]`, or the annotation itself."""
    for argument in getattr(annotation, "__args__", ()):
        if hasattr(argument, "__struct_fields__"):
            return argument
    return annotation
