"""A page to be made: where, with which template, and from exactly which inputs."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args

import msgspec

from ssg.model.codec import encode
from ssg.pages.inputs import Inputs


class Rank(StrEnum):
    """When a page is published: lists after the pages that they lead to."""

    PAGE = "page"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlan:
    """One page of the output.

    `output_path` is relative to the output folder. `sources` are the documents,
    as paths in the site folder, whose fragments the page shows.
    """

    output_path: str
    template: str
    rank: Rank = Rank.PAGE
    sources: tuple[str, ...] = ()
    inputs: Inputs


_Envelope = tuple[str, str, Rank, tuple[str, ...], str, msgspec.Raw]

_INPUTS: dict[str, type[Any]] = {inputs.__name__: inputs for inputs in get_args(Inputs)}
_envelopes = msgspec.msgpack.Decoder(_Envelope)


def encode_plan(plan: PagePlan) -> bytes:
    """A plan as msgpack, for a digest or a worker.

    Mappings keep their order, since a template may show it.
    """
    return encode(
        (
            plan.output_path,
            plan.template,
            plan.rank,
            plan.sources,
            type(plan.inputs).__name__,
            plan.inputs,
        )
    )


def decode_plan(data: bytes) -> PagePlan:
    """What `encode_plan` encoded."""
    output_path, template, rank, sources, name, inputs = _envelopes.decode(data)
    return PagePlan(
        output_path=output_path,
        template=template,
        rank=rank,
        sources=sources,
        inputs=_decoder(name).decode(inputs),
    )


@cache
def _decoder(name: str) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(_INPUTS[name])
