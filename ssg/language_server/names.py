"""The ids of a site with the words by which editors look for them."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ssg.language_server.snapshot import Snapshot, title_of
from ssg.model.documents import AnyDocument, Guide, Page, Person, ResourceFile, Thread, Topic
from ssg.model.kinds import Kind


class Name(Struct, frozen=True, kw_only=True):
    """An id, and what it stands for."""

    kind: Kind
    id: str
    title: str
    others: tuple[str, ...] = ()
    path: str
    """Of the file that defines it."""
    words: str
    """All of these, in lowercase, to be searched."""


class Names:
    """All names of a site; those of documents that have not changed are made once."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[AnyDocument, tuple[Name, ...]]] = {}

    def find(self, snapshot: Snapshot, kind: Kind, words: str, most: int) -> list[Name]:
        """The names that hold all of these words, those that start with them first."""
        wanted = words.lower().split()
        whole = words.lower().strip()
        found = [
            name
            for name in self._all(snapshot.documents)
            if name.kind is kind and all(word in name.words for word in wanted)
        ]
        found.sort(key=lambda name: (_rank(name, whole), len(name.id), name.id))
        return found[:most]

    def _all(self, documents: Mapping[str, AnyDocument]) -> Iterator[Name]:
        made = self._made
        if len(made) > 2 * len(documents):
            made.clear()
        for path, document in documents.items():
            known = made.get(path)
            if known is None or known[0] is not document:
                known = made[path] = (document, tuple(_names_in(document)))
            yield from known[1]


def _rank(name: Name, words: str) -> int:
    if name.id.startswith(words):
        return 0
    if name.title.lower().startswith(words):
        return 1
    return 2 if words in name.words else 3


def _names_in(document: AnyDocument) -> Iterator[Name]:
    match document:
        case Thread():
            yield _make(Kind.THREAD, document.id, document)
        case Guide(meta=meta):
            yield _make(Kind.GUIDE, document.id, document, meta.also_called)
        case Topic(meta=meta):
            yield _make(Kind.TOPIC, document.id, document, meta.also_called)
        case Page():
            yield _make(Kind.PAGE, document.id, document)
        case Person(meta=meta):
            yield _make(Kind.PERSON, meta.id, document)
        case ResourceFile(resources=resources):
            for resource in resources:
                title, publisher = resource.meta.title, resource.publisher.name
                yield Name(
                    kind=Kind.RESOURCE,
                    id=resource.meta.id,
                    title=f"{title} ({publisher})",
                    path=document.path,
                    words=f"{resource.meta.id}\n{title}\n{publisher}".lower(),
                )


def _make(kind: Kind, name: str, document: AnyDocument, others: tuple[str, ...] = ()) -> Name:
    title = title_of(document)
    words = "\n".join((name, title, *others)).lower()
    return Name(kind=kind, id=name, title=title, others=others, path=document.path, words=words)
