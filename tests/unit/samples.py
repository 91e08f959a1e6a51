"""Small documents, and what the stages make of them.

Front matter's references get places of their own: line 3 and on, column 9.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic, Severity
from ssg.digest import digest_of
from ssg.ledger import NO_LEDGER, Ledger
from ssg.model.documents import (
    Alias,
    AnyDocument,
    Document,
    Guide,
    Heading,
    Link,
    OutsideLink,
    Page,
    PastDate,
    PastField,
    Person,
    Post,
    PostKind,
    Reference,
    Resource,
    ResourceFile,
    Thread,
    Topic,
)
from ssg.model.frontmatter import (
    Correction,
    Fields,
    GuideMeta,
    PageMeta,
    Part,
    PersonMeta,
    PostMeta,
    Publisher,
    Removal,
    ResourceMeta,
    Review,
    Role,
    Status,
    ThreadMeta,
    ThreadReview,
    TopicMeta,
)
from ssg.model.ids import GuideId, PageId, PersonId, ResourceId, ThreadId, TopicId
from ssg.model.kinds import Kind
from ssg.model.scalars import Moment
from ssg.model.site import Site
from ssg.model.states import BuildTime
from ssg.resolve import resolve

NOW = "2026-06-01T12:00:00+00:00"
SETTINGS = Settings(title="Health Threads", url="https://example.org")
NOWHERE = SettingsPlaces()

_KINDS = {
    "topics": Kind.TOPIC,
    "guides": Kind.GUIDE,
    "resources": Kind.RESOURCE,
    "parent": Kind.TOPIC,
}


def thread(
    name: str = "sore-back",
    *,
    posts: Iterable[Post] | None = None,
    links: Iterable[Link] = (),
    excerpt: str = "",
    text_line: int = 0,
    changed: bool = False,
    **fields: Any,
) -> Thread:
    """A thread on the topic `back` with one answer."""
    meta = ThreadMeta(**_fields(fields, title=name, asked="2026-01-01T10:00", topics=("back",)))
    posts = tuple([answer()] if posts is None else posts)
    return Thread(
        texts=digest_of(name.encode()),
        path=f"content/threads/{name}.md",
        id=ThreadId(name),
        meta=meta,
        posts=posts,
        links=tuple(links),
        dates=(*_dates(meta), *(date for post in posts for date in _dates(post.meta))),
        references=_references(fields, Kind.THREAD),
        aliases=_aliases(meta.aliases),
        excerpt=excerpt,
        changed_since_review=changed,
        tombstone_text_line=text_line,
    )


def guide(
    name: str = "back-pain",
    *,
    headings: Iterable[str] = (),
    links: Iterable[Link] = (),
    outside: Iterable[str] = (),
    text_line: int = 0,
    changed: bool = False,
    **fields: Any,
) -> Guide:
    """A guide on the topic `back`, reviewed by `rivera`; `changed` since, or not."""
    meta = GuideMeta(**_fields(fields, title=name, topics=("back",), review=review()))
    return Guide(
        texts=digest_of(name.encode()),
        path=f"content/guides/{name}.md",
        id=GuideId(name),
        meta=meta,
        headings=tuple(heading(one) for one in headings),
        links=tuple(links),
        outside=tuple(OutsideLink(url=url, line=20, column=5) for url in outside),
        dates=tuple(_dates(meta)),
        references=_references(fields, Kind.GUIDE),
        aliases=_aliases(meta.aliases),
        changed_since_review=changed,
        tombstone_text_line=text_line,
    )


def topic(name: str = "back", *, links: Iterable[Link] = (), **fields: Any) -> Topic:
    meta = TopicMeta(**_fields(fields, title=name))
    return Topic(
        texts=digest_of(name.encode()),
        path=f"content/topics/{name}.md",
        id=TopicId(name),
        meta=meta,
        links=tuple(links),
        references=_references(fields, Kind.TOPIC),
        aliases=_aliases(meta.aliases),
    )


def page(
    name: str = "about", *, links: Iterable[Link] = (), text_line: int = 0, **fields: Any
) -> Page:
    meta = PageMeta(**_fields(fields, title=name))
    return Page(
        texts=digest_of(name.encode()),
        path=f"content/pages/{name}.md",
        id=PageId(name),
        meta=meta,
        links=tuple(links),
        references=_references(fields, Kind.PAGE),
        aliases=_aliases(meta.aliases),
        tombstone_text_line=text_line,
    )


def resources(*entries: Resource, file: str = "nhs") -> ResourceFile:
    return ResourceFile(
        path=f"content/resources/{file}.yaml",
        resources=entries,
        dates=tuple(date for entry in entries for date in _dates(entry.meta)),
    )


def resource(name: str, *, line: int = 4, publisher: str = "NHS", **fields: Any) -> Resource:
    given = _fields(fields, id=ResourceId(name), title=name, url=f"https://www.nhs.uk/{name}")
    return Resource(
        meta=ResourceMeta(**given),
        publisher=Publisher(name=publisher),
        path="content/resources/nhs.yaml",
        line=line,
        column=5,
    )


def person(name: str = "rivera", *, file: str = "", **fields: Any) -> Person:
    return Person(
        path=f"content/people/{file or name}.yaml",
        meta=PersonMeta(**_fields(fields, id=PersonId(name), name=name.title())),
    )


def answer(anchor: str = "a-1", **fields: Any) -> Post:
    return _post(PostKind.ANSWER, anchor, None, fields)


def reply(anchor: str, *, to: str | None = None, **fields: Any) -> Post:
    return _post(PostKind.REPLY, anchor, to, fields)


def _post(kind: PostKind, anchor: str, parent: str | None, fields: dict[str, Any]) -> Post:
    meta = PostMeta(**_fields(fields, posted="2026-01-02T10:00"))
    return Post(kind=kind, anchor=anchor, parent=parent, meta=meta, line=30)


def removal() -> Removal:
    return Removal(date=Moment("2026-02-01"), reason="spam")


def review(*, due: str | None = None, date: str = "2026-01-01", by: str = "rivera") -> Review:
    return Review(by=PersonId(by), date=Moment(date), due=Moment(due) if due else None)


def thread_review(
    *covers: Part, due: str | None = None, date: str = "2026-01-01", by: str = "rivera"
) -> ThreadReview:
    """Of the whole thread where no part is named."""
    return ThreadReview(
        by=PersonId(by),
        date=Moment(date),
        due=Moment(due) if due else None,
        covers=covers or tuple(Part),
    )


def correction(date: str = "2026-02-01", *, wrong: str = "two", right: str = "three") -> Correction:
    return Correction(date=Moment(date), wrong=wrong, right=right)


def heading(name: str, level: int = 2) -> Heading:
    return Heading(level=level, id=name, text=name)


def link(target: str) -> Link:
    return Link(target=target, line=12, column=7)


def image(target: str) -> Link:
    return Link(target=target, is_image=True, line=14, column=3)


def _fields(fields: dict[str, Any], **usual: Any) -> dict[str, Any]:
    words = {"status": Status, "role": Role}
    return usual | {
        name: words[name](value) if name in words else value for name, value in fields.items()
    }


def _aliases(paths: Iterable[str]) -> tuple[Alias, ...]:
    return tuple(Alias(path=path, line=6, column=12) for path in paths)


def _dates(meta: Fields) -> Iterator[PastDate]:
    """At line 40 and on, column 9, in the order of the enumeration."""
    for position, field in enumerate(PastField):
        for value in _values(meta, field.split(".")):
            yield PastDate(field=field, date=value, line=40 + position, column=9)


def _values(value: Any, parts: list[str]) -> Iterator[Any]:
    """What is at a dotted name, in each item of a list."""
    if isinstance(value, tuple):
        for item in value:
            yield from _values(item, parts)
    elif parts:
        yield from _values(getattr(value, parts[0], None), parts[1:])
    elif value:
        yield value


def _references(fields: dict[str, Any], kind: Kind) -> tuple[Reference, ...]:
    return tuple(
        Reference(field=field, kind=of, id=name, line=3 + position, column=9)
        for position, (field, of, name) in enumerate(_named(fields, kind))
    )


def _named(fields: dict[str, Any], kind: Kind) -> Iterator[tuple[str, Kind, str]]:
    for field, value in fields.items():
        if field == "review" and value:
            yield "review.by", Kind.PERSON, value.by
        elif field in ("related", "translation_of", "duplicate_of") and value:
            for name in [value] if isinstance(value, str) else value:
                yield field, kind, name
        elif field in _KINDS and value:
            for name in [value] if isinstance(value, str) else value:
                yield field, _KINDS[field], name


def join(
    *documents: AnyDocument,
    files: Iterable[str] = (),
    failed: Iterable[str] = (),
    settings: Settings = SETTINGS,
    places: SettingsPlaces = NOWHERE,
    ledger: Ledger = NO_LEDGER,
    now: str = NOW,
    drafts: bool = False,
    preview: bool = False,
) -> tuple[Site, list[Diagnostic]]:
    """What resolve makes of `documents`, `topic()` and `person()`."""
    given = {document.path for document in documents}
    always = [one for one in (topic(), person()) if one.path not in given]
    return resolve(
        [*documents, *always],
        failed={path: Document(path=path) for path in failed},
        files=frozenset(files),
        settings=settings,
        places=places,
        ledger=ledger,
        time=BuildTime(now=now, drafts=drafts, preview=preview),
    )


def site_of(*documents: AnyDocument, **options: Any) -> Site:
    return join(*documents, **options)[0]


def errors(*documents: AnyDocument, **options: Any) -> list[str]:
    return _lines(Severity.ERROR, *documents, **options)


def warnings(*documents: AnyDocument, **options: Any) -> list[str]:
    return _lines(Severity.WARNING, *documents, **options)


def _lines(severity: Severity, *documents: AnyDocument, **options: Any) -> list[str]:
    return [
        f"{found.at}: {found.code} {found.message}" + (f" ({found.hint})" if found.hint else "")
        for found in join(*documents, **options)[1]
        if found.severity is severity
    ]
