"""Divides a thread's body into the question and its posts.

Boundaries come from the CommonMark events of the whole body. Who said what must
never be wrong, so whatever could put one author's words under another's name is
an error: a code block that swallows a post's head, a heading that only looks
like one, a definition that belongs to another post.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyromark
from msgspec import Struct

from ssg.diagnostics import Diagnostic
from ssg.model.documents import PostKind
from ssg.parse.html.events import (
    OPTIONS,
    CodeSeen,
    FootnoteSeen,
    HeadingSeen,
    LinkSeen,
    Seen,
    Source,
    first_from,
    within,
)
from ssg.yamltext import YamlMapping, read_mapping

_HEADS = {b"## Answer": PostKind.ANSWER, b"### Reply": PostKind.REPLY}
_WORDS = frozenset({"answer", "answers", "reply", "replies"})

# A line that someone may have meant as a post's head, wherever it stands: in a quotation, a list
# item, with other hashes, capitals or a colon.
# No repetition gives back what it took: a line of a million spaces is read once.
_HEAD_LIKE = re.compile(
    rb"^[ \t>]*+(?:(?:[-*+]|\d++[.)])[ \t]++)?+[ \t>]*+\\?#{1,6}+[ \t]*+(?:answers?|repl(?:y|ies))"
    rb"[ \t]*+:?[ \t#]*+$",
    re.IGNORECASE | re.MULTILINE,
)
_POSTED = re.compile(r"(?:^|[{,])[ \t]*[\"']?posted[\"']?[ \t]*:", re.MULTILINE)
# What a post's fields stand in, and what may have been meant to.
_FIELDS = frozenset({"", "yaml", "yml"})
_FENCE = re.compile(rb"`+|~+")
_INDENTATION = re.compile(rb"[ \t]*+")
# What may stand between a heading and its block, in a quotation, too.
_BLANK = re.compile(rb"[\s>]*+")
_YAML_FENCE = re.compile(r"^[ \t>]*+(?:`{3,}+|~{3,}+)[ \t]*+ya?ml\b", re.IGNORECASE | re.MULTILINE)
_CLOSED = re.compile(rb"\n[ \t]*(?:`{3,}|~{3,})[ \t]*\n?\Z")
_REPEAT = "posts are rendered alone: repeat the definition in this post"


class Section(Struct, frozen=True, kw_only=True):
    """The text of the question or of a post, as byte offsets of the body."""

    start: int
    end: int


class RawPost(Struct, frozen=True, kw_only=True):
    """A post as it was found; `fields` is None when its YAML is broken or missing."""

    kind: PostKind
    head: int
    fields: YamlMapping | None
    text: Section


class DividedThread(Struct, frozen=True, kw_only=True):
    question: Section
    posts: tuple[RawPost, ...]


def divide_posts(source: Source, seen: Seen) -> tuple[DividedThread, list[Diagnostic]]:
    """The question and the posts of a body, with P01, P06, P07 and P08 for what is unclear."""
    heads = [heading for heading in seen.headings if _kind_of(source, heading)]
    bounds = pairwise([*(heading.start for heading in heads), len(source.data)])
    swallowing, diagnostics = _swallowing(source, seen)
    posts: list[RawPost] = []
    known = set(swallowing)
    for heading, (_, end) in zip(heads, bounds, strict=True):
        post, block, found = _post(source, seen, heading, end, swallowing)
        posts.append(post)
        diagnostics += found
        if block:
            known.add(block.start)
    question_end = heads[0].start if heads else len(source.data)
    divided = DividedThread(question=Section(start=0, end=question_end), posts=tuple(posts))
    diagnostics += _look_alikes(source, seen, {heading.start for heading in heads}, known)
    diagnostics += _foreign_definitions(source, seen, divided)
    return divided, diagnostics


def _kind_of(source: Source, heading: HeadingSeen) -> PostKind | None:
    """A post's head stands at the top level, at the start of its line, exactly as written."""
    if heading.depth or source.data[heading.start - 1 : heading.start] not in (b"", b"\n"):
        return None
    return _HEADS.get(source.data[heading.start : heading.end].rstrip())


def _post(
    source: Source, seen: Seen, heading: HeadingSeen, end: int, swallowing: set[int]
) -> tuple[RawPost, CodeSeen | None, list[Diagnostic]]:
    kind = _HEADS[source.data[heading.start : heading.end].rstrip()]
    block = next(iter(within(seen.code, heading.end, end)), None)
    trouble = _trouble_with(source, heading, block, swallowing)
    if trouble or block is None or block.start in swallowing:
        text = Section(start=heading.end, end=end)
        post = RawPost(kind=kind, head=heading.start, fields=None, text=text)
        return post, block, [trouble] if trouble else []
    fields, diagnostics = read_mapping(
        block.text,
        path=source.path,
        first_line=source.line(block.text_start) if block.text else source.line(block.start) + 1,
    )
    text = Section(start=block.end, end=end)
    return RawPost(kind=kind, head=heading.start, fields=fields, text=text), block, diagnostics


def _trouble_with(
    source: Source, heading: HeadingSeen, block: CodeSeen | None, swallowing: set[int]
) -> Diagnostic | None:
    """P01 for what is wrong with the block that should hold a post's fields."""
    hint = None
    if block is None or block.depth or source.data[heading.end : block.start].strip():
        trouble = "has no yaml block under its heading"
    elif block.info is None or block.info.split()[:1] != ["yaml"]:
        trouble = "has a code block under its heading that is not marked 'yaml'"
    elif block.start not in swallowing and not _closed(source, block):
        trouble = "has a yaml block that is not closed"
        hint = f"close it with {_fence(source, block)} on a line of its own, below the fields"
    else:
        return None
    head = source.slice(heading.start, heading.end).strip()
    name = _HEADS[head.encode()].value
    hint = hint or (
        f"write a block under '{head}': ```yaml, then 'posted: 2026-03-01T09:30', then ```"
    )
    return source.diagnostic("P01", heading.start, f"this {name} {trouble}", hint)


def _closed(source: Source, block: CodeSeen) -> bool:
    return _CLOSED.search(source.data[block.start : block.end]) is not None


def _fence(source: Source, block: CodeSeen) -> str:
    found = _FENCE.match(source.data, block.start)
    return found[0].decode() if found else "```"


def _swallowing(source: Source, seen: Seen) -> tuple[set[int], list[Diagnostic]]:
    """Where the code blocks start that swallow a post's head, with P06 for each."""
    hint = "close the code block before the next post, or write that line otherwise"
    starts: set[int] = set()
    diagnostics: list[Diagnostic] = []
    for code in seen.code:
        if found := _head_in(source, code) or _fields_in(source, code):
            message = "a code block starts here and swallows '{}' on line {}".format(*found)
            starts.add(code.start)
            diagnostics.append(source.diagnostic("P06", code.start, message, hint))
    return starts, diagnostics


def _head_in(source: Source, code: CodeSeen) -> tuple[str, int] | None:
    if source.data.find(b"#", code.start, code.end) < 0:
        return None
    found = _HEAD_LIKE.search(source.data, code.start, code.end)
    return (source.slice(*found.span()).strip(), source.line(found.end() - 1)) if found else None


def _fields_in(source: Source, code: CodeSeen) -> tuple[str, int] | None:
    """The start of a post's yaml block, however the head above it is written."""
    if "```" not in code.text and "~~~" not in code.text:
        return None
    found = _YAML_FENCE.search(code.text) if _POSTED.search(code.text) else None
    if found is None:
        return None
    return found[0].strip(), source.line(code.text_start) + code.text.count("\n", 0, found.start())


def _look_alikes(
    source: Source, seen: Seen, heads: set[int], known: set[int]
) -> Iterator[Diagnostic]:
    """P07 for what may have been meant as a post's head, and for a block with a post's fields.

    A block is named only where nothing else told of it: not if it is among the
    `known`, nor right below a heading that is named.
    """
    hint = "a post starts with exactly '## Answer' or '### Reply', at the start of a line"
    lines: set[int] = set()
    below: set[int] = set()
    for start, end, message in (
        *_lines_alike(source, seen, heads),
        *_headings_alike(seen, heads),
    ):
        if source.line(start) not in lines:
            lines.add(source.line(start))
            below.add(_end_of(_BLANK, source, end))
            yield source.diagnostic("P07", start, message, hint)
    for code in seen.code:
        if code.start not in known and code.start not in below and _may_hold_fields(code):
            message = "a post's yaml block stands here without a post's heading"
            yield source.diagnostic("P07", code.start, message, hint)


def _lines_alike(source: Source, seen: Seen, heads: set[int]) -> Iterator[tuple[int, int, str]]:
    for line_start in _lines_with_hash(source.data):
        if line_start in heads:
            continue
        found = _HEAD_LIKE.match(source.data, line_start)
        if found and not _inside(seen.code, line_start):
            start = _end_of(_INDENTATION, source, line_start)
            line = source.slice(start, found.end()).strip()
            yield start, found.end(), f"'{line}' looks like a post's heading but is none"


def _lines_with_hash(data: bytes) -> Iterator[int]:
    """Where each line starts that holds a `#`, without which no line is like a head."""
    found = data.find(b"#")
    while found >= 0:
        yield data.rfind(b"\n", 0, found) + 1
        end = data.find(b"\n", found)
        found = data.find(b"#", end) if end >= 0 else -1


def _headings_alike(seen: Seen, heads: set[int]) -> Iterator[tuple[int, int, str]]:
    for heading in seen.headings:
        if heading.start in heads:
            continue
        # Decoration counts for nothing, and neither does what nobody sees.
        if "".join(filter(str.isalnum, heading.text)).casefold() in _WORDS:
            text = heading.text.strip()
            message = f"the heading '{text}' looks like a post's but is written otherwise"
            yield heading.start, heading.end, message


def _end_of(pattern: re.Pattern[bytes], source: Source, start: int) -> int:
    found = pattern.match(source.data, start)
    return found.end() if found else start


def _may_hold_fields(code: CodeSeen) -> bool:
    if code.info is None:
        return False
    language = code.info.partition(" ")[0].lower()
    return language in _FIELDS and _POSTED.search(code.text) is not None


def _foreign_definitions(
    source: Source, seen: Seen, divided: DividedThread
) -> Iterator[Diagnostic]:
    by_label = [link for link in seen.links if link.label is not None]
    if not by_label and not seen.footnotes_used:
        return
    for section in (divided.question, *(post.text for post in divided.posts)):
        links = within(by_label, section.start, section.end)
        if links:
            yield from _foreign_links(source, section, links)
        notes = within(seen.footnotes_used, section.start, section.end)
        own_notes = within(seen.footnotes_defined, section.start, section.end)
        yield from _foreign_footnotes(source, notes, {folded(note.label) for note in own_notes})


def _foreign_links(
    source: Source, section: Section, links: Sequence[LinkSeen]
) -> Iterator[Diagnostic]:
    own = own_definitions(source, section)
    for link in links:
        if folded(link.label or "") not in own:
            message = f"the link '[{link.label}]' is defined in another post"
            yield source.diagnostic("P08", link.start, message, _REPEAT)


def _foreign_footnotes(
    source: Source, notes: Sequence[FootnoteSeen], own: set[str]
) -> Iterator[Diagnostic]:
    for note in notes:
        if folded(note.label) not in own:
            message = f"the footnote '[^{note.label}]' is defined in another post"
            yield source.diagnostic("P08", note.start, message, _REPEAT)


def _inside(code: Sequence[CodeSeen], offset: int) -> bool:
    before = first_from(code, offset + 1)
    return before > 0 and offset < code[before - 1].end


def own_definitions(source: Source, section: Section) -> dict[str, str]:
    """The addresses that a post itself defines, by their labels as `folded` gives them."""
    text = source.slice(section.start, section.end)
    found = pyromark.reference_definitions(text, options=OPTIONS)
    return {folded(label): definition["dest"] for label, definition in found.items()}


def folded(label: str) -> str:
    """Equal for two spellings of one label."""
    return " ".join(label.split()).casefold()
