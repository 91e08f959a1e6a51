"""Documents with the same outline are the same to resolving and planning.

So are those without what is settled, as a build resolves them.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import pytest
from msgspec import Struct
from msgspec.structs import asdict, replace

from ssg.config import Settings, load_settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic
from ssg.discover import discover
from ssg.ledger import NO_LEDGER, Ledger, LinkRecord, LinkState
from ssg.model.codec import decode_document, decode_document_as, encode
from ssg.model.documents import AnyDocument, Thread
from ssg.model.outline import outline_digest
from ssg.model.site import Site
from ssg.model.states import BuildTime
from ssg.pages.plan import plan_pages
from ssg.pages.site import site_views
from ssg.parse.files import parse_file
from ssg.parse.result import ParseTask
from ssg.resolve import resolve
from ssg.resolve.clock import Clock
from ssg.resolve.settled import leave_out_settled
from tests.command import ROOT
from tests.effort import EFFORT

SITE = ROOT / "tests/site"
NOW = "2026-06-01T12:00:00+02:00"

S = TypeVar("S", bound=Struct)
Path = tuple[str | int, ...]
"""Where a value is in a document: names of fields, and numbers of items."""
Field = tuple[str, str]
"""A class and its field."""


@cache
def settings() -> Settings:
    loaded, _ = load_settings(SITE)
    assert loaded
    return loaded.settings


@cache
def real_documents() -> tuple[AnyDocument, ...]:
    """The documents of the realistic site, which has nearly everything."""
    tasks = [ParseTask(path=one.path, kind=one.kind, file=one.file) for one in found_sources()]
    parsed = [(task.kind, parse_file(task, settings())) for task in tasks]
    return tuple(decode_document(kind, one.document) for kind, one in parsed if one.document)


def found_sources() -> Sequence[Any]:
    return discover(SITE).sources


def fields(value: object, at: Path = ()) -> Iterator[tuple[Path, Field, object]]:
    """All fields of a document and of the values in it: where, which, and with what value."""
    if isinstance(value, Struct):
        for name, inner in asdict(value).items():
            yield (*at, name), (type(value).__name__, name), inner
            yield from fields(inner, (*at, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from fields(inner, (*at, index))


def put(value: Any, at: Path, new: object) -> Any:
    """`value` with another one at a place in it."""
    if not at:
        return new
    first, *rest = at
    if isinstance(first, int):
        return (*value[:first], put(value[first], tuple(rest), new), *value[first + 1 :])
    return replace(value, **{first: put(getattr(value, first), tuple(rest), new)})


@cache
def donors() -> Mapping[Field, list[object]]:
    """All values that each field has in some document, so that any of them is a valid one."""
    found: dict[Field, list[object]] = {}
    for document in real_documents():
        for _, field, value in fields(document):
            known = found.setdefault(field, [])
            if value not in known:
                known.append(value)
    return found


def mutate(document: AnyDocument, dice: random.Random, times: int) -> AnyDocument:
    """The document with other values in some of its fields, but with its path and id."""
    for _ in range(times):
        at, field, _ = dice.choice(list(fields(document)))
        if at not in (("path",), ("id",)):
            document = put(document, at, dice.choice(donors()[field]))
    return document


def vary(document: AnyDocument, dice: random.Random, seen: set[Field]) -> AnyDocument:
    """The document with other values wherever its outline stays the same."""
    outline = outline_digest(document)
    places = list(fields(document))
    dice.shuffle(places)
    for at, field, value in places:
        other = dice.choice(donors()[field])
        # An edit moves what is below it, but never changes the order.
        if field[1] in ("line", "column") and isinstance(value, int):
            other = value + 7
        try:
            varied = put(document, at, other)
        except (AttributeError, IndexError):  # what was there has been replaced
            continue
        if other != value and outline_digest(varied) == outline:
            document = varied
            seen.add(field)
    return document


def resolved(
    documents: Sequence[AnyDocument], *, now: str = NOW, ledger: Ledger = NO_LEDGER
) -> tuple[Site, list[Diagnostic]]:
    return resolve(
        copies(documents),
        failed={},
        files=frozenset(file.path for file in discover(SITE).copied),
        settings=settings(),
        places=SettingsPlaces(),
        time=BuildTime(now=now),
        ledger=ledger,
    )


def known_of(documents: Sequence[AnyDocument]) -> dict[str, object]:
    """All that resolving and planning find out, without the places of diagnostics."""
    site, diagnostics = resolved(documents)
    return {
        "plans": [encode(plan) for plan in plan_pages(site, settings(), has_errors=True)],
        "diagnostics": sorted(
            # R12 names a second place, in its message.
            (one.at.path, one.code, re.sub(r"line \d+", "", one.message))
            for one in diagnostics
        ),
        "states": site.states,
        "links": site.links,
        "next change": site.next_change,
        "shown": site_views(site, settings=settings(), assets={}),
    }


# What a post, a thread, a guide and a resource file have that no other page shows.
_LEFT_OUT = {
    ("Thread", "texts"),
    ("ThreadMeta", "helpful"),
    ("Post", "line"),
    ("PostMeta", "by"),
    ("Guide", "texts"),
    ("GuideMeta", "sources"),
    ("Heading", "text"),
    ("Link", "line"),
    ("Reference", "column"),
    ("PastDate", "line"),
    ("Resource", "line"),
}


@pytest.mark.parametrize("is_generated", [False, True], ids=["real", "generated"])
def test_documents_with_the_same_outlines_give_the_same_plans_and_diagnostics(
    is_generated: bool,
) -> None:
    seen: set[Field] = set()
    for number in range(10 * EFFORT):
        dice = random.Random(number)
        times = dice.randrange(4) if is_generated else 0
        documents = [mutate(one, dice, times) for one in real_documents()]
        varied = [vary(one, dice, seen) for one in documents]
        assert varied != documents
        assert known_of(varied) == known_of(documents), f"series {number}"
    assert seen >= _LEFT_OUT


def test_what_is_settled_makes_no_difference_to_a_build() -> None:
    left_out: set[str] = set()
    for number in range(6 * EFFORT):
        dice = random.Random(number)
        documents = [mutate(one, dice, dice.randrange(4)) for one in real_documents()]
        now = dice.choice(["1971-01-01", "2025-06-01", "2026-06-01"]) + "T12:00:00+02:00"
        ledger = dice.choice([NO_LEDGER, dead_ledger(documents)])
        clock = Clock.of(BuildTime(now=now), settings().zone)
        smaller = copies(documents)
        shrink = leave_out_settled(clock, ledger, {one.path for one in documents})
        for one in smaller:
            shrink(one)
        site, diagnostics = resolved(documents, now=now, ledger=ledger)
        small_site, small_diagnostics = resolved(smaller, now=now, ledger=ledger)
        assert small_diagnostics == diagnostics, f"series {number}"
        plans, small_plans = (
            list(plan_pages(one, settings(), has_errors=True)) for one in (site, small_site)
        )
        assert small_plans == plans, f"series {number}"
        assert small_site.next_change == site.next_change
        for before, after in zip(documents, smaller, strict=True):
            left_out |= differing_fields(before, after)
            if isinstance(before, Thread) and isinstance(after, Thread):
                left_out |= differing_fields(before.meta, after.meta)
                for post, smaller_post in zip(before.posts, after.posts, strict=True):
                    left_out |= differing_fields(post.meta, smaller_post.meta)
    in_document = {"texts", "references", "dates", "outside", "meta", "posts"}
    assert left_out == {*in_document, "source", "extra", "by"}


def copies(documents: Sequence[AnyDocument]) -> list[AnyDocument]:
    """As they come from the store: no two of them share an object."""
    return [decode_document_as(type(one), encode(one)) for one in documents]


def differing_fields(one: Struct, other: Struct) -> set[str]:
    return {name for name, value in asdict(one).items() if getattr(other, name) != value}


def dead_ledger(documents: Sequence[AnyDocument]) -> Ledger:
    """One that knows of every outside address that it is dead."""
    day = "2025-01-01"
    urls = {link.url for document in documents for link in document.outside}
    return Ledger(
        records={
            url: LinkRecord(url=url, state=LinkState.DEAD, checked=day, since=day) for url in urls
        }
    )
