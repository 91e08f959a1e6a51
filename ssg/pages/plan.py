"""A page to be made: where, with which template, and from exactly which inputs."""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from ssg.model.codec import encode
from ssg.model.documents import AnyDocument
from ssg.pages.inputs import Inputs


class Rank(StrEnum):
    """When a page is published: lists after the pages that they lead to."""

    PAGE = "page"
    LIST = "list"


class PagePlan(Struct, frozen=True, kw_only=True):
    """One page of the output.

    `output_path` is relative to the output folder. `sources` are the documents,
    as paths in the site folder, whose fragments the page shows.
    """

    output_path: str
    template: str
    rank: Rank = Rank.PAGE
    sources: tuple[str, ...] = ()
    inputs: Inputs

    @property
    def document(self) -> AnyDocument | None:
        """The document that the page is about, if it is about one."""
        return getattr(self.inputs, _DOCUMENT, None)


_INPUTS: dict[str, type[Any]] = {inputs.__name__: inputs for inputs in get_args(Inputs)}
# A document is large and known by its path to whoever decodes a plan, so it stays out of the bytes.
_DOCUMENT = "document"
_NAMES = {
    name: tuple(field.name for field in fields(inputs) if field.name != _DOCUMENT)
    for name, inputs in _INPUTS.items()
}
_Envelope = tuple[str, str, Rank, tuple[str, ...], str, str, dict[str, msgspec.Raw]]
_envelopes = msgspec.msgpack.Decoder(_Envelope)


def encode_plan(plan: PagePlan) -> bytes:
    """A plan as msgpack, for a digest or a worker; its document is in it as a path only.

    Mappings keep their order, since a template may show it.
    """
    name = type(plan.inputs).__name__
    inputs = {field: getattr(plan.inputs, field) for field in _NAMES[name]}
    document = plan.document.path if plan.document else ""
    return encode(
        (plan.output_path, plan.template, plan.rank, plan.sources, name, document, inputs)
    )


def decode_plan(data: bytes, document: Callable[[str], bytes]) -> PagePlan:
    """What `encode_plan` encoded; `document` gives the document at a path as msgpack."""
    output_path, template, rank, sources, name, path, inputs = _envelopes.decode(data)
    if path:
        inputs[_DOCUMENT] = msgspec.Raw(document(path))
    return PagePlan(
        output_path=output_path,
        template=template,
        rank=rank,
        sources=sources,
        inputs=_decoder(name).decode(encode(inputs)),
    )


@cache
def _decoder(name: str) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(_INPUTS[name])
