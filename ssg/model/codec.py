"""Encodes documents and fragments as msgpack, for the store and for other processes."""

from typing import Any, TypeVar, cast

import msgspec

from ssg.model.documents import (
    AnyDocument,
    Document,
    Guide,
    Page,
    Person,
    ResourceFile,
    Thread,
    Topic,
)
from ssg.model.fragments import Fragment
from ssg.model.kinds import Kind

D = TypeVar("D", bound=AnyDocument)

_KINDS: dict[Kind, type[AnyDocument]] = {
    Kind.THREAD: Thread,
    Kind.GUIDE: Guide,
    Kind.TOPIC: Topic,
    Kind.PAGE: Page,
    Kind.RESOURCE: ResourceFile,
    Kind.PERSON: Person,
}
_DOCUMENTS: dict[type[Document], msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind) for kind in _KINDS.values()
}
_FRAGMENTS = msgspec.msgpack.Decoder(tuple[Fragment, ...])


def encode(value: object) -> bytes:
    """Encode a value of the model as msgpack; equal values give equal bytes."""
    return msgspec.msgpack.encode(value)


def decode_document(kind: Kind, data: bytes) -> AnyDocument:
    return decode_document_as(_KINDS[kind], data)


def decode_document_as(kind: type[D], data: bytes) -> D:
    return cast(D, _DOCUMENTS[kind].decode(data))


def decode_fragments(data: bytes) -> tuple[Fragment, ...]:
    return _FRAGMENTS.decode(data)
