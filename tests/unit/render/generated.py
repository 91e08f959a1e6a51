"""Makes an instance of any view from its fields' types: for page kinds without a sample of ours."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import fields

from ssg.model.scalars import Moment

V = TypeVar("V", bound=Struct)

_TEXT = Markup("<p>Some <em>text</em> of an editor.</p>\n")


def generate(kind: type[Any], *, rich: bool, name: str = "") -> Any:
    """A `kind` for the field `name`: rich with every optional part, else with none of them."""
    if get_origin(kind) in (Union, UnionType):
        given = [one for one in get_args(kind) if one is not NoneType]
        return generate(given[0], rich=rich, name=name) if rich else None
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return (generate(item, rich=rich, name=name),) * 2 if rich else ()
    if kind is Moment:
        return Moment("2026-03-01T09:30")
    if issubclass(get_origin(kind) or kind, Struct):
        return _struct(kind, rich=rich)
    if issubclass(get_origin(kind) or kind, Mapping):
        return {}
    return _scalar(kind, rich=rich, name=name)


def sample(kind: type[V], **values: Any) -> V:
    """A `kind` with these values; required fields without one are generated."""
    hints = get_type_hints(kind)
    lacking = {one.name for one in fields(kind) if one.required} - values.keys()
    generated = {name: generate(hints[name], rich=True, name=name) for name in lacking}
    return kind(**values, **generated)


def _struct(kind: type[Any], *, rich: bool) -> Any:
    hints = get_type_hints(kind)
    # A post may hold posts: the inner ones hold none.
    values = {
        field.name: generate(hints[field.name], rich=rich, name=field.name)
        for field in fields(kind)
        if field.required or (rich and not _is_nested(hints[field.name], kind))
    }
    return kind(**values)


def _is_nested(hint: Any, kind: type[Any]) -> bool:
    return kind in get_args(hint)


def _scalar(kind: type[Any], *, rich: bool, name: str) -> Any:
    if kind is Markup:
        return _TEXT if rich else Markup()
    if issubclass(kind, str):
        if name.endswith(("url", "href", "canonical")):
            return "https://example.org/"
        if name.endswith("lang"):
            return "en"
        required = {"title": "A title", "state": "published", "role": "member"}
        return required.get(name, name if rich else "")
    return kind(3 if rich else 0)
