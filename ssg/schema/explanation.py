"""Says what is wrong with fields.

Pydantic reports all errors of a mapping at once, each with its path, which the
mapping turns into a line and a column.
"""

import re
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from ssg.diagnostics import Diagnostic, Fix, fix_on_line
from ssg.nearest import find_nearest
from ssg.yamlslips import YamlSlip, find_field_slip, find_item_slip, find_slip, suggest_plain
from ssg.yamltext import Path, YamlMapping, field_name

T = TypeVar("T")

_BRACKETS_HINT = "write one value; put text that contains ': ' or starts with [ or { in quotes"

# Text that needs no quotes in a flow sequence, and is short enough for a hint.
_FLOW_TEXT = re.compile(r"[\w ./,-]{1,60}")

_KEY = "[key]"
"""What pydantic adds to the path of a key, where that is what is wrong."""

# Building the validator of a class costs more than checking a hundred files with it.
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def explain_fields(kind: type[T], mapping: YamlMapping) -> tuple[T | None, list[Diagnostic]]:
    """An instance of `kind`, or None and all errors in `mapping`."""
    try:
        return _adapter(kind).validate_python(mapping.value), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
    return None, [_convert_error(kind, mapping, entry) for entry in found]


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _convert_error(kind: type, mapping: YamlMapping, entry: Any) -> Diagnostic:
    where: Path = entry["loc"]
    name = field_name(where)
    match entry["type"]:
        case "missing":
            return _missing_field(mapping, where)
        case "extra_forbidden":
            return _unknown_field(kind, mapping, where)
        case "tuple_type":
            message, hint = f"'{name}' expects a list", _list_hint(kind, mapping, where)
        case "dict_type":
            known = _known_fields(kind, where)
            value = "a list" if isinstance(mapping.get(where), list) else "a single value"
            message = f"'{name}' expects fields, not {value}"
            hint = f"its fields: {', '.join(known)}" if known else "indent 'name: value' lines"
            hint = _slip_hint(find_field_slip(str(mapping.get(where)))) or hint
        case code if where[-1] == _KEY:
            message = f"{field_name(where[:-1])}: {entry['msg']}"
            return Diagnostic(code=code, at=mapping.locate_key(where[:-1]), message=message)
        case code:
            given = mapping.get(where)
            hint = _BRACKETS_HINT if isinstance(given, list | dict) else suggest_plain(given or "")
            near = entry.get("ctx", {}).get("near", "")
            hint = hint or (f"did you mean '{near}'?" if near else "")
            fixes = _make_fixes(mapping, where, near, entry) if near else ()
            return mapping.diagnostic(code, where, f"{name}: {entry['msg']}", hint, fixes=fixes)
    return mapping.diagnostic("F07", where, message, hint)


def _make_fixes(mapping: YamlMapping, where: Path, near: str, entry: Any) -> tuple[Fix, ...]:
    """The fix that writes the value that was most likely meant."""
    is_safe: bool = entry["ctx"].get("is_only", False)
    width = mapping.width(where)
    return fix_on_line(mapping.locate(where), width, near, is_safe=is_safe) if width else ()


def _list_hint(kind: type, mapping: YamlMapping, where: Path) -> str:
    """How to write the value at `where`, which is not a list, as a list."""
    given = mapping.get(where)
    if isinstance(given, str) and (hint := _slip_hint(find_item_slip(given))):
        return hint
    if _known_fields(kind, where):
        return "start each entry with '- '"
    if isinstance(given, str) and " - " in given:
        return f"start each item on a line of its own, below '{where[-1]}:'"
    items = given if isinstance(given, str) and _FLOW_TEXT.fullmatch(given) else "one, two"
    return f"write {where[-1]}: [{items}]"


def _slip_hint(slip: YamlSlip | None) -> str:
    return f"{slip.message}: {slip.hint}" if slip else ""


def _unknown_field(kind: type, mapping: YamlMapping, where: Path) -> Diagnostic:
    known = _known_fields(kind, where[:-1])
    slip = find_slip(str(where[-1]))
    near, is_only = find_nearest(str(where[-1]), known)
    at = mapping.locate_key(where)
    fixes: tuple[Fix, ...] = ()
    width = mapping.key_width(where)
    if near and width and not slip:
        # It may stand beside the field that it was meant to be.
        is_safe = is_only and (*where[:-1], near) not in mapping.keys
        fixes = fix_on_line(at, width, near, is_safe=is_safe)
    hint = f"did you mean '{near}'?" if near else f"known fields: {', '.join(known)}"
    return Diagnostic(
        code="F06",
        at=at,
        message=f"unknown field '{field_name(where)}'",
        hint=_slip_hint(slip) or hint,
        fixes=fixes,
    )


def _missing_field(mapping: YamlMapping, where: Path) -> Diagnostic:
    """F08 at an empty field, or for an absent one at the mapping that should contain it."""
    is_empty = where in mapping.keys
    return Diagnostic(
        code="F08",
        at=mapping.locate_key(where) if is_empty else mapping.locate(where[:-1]),
        message=f"required field '{field_name(where)}' is {'empty' if is_empty else 'missing'}",
        hint=f"add '{where[-1]}: …'",
    )


def _known_fields(kind: type, where: Path) -> list[str]:
    """The field names of the class at `where` inside `kind`."""
    for part in where:
        if isinstance(part, str):
            kind = get_type_hints(kind).get(part, kind)
        kind = _unwrap_class(kind)
    return list(getattr(kind, "__struct_fields__", ()))


def _unwrap_class(annotation: Any) -> Any:
    """The class of fields in `X | None` or `tuple[X, ...]`, or the annotation itself."""
    for argument in getattr(annotation, "__args__", ()):
        if hasattr(argument, "__struct_fields__"):
            return argument
    return annotation
