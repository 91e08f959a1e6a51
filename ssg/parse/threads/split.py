"""Splits a thread's body into the question and its posts.

Post headings come from the CommonMark events of the whole body. A post must never
appear under another author's name, so every case that could cause this is an
error: a code block that contains a post heading, a heading that only resembles
one, a link definition that belongs to another post.
"""

import re
from itertools import pairwise

from msgspec import Struct

from ssg.diagnostics import Diagnostic
from ssg.model.documents import PostKind
from ssg.parse.html.events import CodeBlockNode, HeadingNode, Scan, select_range
from ssg.parse.html.source import ByteRange, Source
from ssg.parse.threads.definitions import check_definitions
from ssg.parse.threads.malformed_posts import check_malformed_posts, find_posts_in_code
from ssg.patterns import rare
from ssg.yamltext import YamlMapping, read_mapping

_HEADINGS = {b"## Answer": PostKind.ANSWER, b"### Reply": PostKind.REPLY}
_FENCE = re.compile(rb"`+|~+")
_CLOSING_FENCE = rare(rb"\n[ \t]*(?:`{3,}|~{3,})[ \t]*\n?\Z")


class RawPost(Struct, frozen=True, kw_only=True):
    """A post before its fields are checked; `fields` is None if its YAML is invalid or missing."""

    kind: PostKind
    heading_start: int
    fields: YamlMapping | None
    text: ByteRange


class SplitThread(Struct, frozen=True, kw_only=True):
    question: ByteRange
    posts: tuple[RawPost, ...]


def split_posts(source: Source, scan: Scan) -> tuple[SplitThread, list[Diagnostic]]:
    """Split a body into its question and posts; P01, P06, P07 and P08 where that is unclear."""
    headings = [heading for heading in scan.headings if _post_kind(source, heading)]
    bounds = pairwise([*(heading.start for heading in headings), len(source.data)])
    blocks_with_posts, diagnostics = find_posts_in_code(source, scan)
    posts: list[RawPost] = []
    known_blocks = set(blocks_with_posts)
    for heading, (_, end) in zip(headings, bounds, strict=True):
        post, block, found = _read_post(source, scan, heading, end, blocks_with_posts)
        posts.append(post)
        diagnostics += found
        if block:
            known_blocks.add(block.start)
    question_end = headings[0].start if headings else len(source.data)
    split = SplitThread(question=ByteRange(start=0, end=question_end), posts=tuple(posts))
    heading_starts = {heading.start for heading in headings}
    diagnostics += check_malformed_posts(source, scan, heading_starts, known_blocks)
    diagnostics += check_definitions(source, scan, [split.question, *(one.text for one in posts)])
    return split, diagnostics


def _post_kind(source: Source, heading: HeadingNode) -> PostKind | None:
    """A post heading is at the top level, at the start of its line, and exactly as documented."""
    if heading.depth or source.data[heading.start - 1 : heading.start] not in (b"", b"\n"):
        return None
    return _HEADINGS.get(source.data[heading.start : heading.end].rstrip())


def _read_post(
    source: Source, scan: Scan, heading: HeadingNode, end: int, blocks_with_posts: set[int]
) -> tuple[RawPost, CodeBlockNode | None, list[Diagnostic]]:
    """The post from `heading` to `end`, and the first code block in it."""
    kind = _HEADINGS[source.data[heading.start : heading.end].rstrip()]
    block = next(iter(select_range(scan.code_blocks, heading.end, end)), None)
    problem = _check_fields_block(source, heading, block, blocks_with_posts)
    if problem or block is None or block.start in blocks_with_posts:
        text = ByteRange(start=heading.end, end=end)
        post = RawPost(kind=kind, heading_start=heading.start, fields=None, text=text)
        return post, block, [problem] if problem else []
    text_line = source.line_at(block.text_start) if block.text else source.line_at(block.start) + 1
    fields, diagnostics = read_mapping(block.text, path=source.path, first_line=text_line)
    text = ByteRange(start=block.end, end=end)
    post = RawPost(kind=kind, heading_start=heading.start, fields=fields, text=text)
    return post, block, diagnostics


def _check_fields_block(
    source: Source,
    heading: HeadingNode,
    block: CodeBlockNode | None,
    blocks_with_posts: set[int],
) -> Diagnostic | None:
    """P01 if `block` is not the yaml block that must follow a post heading."""
    hint = None
    if block is None or block.depth or source.data[heading.end : block.start].strip():
        problem = "has no yaml block under its heading"
    elif block.info is None or block.info.split()[:1] != ["yaml"]:
        problem = "has a code block under its heading that is not marked 'yaml'"
    elif block.start not in blocks_with_posts and not _is_closed(source, block):
        problem = "has a yaml block that is not closed"
        hint = f"close it with {_fence(source, block)} on a line of its own, below the fields"
    else:
        return None
    text = source.slice(heading.start, heading.end).strip()
    name = _HEADINGS[text.encode()].value
    hint = hint or (
        f"write a block under '{text}': ```yaml, then 'posted: 2026-03-01T09:30', then ```"
    )
    return source.diagnostic("P01", heading.start, f"this {name} {problem}", hint)


def _is_closed(source: Source, block: CodeBlockNode) -> bool:
    return _CLOSING_FENCE.search(source.data[block.start : block.end]) is not None


def _fence(source: Source, block: CodeBlockNode) -> str:
    found = _FENCE.match(source.data, block.start)
    return found[0].decode() if found else "```"
