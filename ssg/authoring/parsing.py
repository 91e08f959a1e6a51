"""Parses one new file, with the parser of its kind alone.

To load those of all kinds, as `ssg.parse.files` does for the workers, takes longer than all else
that `ssg new` does.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable
from typing import Any

from ssg.config import Settings
from ssg.model.kinds import Kind
from ssg.parse.result import Parsed, SourceText
from ssg.text import decode


def parse_new(data: bytes, *, path: str, kind: Kind, settings: Settings) -> Parsed[Any]:
    """The document in `data`, or all its errors: what `ssg.parse.files.parse_source` gives."""
    text, diagnostics = decode(data, path=path)
    if diagnostics:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    file = SourceText(path=path, kind=kind, text=text)
    match kind:
        case Kind.THREAD:
            from ssg.parse.plain.thread import parse_plain_thread

            return parse_plain_thread(file, settings) or _parse_thread(file, settings)
        case Kind.RESOURCE | Kind.PERSON:
            from ssg.parse.data import parse_person, parse_resources

            if kind is Kind.PERSON:
                return parse_person(file)
            return parse_resources(file, settings)
        case _:
            from ssg.parse.editorial import file as editorial

            parsers: dict[Kind, Callable[[SourceText, Settings], Parsed[Any]]] = {
                Kind.GUIDE: editorial.parse_guide,
                Kind.TOPIC: editorial.parse_topic,
                Kind.PAGE: editorial.parse_page,
            }
            return parsers[kind](file, settings)


def _parse_thread(file: SourceText, settings: Settings) -> Parsed[Any]:
    from ssg.parse.threads.file import parse_thread

    return parse_thread(file, settings)
