"""The documents of a site as rows with fields: those of their files, and some computed ones."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct

from ssg.model.documents import Guide, Person, PostKind, ResourceFile, Thread
from ssg.model.frontmatter import (
    GuideMeta,
    PageMeta,
    PersonMeta,
    Publisher,
    ResourceMeta,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.kinds import Kind
from ssg.model.scalars import day_of
from ssg.pipeline.catalog import Catalog, Entry

METAS: dict[Kind, type[Struct]] = {
    Kind.THREAD: ThreadMeta,
    Kind.GUIDE: GuideMeta,
    Kind.TOPIC: TopicMeta,
    Kind.PAGE: PageMeta,
    Kind.RESOURCE: ResourceMeta,
    Kind.PERSON: PersonMeta,
}
OF_ALL = ("path", "kind", "id", "state", "title", "lang")
"""The computed fields of every kind."""
COMPUTED: dict[Kind, tuple[str, ...]] = {
    Kind.THREAD: ("answers", "replies", "review", "people"),
    Kind.GUIDE: ("review", "people"),
    Kind.TOPIC: (),
    Kind.PAGE: (),
    Kind.RESOURCE: ("publisher", "publisher.url"),
    Kind.PERSON: (),
}
_LANGUAGES = frozenset({Kind.THREAD, Kind.GUIDE, Kind.TOPIC, Kind.PAGE, Kind.RESOURCE})


class Row(Struct, frozen=True, kw_only=True):
    """A document, or one resource of a file; `meta` is None for a file with errors."""

    entry: Entry
    id: str
    meta: Any
    publisher: Publisher | None = None

    @property
    def kind(self) -> Kind:
        return self.entry.kind


def make_rows(catalog: Catalog, kind: Kind | None) -> Iterator[Row]:
    for entry in catalog.entries if kind is None else catalog.of(kind):
        match entry.document:
            case ResourceFile(resources=resources):
                for one in resources:
                    yield Row(entry=entry, id=one.meta.id, meta=one.meta, publisher=one.publisher)
            case None:
                yield Row(entry=entry, id=entry.id, meta=None)
            case document:
                yield Row(entry=entry, id=entry.id, meta=getattr(document, "meta", None))


@lru_cache
def field_names(kind: Kind) -> tuple[str, ...]:
    """All fields of the rows of a kind; those inside another one with a dot: `review.by`."""
    names = dict.fromkeys((*OF_ALL, *COMPUTED[kind], *_names_in(METAS[kind])))
    if kind not in _LANGUAGES:
        names.pop("lang")
    return tuple(names)


def _names_in(kind: type[Struct], prefix: str = "") -> Iterator[str]:
    hints = get_type_hints(kind)
    for name in kind.__struct_fields__:
        yield prefix + name
        inner = _class_in(hints[name])
        if inner:
            yield from _names_in(inner, f"{prefix}{name}.")


def _class_in(annotation: Any) -> type[Struct] | None:
    options = (annotation, *getattr(annotation, "__args__", ()))
    return next((one for one in options if isinstance(one, type) and issubclass(one, Struct)), None)


class Fields:
    """The values of the fields of rows, as text, a number, a yes or no, or a list of these."""

    def __init__(self, catalog: Catalog) -> None:
        self._clock = catalog.clock
        self._language = catalog.given.settings.language
        self._computed: Mapping[str, Callable[[Row], Any]] = {
            "path": lambda row: row.entry.path,
            "kind": lambda row: row.kind.value,
            "id": lambda row: row.id,
            "state": lambda row: row.entry.state.value,
            "title": _title,
            "lang": self._lang,
            "answers": lambda row: _count_posts(row, PostKind.ANSWER),
            "replies": lambda row: _count_posts(row, PostKind.REPLY),
            "review": self._review,
            "people": _people,
            "publisher": lambda row: row.publisher and row.publisher.name,
            "publisher.url": lambda row: row.publisher and row.publisher.url,
        }

    def value(self, row: Row, name: str) -> Any:
        """None where the row has no such field, or nothing in it."""
        if compute := self._computed.get(name):
            return compute(row)
        found: Any = row.meta
        for part in name.split("."):
            found = _part(found, part)
        return _plain(found)

    def _lang(self, row: Row) -> str | None:
        if row.meta is None or row.kind not in _LANGUAGES:
            return None
        return str(row.meta.lang or self._language)

    def _review(self, row: Row) -> str | None:
        """`never`, `changed`, `overdue` or `current`, for what can be reviewed."""
        document = row.entry.document
        if not isinstance(document, Thread | Guide):
            return None
        review = document.meta.review
        if review is None:
            return "never"
        if document.changed_since_review:
            return "changed"
        is_overdue = review.due and day_of(review.due) < self._clock.today
        return "overdue" if is_overdue else "current"


def _title(row: Row) -> str | None:
    if isinstance(row.entry.document, Person):
        return str(row.meta.name)
    return str(row.meta.title) if row.meta else None


def _count_posts(row: Row, kind: PostKind) -> int | None:
    """Without the removed ones."""
    if not isinstance(row.entry.document, Thread):
        return None
    return sum(one.kind is kind and not one.meta.removed for one in row.entry.document.posts)


def _people(row: Row) -> list[str] | None:
    """Who wrote a post, or reviewed it: ids of people."""
    if not isinstance(row.entry.document, Thread | Guide):
        return None
    references = row.entry.document.references
    return list(dict.fromkeys(one.id for one in references if one.kind is Kind.PERSON))


def _part(value: Any, name: str) -> Any:
    if isinstance(value, tuple | list):
        return [found for one in value if (found := _part(one, name)) is not None]
    if isinstance(value, dict):
        return value.get(name)
    return getattr(value, name, None)


def _plain(value: Any) -> Any:
    """The value without the classes of the model."""
    found = msgspec.to_builtins(_named(value))
    return None if found in ([], {}, "") else found


def _named(value: Any) -> Any:
    """Records as mappings: msgspec takes them for arrays, without the names of their fields."""
    if isinstance(value, Struct):
        found = {name: _named(getattr(value, name)) for name in value.__struct_fields__}
        return {name: one for name, one in found.items() if one not in (None, [], {})}
    if isinstance(value, tuple | list):
        return [_named(one) for one in value]
    return value
