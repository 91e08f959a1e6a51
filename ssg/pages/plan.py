"""A page to be made: where, with which template, and from exactly which inputs."""

from enum import StrEnum

import msgspec

from ssg.model.record import Record
from ssg.pages.inputs import Inputs


class Rank(StrEnum):
    """When a page is published: lists after the pages that they lead to."""

    PAGE = "page"
    LIST = "list"


class PagePlan(Record, frozen=True, kw_only=True):
    """One page of the output.

    `output_path` is relative to the output folder. `document` is the path in the site folder of
    the document that the page is about, empty if it is about none; `sources` are the paths of
    those whose fragments it shows.
    """

    output_path: str
    template: str
    rank: Rank = Rank.PAGE
    document: str = ""
    sources: tuple[str, ...] = ()
    inputs: Inputs


_PLANS = msgspec.msgpack.Decoder(PagePlan)


def decode_plan(data: bytes) -> PagePlan:
    """What `encode` made of a plan. Its mappings keep their order, since a template may show it."""
    return _PLANS.decode(data)
