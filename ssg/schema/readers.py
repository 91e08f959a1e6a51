"""Reads YAML values as instances of the classes of fields, where nothing can be wrong with them.

A reader is made from the annotations of a class: it returns what pydantic would, or raises Unclear
or ScalarError, and says nothing of the mistake.
"""

from collections.abc import Callable
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec.structs import fields

from ssg.model.frontmatter import Fields
from ssg.model.scalars import Choice, Scalar, Shorthand

T = TypeVar("T")
Reader = Callable[[Any], Any]


class Unclear(Exception):
    """The value may be wrong, or its type is not known here."""


_READERS: dict[type, Reader] = {}


def class_reader(kind: type[T]) -> Callable[[Any], T]:
    """Reads a mapping as a `kind`; made once for each class."""
    if kind not in _READERS:
        _READERS[kind] = _make_class_reader(kind) if issubclass(kind, Fields) else _refuse
    return _READERS[kind]


def _make_class_reader(kind: type[Fields]) -> Reader:
    hints = get_type_hints(kind, include_extras=True)
    readers = {one.name: _reader(hints[one.name]) for one in fields(kind)}
    required = {one.name for one in fields(kind) if one.required}

    def read(value: Any) -> Fields:
        if type(value) is not dict or not required <= value.keys() <= readers.keys():
            raise Unclear
        return kind(**{name: readers[name](given) for name, given in value.items()})

    return read


def _reader(annotation: Any) -> Reader:
    match get_origin(annotation), get_args(annotation):
        case origin, (base, mark) if origin is Annotated:
            return _marked_reader(base, mark)
        case origin, (base, none) if origin in (Union, UnionType) and none is type(None):
            return _reader(base)
        case origin, (item, end) if origin is tuple and end is ...:
            return _tuple_reader(_reader(item))
        case origin, (key, item) if origin is dict:
            return _dict_reader(_reader(key), _reader(item))
    if annotation is Any:
        return lambda value: value
    if annotation is str:
        return _read_name
    return class_reader(annotation) if isinstance(annotation, type) else _refuse


def _marked_reader(base: Any, mark: object) -> Reader:
    match mark:
        case Scalar() | Choice():
            return _scalar_reader(mark.parse)
        case Shorthand(expand=expand):
            read = _reader(base)
            return lambda value: read(expand(value) if type(value) is str else value)
    return _refuse


def _scalar_reader(parse: Callable[[str], Any]) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not str:
            raise Unclear
        return parse(value)

    return read


def _tuple_reader(read_item: Reader) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise Unclear
        return tuple([read_item(item) for item in value])

    return read


def _dict_reader(read_key: Reader, read_item: Reader) -> Reader:
    def read(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise Unclear
        return {read_key(key): read_item(item) for key, item in value.items()}

    return read


def _read_name(value: Any) -> str:
    # Pydantic refuses half of a surrogate pair, which YAML may contain as an escape.
    if type(value) is not str or not value.isprintable():
        raise Unclear
    return value


def _refuse(_value: Any) -> Any:
    raise Unclear
