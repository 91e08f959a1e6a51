"""How documents and fragments are kept and passed between processes: as msgpack."""

from typing import Any, cast

import msgspec

from ssg.model.documents import AnyDocument, Guide, Page, Person, ResourceFile, Thread, Topic
from ssg.model.fragments import Fragment
from ssg.model.kinds import Kind

_DOCUMENTS: dict[Kind, msgspec.msgpack.Decoder[Any]] = {
    Kind.THREAD: msgspec.msgpack.Decoder(Thread),
    Kind.GUIDE: msgspec.msgpack.Decoder(Guide),
    Kind.TOPIC: msgspec.msgpack.Decoder(Topic),
    Kind.PAGE: msgspec.msgpack.Decoder(Page),
    Kind.RESOURCE: msgspec.msgpack.Decoder(ResourceFile),
    Kind.PERSON: msgspec.msgpack.Decoder(Person),
}
_FRAGMENTS = msgspec.msgpack.Decoder(tuple[Fragment, ...])


def encode(value: object) -> bytes:
    """Any value of the model as msgpack; equal values give equal bytes."""
    return msgspec.msgpack.encode(value)


def decode_document(kind: Kind, data: bytes) -> AnyDocument:
    return cast(AnyDocument, _DOCUMENTS[kind].decode(data))


def decode_fragments(data: bytes) -> tuple[Fragment, ...]:
    return _FRAGMENTS.decode(data)
