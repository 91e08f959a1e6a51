"""Finds emphasis that CommonMark shows as asterisks.

By https://spec.commonmark.org/0.31.2/#delimiter-run, a delimiter between a letter and
punctuation can only open or close emphasis on one side. In scripts without spaces between words,
that is not always the side that was meant.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ssg.parse.html.events import Scan, Span, TextRun, select_range
from ssg.parse.html.findings import Finding, is_escaped, iterate_suspect_blocks
from ssg.parse.html.source import Source

_DELIMITER = re.compile(rb"\*+|__+|~~+")
_QUOTATION_MARKS = "\"'`<¿¡"
_PUNCTUATION_HINT = "put a space outside the '{0}', or move the punctuation outside of them"
_UNDERSCORE_HINT = "write '**' in place of '__', which makes nothing bold inside of a word"
_SPACE_HINT = "remove the spaces between the '{0}' and the words inside"


class _Delimiter(NamedTuple):
    """A delimiter run, with the characters around it; a space stands for the edge of a block."""

    start: int
    text: str
    before: str
    after: str
    is_literal: bool

    @property
    def is_blocked_opener(self) -> bool:
        """Whether a letter before it keeps it from opening emphasis."""
        if self.text[0] == "_":
            return _is_letter_beyond_ascii(self.before) and not self.after.isspace()
        return _is_word(self.before) and _is_opening(self.after)

    @property
    def is_blocked_closer(self) -> bool:
        """Whether a letter after it keeps it from closing emphasis."""
        if self.text[0] == "_":
            return _is_letter_beyond_ascii(self.after) and not self.before.isspace()
        return _is_word(self.after) and _is_closing(self.before)


def find_broken_emphasis(source: Source, scan: Scan) -> Iterator[Finding]:
    """W16 for delimiters that are shown, and were meant to open or close emphasis."""
    opener: _Delimiter | None = None
    for block in iterate_suspect_blocks(scan):
        edges = (block[0][0], block[-1][1])
        literal = _find_literal(source.data, block, edges)
        if not literal:
            continue
        spans = select_range(scan.emphasis, edges[0] - 3, edges[1])
        consumed = _find_consumed(source.data, spans, edges)
        yield from _check_block(sorted([*literal, *consumed]))
        lone = literal[0] if len(literal) == 1 and literal[0].text == "**" else None
        if opener and lone and lone.start + 2 == edges[1] and not lone.before.isspace():
            message = "'**' opens no emphasis, since another paragraph closes it"
            hint = "write '**' before and after the text of each paragraph"
            yield Finding(opener.start, "W16", message, hint, "**")
        is_opener = lone and lone.start == edges[0] and not lone.after.isspace()
        opener = lone if is_opener else None


def _find_literal(data: bytes, block: Sequence[TextRun], edges: Span) -> list[_Delimiter]:
    found = []
    for run in block:
        for match in _DELIMITER.finditer(data, *run):
            # Longer and escaped ones are seldom meant as emphasis.
            if len(match[0]) <= 3 and not is_escaped(data, run, match.start()):
                found.append(_make_delimiter(data, match.span(), edges, is_literal=True))
    return found


def _find_consumed(data: bytes, spans: Sequence[Span], edges: Span) -> Iterator[_Delimiter]:
    """The delimiters of the emphasis that CommonMark found."""
    for start, stop in spans:
        double = data[start : start + 1] * 2
        # Two marks at one end alone are those of two pieces, one of which ends inside of the other.
        width = 2 if data[start : start + 2] == double == data[stop - 2 : stop] else 1
        yield _make_delimiter(data, (start, start + width), edges, is_literal=False)
        yield _make_delimiter(data, (stop - width, stop), edges, is_literal=False)


def _make_delimiter(data: bytes, span: Span, edges: Span, *, is_literal: bool) -> _Delimiter:
    start, end = span
    before = data[max(start - 4, 0) : start].decode(errors="ignore")[-1:]
    after = data[end : end + 4].decode(errors="ignore")[:1]
    return _Delimiter(
        start,
        data[start:end].decode(),
        " " if start <= edges[0] else before,
        " " if end >= edges[1] else after,
        is_literal,
    )


def _check_block(delimiters: Sequence[_Delimiter]) -> Iterator[Finding]:
    """Takes neighbours as pairs, since emphasis seldom nests where it is broken."""
    reported = False
    for opener, closer in pairwise(delimiters):
        if reported or opener.text != closer.text:
            reported = False
            continue
        found = _check_pair(opener, closer)
        if found:
            yield found
        reported = found is not None


def _check_pair(opener: _Delimiter, closer: _Delimiter) -> Finding | None:
    mark = opener.text
    if len(mark) == 1 and not _is_meant(opener, closer):
        return None
    hint = _UNDERSCORE_HINT if mark[0] == "_" else _PUNCTUATION_HINT.format(mark)
    if opener.is_literal and opener.is_blocked_opener and not closer.before.isspace():
        message = f"'{mark}' opens no emphasis between '{opener.before}' and '{opener.after}'"
        return Finding(opener.start, "W16", message, hint, mark)
    if (opener.is_literal or closer.is_literal) and (
        closer.is_blocked_closer and not opener.after.isspace()
    ):
        message = f"'{mark}' closes no emphasis between '{closer.before}' and '{closer.after}'"
        return Finding(closer.start, "W16", message, hint, mark)
    if opener.is_literal and closer.is_literal and _has_inner_space(opener, closer):
        message = f"'{mark}' is no emphasis with a space between it and the words inside"
        return Finding(opener.start, "W16", message, _SPACE_HINT.format(mark), mark)
    return None


def _is_meant(opener: _Delimiter, closer: _Delimiter) -> bool:
    """Whether two single asterisks are more than signs of multiplication, or marks of notes."""
    around = opener.before + opener.after + closer.before + closer.after
    return not around.isascii() and not opener.after.isspace() and not _is_word(closer.before)


def _has_inner_space(opener: _Delimiter, closer: _Delimiter) -> bool:
    if len(opener.text) == 1 or _is_word(opener.before):
        return False
    return opener.after.isspace() != closer.before.isspace()


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _is_letter_beyond_ascii(char: str) -> bool:
    return _is_word(char) and not char.isascii()


def _is_opening(char: str) -> bool:
    return unicodedata.category(char) in ("Ps", "Pi") or char in _QUOTATION_MARKS


def _is_closing(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "PS" and category not in ("Ps", "Pi") and char not in "*_~"
