"""Finds what an author may have meant as a post, but which does not start one.

Such a post would become part of the post above it, under another author's name.
"""

import re
from collections.abc import Iterator, Sequence

from ssg.diagnostics import Diagnostic
from ssg.parse.html.events import CodeBlockNode, Scan, find_index
from ssg.parse.html.source import Source
from ssg.patterns import rare

_TITLES = frozenset({"answer", "answers", "reply", "replies"})
# A line that resembles a post heading: in a quotation or list item, or with other hashes, other
# capitals or a colon. Possessive quantifiers keep a line of a million spaces linear.
_HEADING_LIKE = rare(
    rb"^[ \t>]*+(?:(?:[-*+]|\d++[.)])[ \t]++)?+[ \t>]*+\\?#{1,6}+[ \t]*+(?:answers?|repl(?:y|ies))"
    rb"[ \t]*+:?[ \t#]*+$",
    re.IGNORECASE | re.MULTILINE,
)
_INDENTATION = re.compile(rb"[ \t]*+")
# What may be between a heading and its block, also in a quotation.
_GAP = re.compile(rb"[\s>]*+")
_POSTED_FIELD = rare(r"(?:^|[{,])[ \t]*[\"']?posted[\"']?[ \t]*:", re.MULTILINE)
_YAML_FENCE = rare(r"^[ \t>]*+(?:`{3,}+|~{3,}+)[ \t]*+ya?ml\b", re.IGNORECASE | re.MULTILINE)
# The languages of a block that may have been meant for a post's fields.
_YAML_LANGUAGES = frozenset({"", "yaml", "yml"})


def find_posts_in_code(source: Source, scan: Scan) -> tuple[set[int], list[Diagnostic]]:
    """The starts of the code blocks that contain a post heading or fields, with P06 for each."""
    hint = (
        "close the code block before that line; if the line belongs to the code, change it"
        " so that it does not look like the start of a post"
    )
    starts: set[int] = set()
    diagnostics: list[Diagnostic] = []
    for block in scan.code_blocks:
        if found := _find_heading(source, block) or _find_fields(source, block):
            line, number = found
            message = f"this code block contains '{line}' on line {number}, so a post would be lost"
            starts.add(block.start)
            diagnostics.append(source.diagnostic("P06", block.start, message, hint))
    return starts, diagnostics


def _find_heading(source: Source, block: CodeBlockNode) -> tuple[str, int] | None:
    if source.data.find(b"#", block.start, block.end) < 0:
        return None
    found = _HEADING_LIKE.search(source.data, block.start, block.end)
    if found is None:
        return None
    return source.slice(*found.span()).strip(), source.line_at(found.end() - 1)


def _find_fields(source: Source, block: CodeBlockNode) -> tuple[str, int] | None:
    """The opening fence of a post's yaml block, however the heading above it is written."""
    if "```" not in block.text and "~~~" not in block.text:
        return None
    found = _YAML_FENCE.search(block.text) if _POSTED_FIELD.search(block.text) else None
    if found is None:
        return None
    lines_before = block.text.count("\n", 0, found.start())
    return found[0].strip(), source.line_at(block.text_start) + lines_before


def check_malformed_posts(
    source: Source, scan: Scan, heading_starts: set[int], known_blocks: set[int]
) -> Iterator[Diagnostic]:
    """P07 for what resembles a post heading, and for a yaml block of a post without a heading.

    `heading_starts` are the correct headings. A block is not reported if it is one of
    the `known_blocks`, or if it follows a heading that is reported.
    """
    hint = (
        "write exactly '## Answer' or '### Reply' at the start of a line;"
        " if this is not a post, word it differently"
    )
    reported_lines: set[int] = set()
    reported_ends: set[int] = set()
    for start, end, text in (
        *_find_similar_lines(source, scan, heading_starts),
        *_find_similar_headings(scan, heading_starts),
    ):
        if source.line_at(start) not in reported_lines:
            reported_lines.add(source.line_at(start))
            reported_ends.add(_match_end(_GAP, source, end))
            message = f"'{text}' almost matches a post heading, so two posts would be merged"
            yield source.diagnostic("P07", start, message, hint)
    for block in scan.code_blocks:
        if block.start in known_blocks or block.start in reported_ends:
            continue
        if _may_hold_fields(block):
            message = "this yaml block has the fields of a post, but no post heading above it"
            hint = "write '## Answer' or '### Reply' on a line of its own above the block"
            yield source.diagnostic("P07", block.start, message, hint)


def _find_similar_lines(
    source: Source, scan: Scan, heading_starts: set[int]
) -> Iterator[tuple[int, int, str]]:
    for line_start in _lines_with_hash(source.data):
        if line_start in heading_starts:
            continue
        found = _HEADING_LIKE.match(source.data, line_start)
        if found and not _is_in_code(scan.code_blocks, line_start):
            start = _match_end(_INDENTATION, source, line_start)
            yield start, found.end(), source.slice(start, found.end()).strip()


def _lines_with_hash(data: bytes) -> Iterator[int]:
    """The start of each line that contains a `#`, as every line that resembles a heading does."""
    found = data.find(b"#")
    while found >= 0:
        yield data.rfind(b"\n", 0, found) + 1
        end = data.find(b"\n", found)
        found = data.find(b"#", end) if end >= 0 else -1


def _find_similar_headings(scan: Scan, heading_starts: set[int]) -> Iterator[tuple[int, int, str]]:
    for heading in scan.headings:
        if heading.start in heading_starts:
            continue
        # Markup, punctuation and invisible characters make no difference to a reader.
        if "".join(filter(str.isalnum, heading.text)).casefold() in _TITLES:
            yield heading.start, heading.end, heading.text.strip()


def _match_end(pattern: re.Pattern[bytes], source: Source, start: int) -> int:
    found = pattern.match(source.data, start)
    return found.end() if found else start


def _may_hold_fields(block: CodeBlockNode) -> bool:
    if block.info is None:
        return False
    language = block.info.partition(" ")[0].lower()
    return language in _YAML_LANGUAGES and _POSTED_FIELD.search(block.text) is not None


def _is_in_code(code_blocks: Sequence[CodeBlockNode], offset: int) -> bool:
    before = find_index(code_blocks, offset + 1)
    return before > 0 and offset < code_blocks[before - 1].end
