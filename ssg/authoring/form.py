"""The fields of new content as options, derived from the classes that define the content format."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from ssg.model.frontmatter import FIELDS, PostMeta, ResourceMeta, Status
from ssg.model.ids import KINDS_OF_IDS
from ssg.model.kinds import Kind
from ssg.model.scalars import Choice, HttpUrl, Scalar, ScalarError, Shorthand, Text, parse_text

if TYPE_CHECKING:
    from ssg.yamltext import Value

KINDS = {kind.singular: kind for kind in Kind}
FORMS: dict[str, type[Struct]] = {
    **{name: FIELDS[kind] for name, kind in KINDS.items()},
    # Of its file, only the publisher has other fields.
    "resource": ResourceMeta,
    "answer": PostMeta,
    "reply": PostMeta,
}
PUBLISHER = ("publisher", "name")
# A new post is not removed and has no old anchors, `to` is found out from where it goes, and only
# `ssg review` knows the digest of a text.
_LEFT_OUT = frozenset({("removed",), ("anchor_aliases",), ("to",), ("review", "digest")})
# The option names one of them, and may be given several times.
_SINGULAR = {
    "topics": "topic",
    "guides": "guide",
    "resources": "resource",
    "aliases": "alias",
}


class FormField(Struct, frozen=True, kw_only=True):
    """A field that an option can fill: a text, or a list of texts."""

    where: tuple[str, ...]
    is_required: bool
    is_list: bool
    is_flag: bool
    choices: tuple[str, ...]
    refers_to: Kind | None
    parse: Callable[[str], Any]

    @property
    def name(self) -> str:
        return ".".join(self.where)

    @property
    def option(self) -> str:
        """`--review-by` for `review.by`."""
        if self.where == PUBLISHER:
            return "--publisher"
        *outer, last = self.where
        words = [*outer, _SINGULAR.get(last, last) if self.is_list else last]
        return "--" + "-".join(words).replace("_", "-")

    @property
    def key(self) -> str:
        """The name of the option's value in a program."""
        return self.option[2:].replace("-", "_")


@lru_cache
def form_fields(form: str) -> tuple[FormField, ...]:
    """The fields of a form, in their order in a file."""
    found = (one for one in _fields_of(FORMS[form], ()) if one.where not in _LEFT_OUT)
    if form == "resource":
        publisher = (
            _field(PUBLISHER, Text, is_required=True),
            _field(("publisher", "url"), HttpUrl, is_required=False),
        )
        return (*filter(None, publisher), *found)
    return tuple(found)


def _fields_of(kind: type[Struct], outer: tuple[str, ...]) -> Iterator[FormField]:
    hints = get_type_hints(kind, include_extras=True)
    for one in fields(kind):
        where, annotation = (*outer, one.name), _without_none(hints[one.name])
        if isinstance(annotation, type) and issubclass(annotation, Struct):
            yield from _fields_of(annotation, where)
        elif found := _field(where, annotation, is_required=one.required and not outer):
            yield found


def _field(where: tuple[str, ...], annotation: Any, *, is_required: bool) -> FormField | None:
    """None for a field that no option can fill: a list of fields, or fields of the site's own."""
    mark = _mark(annotation)
    is_list = get_origin(annotation) is tuple or isinstance(mark, Shorthand)
    item = _item(annotation) if is_list else annotation
    mark = _mark(item)
    if not isinstance(mark, Scalar | Choice):
        return None
    base = get_args(item)[0]
    return FormField(
        where=where,
        is_required=is_required,
        is_list=is_list,
        is_flag=base is bool,
        choices=tuple(one.value for one in mark.words) if isinstance(mark, Choice) else (),
        refers_to=KINDS_OF_IDS.get(base) if where[-1] != "id" else None,
        parse=mark.parse,
    )


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(one for one in get_args(annotation) if one is not type(None))
    return annotation


def _mark(annotation: Any) -> Any:
    return get_args(annotation)[1] if get_origin(annotation) is Annotated else None


def _item(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return get_args(annotation)[0]


Given = Mapping[str, str | Sequence[str]]
"""What was given, by the keys of the fields."""


def find_missing(form: str, given: Given) -> list[FormField]:
    """The required fields that were not given, but for the id, which is proposed."""
    return [
        one
        for one in form_fields(form)
        if one.is_required and one.name != "id" and not given.get(one.key)
    ]


def make_fields(form: str, given: Given) -> "tuple[dict[str, Value], list[str]]":
    """The fields of a file in their order, and what is wrong with single values."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    for one in form_fields(form):
        value = given.get(one.key)
        if not value:
            continue
        texts = [value] if isinstance(value, str) else list(value)
        written: list[str] = []
        for text in texts:
            try:
                written.append(_write(one, text))
            except ScalarError as error:
                problems.append(f"{one.option}: {error}")
        holder = found
        for name in one.where[:-1]:
            holder = holder.setdefault(name, {})
        holder[one.where[-1]] = list(written) if one.is_list else "".join(written)
    if "status" in FORMS[form].__struct_fields__:
        found.setdefault("status", Status.DRAFT.value)
    return _in_order(found, form), problems


def _write(field: FormField, text: str) -> str:
    """The text as it is written to the file. Raises ScalarError."""
    value = field.parse(text)
    # Of a text, what a reader makes of it: on one line, without spaces around it.
    return str(value) if field.parse is parse_text else text


def _in_order(found: "Mapping[str, Value]", form: str) -> "dict[str, Value]":
    names = ("publisher", *FORMS[form].__struct_fields__)
    return {name: found[name] for name in names if name in found}
