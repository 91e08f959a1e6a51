"""What is known of each field from the classes that define it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from ssg.formats.descriptions import load_descriptions
from ssg.formats.kinds import FORMATS
from ssg.model.frontmatter import Fields
from ssg.model.ids import KINDS_OF_IDS
from ssg.model.kinds import Kind
from ssg.model.scalars import Choice, Moment, Scalar, parse_text

_WORDS = {bool: "true or false", int: "a whole number", float: "a number", Moment: "a date"}


class Field(Struct, frozen=True, kw_only=True):
    """One field: what it takes, in words, and what an editor may choose from."""

    name: str
    is_required: bool = False
    is_list: bool = False
    refers_to: Kind | None = None
    choices: tuple[str, ...] = ()
    model: type[Fields] | None = None
    """The class of the fields in its value."""
    keys_are_free: bool = False
    """Whether its value has fields of any name, each of which has a value of `model`."""
    takes: str = "text"

    @property
    def summary(self) -> str:
        """Such as `topics: ids of topics, required`."""
        return f"{self.takes}, required" if self.is_required else self.takes


def describe_field(model: type[Fields], path: tuple[str, ...]) -> tuple[str, str]:
    """What docs/content-format.md says of the field at a path, and an example of it."""
    name = next((one.name for one in FORMATS.values() if one.fields is model), "")
    found = load_descriptions().get(name, {}).get(".".join(_without_free_names(model, path)))
    return (found.text, found.example) if found else ("", "")


def _without_free_names(model: type[Fields], path: tuple[str, ...]) -> Iterator[str]:
    """The names in a path but for those that authors choose, such as that of a language."""
    for end, name in enumerate(path, 1):
        above = field_at(model, path[: end - 1])
        if above is None or not above.keys_are_free or path[end - 2 : end - 1] != (above.name,):
            yield name


@lru_cache
def fields_of(model: type[Fields]) -> Mapping[str, Field]:
    """The fields of a class, by name, in the order in which they are defined."""
    hints = get_type_hints(model, include_extras=True)
    return {one.name: _describe(one, hints[one.name]) for one in fields(model)}


def field_at(model: type[Fields], path: tuple[str, ...]) -> Field | None:
    """The field at a path of names; None for one that does not exist."""
    found: Field | None = None
    inner: type[Fields] | None = model
    is_free = False
    for name in path:
        if is_free:
            # A name that the author chose, such as that of a language.
            is_free = False
            continue
        found = fields_of(inner).get(name) if inner else None
        if found is None:
            return None
        inner, is_free = found.model, found.keys_are_free
    return found


def names_at(model: type[Fields], path: tuple[str, ...]) -> Mapping[str, Field]:
    """The fields that may be in the value at a path of names."""
    if not path:
        return fields_of(model)
    found = field_at(model, path)
    if found is None or found.model is None:
        return {}
    # Below free names, the path has one name more than the field.
    if found.keys_are_free and path[-1] == found.name:
        return {}
    return fields_of(found.model)


def _describe(info: FieldInfo, hint: Any) -> Field:
    marks: list[Any] = []
    is_list = is_free = False
    while True:
        origin, given = get_origin(hint), get_args(hint)
        if origin is Annotated:
            marks += given[1:]
            hint = given[0]
        elif origin in (Union, UnionType):
            hint = next(one for one in given if one is not NoneType)
        elif origin is tuple:
            is_list, hint = True, given[0]
        elif origin is dict:
            is_free, hint = True, given[1]
        else:
            break
    choices = tuple(str(one) for mark in marks if isinstance(mark, Choice) for one in mark.words)
    if hint is bool:
        choices = ("true", "false")
    is_reference = any(isinstance(mark, Scalar) and mark.parse is parse_text for mark in marks)
    kind = KINDS_OF_IDS.get(hint) if is_reference else None
    model = hint if isinstance(hint, type) and issubclass(hint, Fields) else None
    return Field(
        name=info.name,
        is_required=info.required,
        is_list=is_list,
        refers_to=kind,
        choices=choices,
        model=model,
        keys_are_free=is_free and model is not None,
        takes=_say(hint, choices, kind, is_list=is_list),
    )


def _say(hint: Any, choices: tuple[str, ...], kind: Kind | None, *, is_list: bool) -> str:
    if kind:
        noun = kind.name.lower()
        return f"ids of {kind.value}" if is_list else f"the id of a {noun}"
    if choices:
        return f"one of: {', '.join(choices)}" if hint is not bool else "true or false"
    if isinstance(hint, type) and issubclass(hint, Fields):
        names = ", ".join(fields_of(hint))
        return f"a list of fields: {names}" if is_list else f"fields: {names}"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return f"one of: {', '.join(hint)}"
    return _WORDS.get(hint, "a list of texts" if is_list else "text")
