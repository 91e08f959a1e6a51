"""What the classes of views declare: the types of their fields, and of what those hold."""

from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup
from msgspec import Struct

MISSING = object()


def attribute_type(kind: Any, name: str) -> Any:
    """The type of an attribute of a `kind`, None if it is unknown, MISSING if there may be none."""
    kind = _without_none(kind)
    if not (isinstance(kind, type) and issubclass(kind, Struct)):
        return MISSING
    hints = _field_types(kind)
    if name in hints:
        return hints[name]
    member = getattr(kind, name, MISSING)
    if isinstance(member, property):
        return _result_type(member.fget)
    return MISSING if member is MISSING else None


def method_type(kind: Any, name: str) -> Any:
    """The type of what a method of a `kind` returns; None if it is unknown."""
    kind = _without_none(kind)
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _result_type(getattr(kind, name, None))
    return None


def item_type(kind: Any) -> Any:
    """The type of the items of a tuple or a list; None if it is unknown."""
    kind = _without_none(kind)
    arguments = get_args(kind)
    if get_origin(kind) is tuple and arguments[1:] == (...,):
        return arguments[0]
    return arguments[0] if get_origin(kind) is list else None


def is_text(kind: Any) -> bool:
    """Whether a value of this type is text that has to be escaped, and never None."""
    kind = _plain(kind)
    return isinstance(kind, type) and issubclass(kind, str) and not issubclass(kind, Markup)


def is_number(kind: Any) -> bool:
    """Whether a value of this type is a number, whose text needs no escaping, and never None."""
    return _plain(kind) in (bool, int, float)


@cache
def _field_types(kind: type) -> Mapping[str, Any]:
    try:
        return get_type_hints(kind)
    except NameError:
        # It names a class that only type checkers import.
        return {}


@cache
def _result_type(function: Any) -> Any:
    try:
        return get_type_hints(function).get("return")
    except (NameError, TypeError):
        return None


def _plain(kind: Any) -> Any:
    while isinstance(kind, NewType) or get_origin(kind) is Annotated:
        kind = kind.__supertype__ if isinstance(kind, NewType) else get_args(kind)[0]
    return kind


def _without_none(kind: Any) -> Any:
    """`T` for `T | None`."""
    kind = _plain(kind)
    if get_origin(kind) in (Union, UnionType):
        others = [one for one in get_args(kind) if one is not NoneType]
        return _plain(others[0]) if len(others) == 1 else None
    return kind
