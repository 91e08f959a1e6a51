"""What a document's page, other pages and all checks between documents know of it.

Resolving and planning give the same for two documents with the same outline, except for the places
that diagnostics name: so after an edit that keeps it, only pages made from the document itself are
made again: its own, and the feeds that have its texts.
"""

from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ssg.digest import Digest, digest_of
from ssg.model.codec import encode
from ssg.model.documents import (
    AnyDocument,
    Document,
    Guide,
    Heading,
    Page,
    Person,
    Post,
    ResourceFile,
    Thread,
    Topic,
)
from ssg.model.frontmatter import Correction

_NOWHERE: dict[str, Any] = {"line": 0, "column": 0}
_NO_TEXT = Digest("")

D = TypeVar("D", bound=Document)
E = TypeVar("E", Guide, Topic, Page)
P = TypeVar("P", bound=Struct)


def outline_digest(document: AnyDocument) -> Digest:
    """Equal for two documents of one path that have the same outline."""
    return digest_of(encode(outline_of(document)))


def outline_of(document: AnyDocument) -> AnyDocument:
    """The document without what only pages made from it show, and without lines and columns.

    What is left out is named field by field: a new field is part of the outline.
    """
    match document:
        case Thread():
            return _thread(document)
        case Guide(meta=meta):
            meta = replace(
                meta, codes=None, specialty=None, sources=(), dialect=None, cleared=(), extra={}
            )
            excerpt = "" if meta.summary else document.excerpt
            return replace(_editorial(document), meta=meta, excerpt=excerpt)
        case Topic(meta=meta):
            excerpt = "" if meta.summary else document.excerpt
            meta = replace(meta, codes=None, dialect=None, cleared=(), extra={})
            return replace(_editorial(document), meta=meta, excerpt=excerpt)
        case Page(meta=meta):
            meta = replace(meta, summary=None, dialect=None, cleared=())
            return replace(_editorial(document), meta=meta, excerpt="")
        case ResourceFile(resources=resources):
            return replace(_placeless(document), resources=_without_places(resources))
        case Person(meta=meta):
            return replace(_placeless(document), meta=replace(meta, cleared=()))


def relations_of(document: AnyDocument) -> AnyDocument:
    """The outline without the words that lists, cards and feeds show: all that resolving knows."""
    outline = outline_of(document)
    match outline:
        case Thread(meta=meta):
            corrections = _wordless(meta.corrections)
            meta = replace(meta, title="", summary=None, corrections=corrections)
            return replace(outline, meta=meta, excerpt="")
        case Guide(meta=meta):
            corrections = _wordless(meta.corrections)
            meta = replace(meta, title="", summary=None, also_called=(), corrections=corrections)
            return replace(outline, meta=meta, excerpt="", care=())
        case Topic(meta=meta):
            meta = replace(meta, title="", summary=None, also_called=())
            return replace(outline, meta=meta, excerpt="")
        case Page(meta=meta):
            return replace(outline, meta=replace(meta, title="", nav=None))
        case _:
            return outline


def _thread(thread: Thread) -> Thread:
    meta = replace(
        thread.meta,
        helpful=None,
        rating=None,
        editor_note=None,
        source=None,
        cleared=(),
        extra={},
    )
    return replace(
        _placeless(thread),
        meta=meta,
        posts=tuple([_post(post) for post in thread.posts]),
        excerpt="" if meta.summary else thread.excerpt,
    )


def _post(post: Post) -> Post:
    meta = replace(post.meta, by="", helpful=None, to=None, lang=None, note=None)
    return replace(post, meta=meta, line=0)


def _editorial(document: E) -> E:
    headings = tuple([Heading(level=1, id=one.id, text="") for one in document.headings])
    return replace(_placeless(document), headings=headings)


def _placeless(document: D) -> D:
    return replace(
        document,
        texts=_NO_TEXT,
        references=tuple([replace(one, **_NOWHERE, width=0) for one in document.references]),
        links=tuple([replace(one, **_NOWHERE, address=None) for one in document.links]),
        outside=tuple([replace(one, **_NOWHERE, address=0) for one in document.outside]),
        aliases=_without_places(document.aliases),
        dates=_without_places(document.dates),
        tombstone_text_line=min(1, document.tombstone_text_line),
    )


def _wordless(corrections: tuple[Correction, ...]) -> tuple[Correction, ...]:
    return tuple([replace(one, wrong="", right="") for one in corrections])


def _without_places(values: tuple[P, ...]) -> tuple[P, ...]:
    return tuple([replace(one, **_NOWHERE) for one in values])
