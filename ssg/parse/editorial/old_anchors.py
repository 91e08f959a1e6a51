"""Lets old anchors of a guide lead to its headings of today, by its field `anchor_aliases`."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from ssg.diagnostics import Diagnostic
from ssg.nearest import find_nearest
from ssg.parse.editorial.text import EditorsText
from ssg.parse.html.anchors import add_anchors
from ssg.yamltext import YamlMapping

_FIELD = "anchor_aliases"


def add_old_anchors(
    text: EditorsText, aliases: Mapping[str, str], fields: YamlMapping
) -> tuple[EditorsText, list[Diagnostic]]:
    """The text with the old anchors; F12 for one that it has already, R07 for a missing target."""
    if not aliases:
        return text, []
    there = {*(one.id for one in text.headings), *text.anchors}
    fragment, missing = add_anchors(text.fragment, aliases)
    diagnostics = [
        *_find_taken(aliases, there, fields),
        *_find_missing(aliases, missing, there, fields),
    ]
    return replace(text, fragment=fragment), diagnostics


def _find_taken(
    aliases: Mapping[str, str], there: set[str], fields: YamlMapping
) -> Iterator[Diagnostic]:
    for old in aliases:
        if old in there:
            message = f"'{old}' is the id of something in this text"
            hint = "remove it: links to it work as they are"
            yield fields.diagnostic("F12", (_FIELD, old), message, hint)


def _find_missing(
    aliases: Mapping[str, str], missing: frozenset[str], there: set[str], fields: YamlMapping
) -> Iterator[Diagnostic]:
    for old, target in aliases.items():
        if target in missing:
            near = find_nearest(target, there - missing).name
            hint = f"did you mean '{near}'?" if near else "write the id of a heading"
            message = f"this guide has no heading '{target}'"
            yield fields.diagnostic("R07", (_FIELD, old), message, hint)
