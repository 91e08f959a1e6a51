"""Rewrites a text for Python-Markdown so that CommonMark shows the same.

Each part of the text is rewritten alone, and only if both dialects show the same of the
new text as Python-Markdown of the old one. So it does not matter whether a file or the
site's setting is changed first, and rewriting twice changes nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct

from ssg.diagnostics import Diagnostic
from ssg.parse.editorial.foreign_syntax import check_foreign_syntax
from ssg.parse.editorial.python_markdown import convert
from ssg.parse.editorial.structure import compare_structure
from ssg.parse.html.events import EDITORS_OPTIONS, scan_events
from ssg.parse.html.source import Source
from ssg.rewrite.blocks import Style, UnknownBlockError, write_blocks
from ssg.rewrite.inline import break_lines, escape_text, shorten_attributes
from ssg.rewrite.parts import Part, split_parts
from ssg.rewrite.readings import Readings, Shown

_NO_REASON = "the two dialects show it differently"


class Kept(Struct, frozen=True, kw_only=True):
    """A part that stays as it is: its line in the file, and why."""

    line: int
    why: str


class Rewritten(Struct, frozen=True, kw_only=True):
    text: str
    kept: tuple[Kept, ...] = ()


def rewrite_text(source: Source, extensions: Sequence[str]) -> Rewritten:
    """The text of `source` with every part rewritten that can be proven to show the same."""
    short = shorten_attributes(source.text)
    if _is_proven(source.text, short, extensions, is_complete=True):
        return Rewritten(text=short)
    readings = Readings(source.text, extensions)
    pieces: list[str] = []
    kept: list[Kept] = []
    for part in _safe_parts(source.text, readings):
        new = _rewrite_part(part.text, readings)
        if new is None:
            kept.append(_explain(part, source, extensions))
        pieces.append((part.text if new is None else new) + part.end)
    text = "\n".join(pieces)
    if _is_proven(source.text, text, extensions, is_complete=not kept):
        return Rewritten(text=text, kept=tuple(kept))
    whole = Part(row=0, lines=tuple(source.text.split("\n")))
    return Rewritten(text=source.text, kept=(_explain(whole, source, extensions),))


def _is_proven(old: str, new: str, extensions: Sequence[str], *, is_complete: bool) -> bool:
    """Whether a whole text shows the same as the old one, if it is complete in both dialects."""
    readings = Readings("", extensions)
    shown = readings.in_python_markdown(old)
    if readings.in_python_markdown(new) != shown:
        return False
    return not is_complete or readings.in_commonmark(new) == shown


def _safe_parts(text: str, readings: Readings) -> list[Part]:
    """The parts of `text`, if they show alone what they show together; else all of it."""
    parts = split_parts(text)
    alone = [_without_end(readings.in_python_markdown(part.text)) for part in parts]
    blocks = tuple(chain.from_iterable(alone))
    if blocks == _without_end(readings.in_python_markdown(text)):
        return parts
    return [Part(row=0, lines=tuple(text.split("\n")))]


def _without_end(shown: Shown) -> tuple[object, ...]:
    """The blocks without the last one, which only has references to footnotes."""
    return shown[0][:-1]


def _rewrite_part(text: str, readings: Readings) -> str | None:
    """`text` as both dialects read it alike, or None if no way to write it is proven."""
    shown = readings.in_python_markdown(text)
    for candidate in _candidates(text, readings.extensions):
        if (
            readings.in_commonmark(candidate) == shown
            and readings.in_python_markdown(candidate) == shown
        ):
            return candidate
    return None


def _candidates(text: str, extensions: Sequence[str]) -> Iterator[str]:
    """Ways to write `text`, from the one that changes least."""
    yield shorten_attributes(text)
    yield text
    if text.startswith("<"):
        yield _separate_tags(text)
        return
    yield escape_text(text)
    writers = [shorten_attributes, escape_text]
    if "nl2br" in extensions:
        writers.append(break_lines)
    for write_text in writers:
        for pads_markers in (False, True):
            style = Style(write_text=write_text, pads_markers=pads_markers)
            try:
                yield write_blocks(text, extensions, style)
            except UnknownBlockError:
                return


def _separate_tags(html: str) -> str:
    """`html` with blank lines inside its outer element, after which CommonMark reads Markdown."""
    first, *inner = html.split("\n")
    if len(inner) < 2:
        return html
    return "\n".join([first, "", *inner[:-1], "", inner[-1]])


def _explain(part: Part, source: Source, extensions: Sequence[str]) -> Kept:
    first_line = source.first_line + part.row
    alone = Source(path=source.path, text=part.text, first_line=first_line)
    for found in _find_reasons(alone, extensions):
        return Kept(line=found.at.line or first_line, why=f"{found.message}; {found.hint}")
    return Kept(line=first_line, why=_NO_REASON)


def _find_reasons(source: Source, extensions: Sequence[str]) -> Iterator[Diagnostic]:
    yield from check_foreign_syntax(source, scan_events(source, EDITORS_OPTIONS))
    html = convert(source.text, tuple(extensions))
    yield from compare_structure(html, source, EDITORS_OPTIONS, extensions)
