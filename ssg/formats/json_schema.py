"""JSON Schemas (draft 2020-12) of fields, made from the classes that define them.

They describe what an editor's parser of YAML 1.2 makes of a file, in which numbers are numbers, and
accept all that ssg accepts. What only shows between fields or documents is left to `ssg check`.
https://json-schema.org/draft/2020-12
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from ssg.formats.core_types import core_scalar, core_value
from ssg.formats.descriptions import Description, Descriptions, load_descriptions
from ssg.formats.kinds import Format
from ssg.model.ids import KINDS_OF_IDS
from ssg.model.kinds import Kind
from ssg.model.scalars import Choice, Grammar, Scalar, Shorthand, parse_text
from ssg.yamltext import Value, read_mapping

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EMPTY = {"$ref": "#/$defs/empty"}
_EMPTY_DEFINITION = {
    "description": "A field without a value is the same as no field.",
    "type": ["string", "null"],
    "pattern": r"^\s*$",
}
_VISIBLE = r"(?=[\s\S]*\S)"
# Lists that must not be empty where their field is given: ssg.parse.frontmatter checks that.
_NEEDS_ITEM = {"topics": True, "covers": False}
"""Whether that is so only where the field is required."""


class KnownId(Struct, frozen=True, kw_only=True):
    id: str
    title: str


KnownIds = Mapping[Kind, Sequence[KnownId]]
"""The ids that a site has."""


def schema_of(
    given: Format, *, descriptions: Descriptions | None = None, ids: KnownIds | None = None
) -> Schema:
    """The schema of a format. With `ids`, references name one of them, and it has no `$id`: it is
    that of a site, and published nowhere.
    """
    described = (descriptions or load_descriptions()).get(given.name, {})
    writer = _Writer(described, ids or {})
    return {
        "$schema": _DIALECT,
        **({} if ids else {"$id": given.id}),
        "title": given.title,
        **writer.object_of(given.fields, ""),
        "$defs": {"empty": _EMPTY_DEFINITION},
    }


class _Writer:
    def __init__(self, described: Mapping[str, Description], ids: KnownIds) -> None:
        self._described = described
        self._ids = ids
        self._by_class: dict[tuple[type[Any], str], Description] = {}

    def object_of(self, kind: type[Any], prefix: str) -> Schema:
        """The schema of a class of fields, whose dotted names start with `prefix`."""
        hints = get_type_hints(kind, include_extras=True)
        known = fields(kind)
        schema: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                one.name: {
                    **self._about(kind, one, prefix),
                    **self._field(one, hints[one.name], prefix),
                }
                for one in known
            },
        }
        if required := [one.name for one in known if one.required]:
            schema["required"] = required
        return schema

    def _field(self, field: FieldInfo, annotation: Any, prefix: str) -> Schema:
        schema = self._value(annotation, f"{prefix}{field.name}.")
        if _NEEDS_ITEM.get(field.name) is field.required and schema.get("type") == "array":
            schema["minItems"] = 1
        return _required(schema) if field.required else _optional(schema)

    def _about(self, kind: type[Any], field: FieldInfo, prefix: str) -> Schema:
        about: Schema = {}
        if description := self._describe(kind, field.name, prefix):
            about["description"] = description.text
            if (example := _example(description.example, field.name)) is not None:
                about["examples"] = [example]
        if (default := _default(field.default)) is not None:
            about["default"] = default
        return about

    def _describe(self, kind: type[Any], name: str, prefix: str) -> Description | None:
        """The page describes a class once, at the first field that has it."""
        place = (kind, name)
        if found := self._described.get(f"{prefix}{name}"):
            self._by_class.setdefault(place, found)
        return found or self._by_class.get(place)

    def _value(self, annotation: Any, prefix: str) -> Schema:
        match get_origin(annotation), get_args(annotation):
            case origin, (base, mark) if origin is Annotated:
                return self._marked(base, mark, prefix)
            case origin, (base, none) if origin in (Union, UnionType) and none is type(None):
                return self._value(base, prefix)
            case origin, (item, end) if origin is tuple and end is ...:
                return {"type": "array", "items": _optional(self._value(item, prefix))}
            case origin, (key, item) if origin is dict:
                return self._mapping(key, item, prefix)
        return {} if annotation is Any else self.object_of(annotation, prefix)

    def _mapping(self, key: Any, item: Any, prefix: str) -> Schema:
        schema: Schema = {"type": "object"}
        if key is not str:
            schema["propertyNames"] = self._value(key, prefix)
        if item is not Any:
            schema["additionalProperties"] = _optional(self._value(item, prefix))
        return schema

    def _marked(self, base: Any, mark: Any, prefix: str) -> Schema:
        if isinstance(mark, Choice):
            return {"type": "string", "enum": [word.value for word in mark.words]}
        if isinstance(mark, Shorthand):
            long = self._value(base, prefix)
            return {"anyOf": [_short_form(mark, long), long]}
        assert isinstance(mark, Scalar), "ssg.schema reads no other marks"
        if is_reference(base, mark) and (ids := self._ids.get(KINDS_OF_IDS[base])):
            return _enumeration(ids)
        return _scalar(mark.grammar)


def is_reference(base: Any, mark: Scalar) -> bool:
    """Whether a field with this type names something, rather than being the name of it."""
    # A reference accepts any text; what has an id of its own takes only an id.
    return base in KINDS_OF_IDS and mark.parse is parse_text


def _scalar(grammar: Grammar) -> Schema:
    types = grammar.types
    schema: Schema = {"type": types[0] if len(types) == 1 else list(types)}
    if grammar.pattern:
        schema["pattern"] = f"^(?:{grammar.pattern})$"
    limits = {
        "minimum": grammar.minimum,
        "maximum": grammar.maximum,
        "maxLength": grammar.max_length,
    }
    return schema | {name: limit for name, limit in limits.items() if limit is not None}


def _enumeration(ids: Sequence[KnownId]) -> Schema:
    """An enumeration of ids, with their titles as the editors of Microsoft's family know them."""
    values: list[Any] = [one.id for one in ids]
    titles = [one.title for one in ids]
    for one in ids:
        # An editor takes an id such as 112 for a number.
        if (typed := core_scalar(one.id)) != one.id:
            values.append(typed)
            titles.append(one.title)
    return {"enum": values, "enumDescriptions": titles}


def _short_form(mark: Shorthand, long: Schema) -> Schema:
    """The schema of the single value that stands for the `long` form."""
    expanded = mark.expand("")
    if isinstance(expanded, list):
        items: Schema = long["items"]
        return items
    [name] = expanded
    short: Schema = long["properties"][name]
    return {key: value for key, value in short.items() if key not in ("description", "examples")}


def _required(schema: Schema) -> Schema:
    """The schema of a value that must not be empty."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_required(one) for one in schema["anyOf"]]}
    pattern = schema.get("pattern", "")
    if not _is_text(schema) or _VISIBLE in pattern:
        return schema
    return {**schema, "pattern": pattern.replace("^", f"^{_VISIBLE}", 1)}


def _optional(schema: Schema) -> Schema:
    """The schema of a value that may be empty."""
    if not schema or _EMPTY in schema.get("anyOf", ()):
        return schema
    if _is_text(schema):
        return {**schema, "type": [*schema["type"], "null"]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], _EMPTY]}
    return {"anyOf": [schema, _EMPTY]}


def _is_text(schema: Schema) -> bool:
    """Whether any text is accepted, blank ones too."""
    return "boolean" in schema.get("type", ()) and "\\x00" in schema.get("pattern", "")


def _example(line: str, name: str) -> Any:
    """The first value of a field with this name in a line of YAML; None if there is none."""
    mapping, _ = read_mapping(line, path="")
    found = next(_find(mapping.value, name), None) if mapping else None
    return None if found is None else core_value(found)


def _find(value: Value, name: str) -> Iterator[Value]:
    """The values of all fields with this name, those further out first."""
    if isinstance(value, str):
        return
    if isinstance(value, dict) and name in value:
        yield value[name]
    for one in value.values() if isinstance(value, dict) else value:
        yield from _find(one, name)


def _default(default: Any) -> Any:
    """The default of a field, where JSON has such a value and it says something."""
    if isinstance(default, StrEnum):
        return default.value
    is_known = default is not NODEFAULT and isinstance(default, bool | int | float | str)
    return default if is_known and default != "" else None
