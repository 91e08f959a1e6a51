"""Compares the page that Python-Markdown makes of a text with a git host's preview of it.

Python-Markdown and CommonMark read some text differently: a list right under a
paragraph, an indent of two spaces. Reviewers read the preview, so every place where
the page differs is reported.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice, zip_longest
from typing import NamedTuple

from pyromark import Options

from ssg.diagnostics import Diagnostic
from ssg.parse.editorial.block_differences import Difference, DifferenceReporter
from ssg.parse.editorial.inline_differences import ADDRESS
from ssg.parse.editorial.outline import MARK, Block, Outline, read_outline
from ssg.parse.editorial.preview import render_preview
from ssg.parse.html.source import Source

_MAX_COMPARED = 5000
"""How many blocks are compared pair by pair, which takes quadratic time."""
_SMALL = 12
"""By how many letters and digits two readings of one text may differ, for their markup."""
_ATTRIBUTE_LIST = re.compile(r"\s*\{:?[ ]*[#.\w][^{}\n]*\}")
_CONTENTS = "[TOC]"
_ABBREVIATIONS = (f"{MARK}abbr", f"{MARK}/abbr")
_LITERAL = (f"{MARK}a", f"{MARK}code", f"{MARK}kbd", f"{MARK}samp")
_LITERAL_ENDS = (f"{MARK}/a", f"{MARK}/code", f"{MARK}/kbd", f"{MARK}/samp")

_Key = tuple[int, str, str]
_Blocks = Sequence[Block]


def compare_structure(
    html: str, source: Source, options: Options, extensions: Sequence[str]
) -> Iterator[Diagnostic]:
    """W08 wherever Python-Markdown's `html` differs from the preview of `source`.

    `options` are those of the preview. What `extensions` add on purpose, such as
    attribute lists, is not reported.
    """
    has_attributes = "attr_list" in extensions or "extra" in extensions
    page = _simplify_outline(read_outline(html), has_attributes, is_preview=False)
    preview = read_outline(render_preview(source.text, options))
    preview = _simplify_outline(preview, has_attributes, is_preview=True)
    found = [*_find_differences(page.blocks, preview.blocks)]
    for label, blocks in preview.footnotes.items():
        found += _find_differences(page.footnotes.get(label, blocks), blocks)
    if found:
        yield from DifferenceReporter(source, extensions, preview).report(found)


def _simplify_outline(outline: Outline, has_attributes: bool, *, is_preview: bool) -> Outline:
    """`outline` without what the default extensions add to a preview."""

    def simplify(blocks: _Blocks) -> tuple[Block, ...]:
        return tuple(_simplify(blocks, has_attributes, is_preview=is_preview))

    footnotes = {label: simplify(blocks) for label, blocks in outline.footnotes.items()}
    return Outline(blocks=simplify(outline.blocks), footnotes=footnotes)


def _simplify(blocks: _Blocks, has_attributes: bool, *, is_preview: bool) -> Iterator[Block]:
    contents_depth: int | None = None
    for block in blocks:
        if contents_depth is not None and block.depth > contents_depth:
            continue
        contents_depth = block.depth if ("class", "toc") in block.attributes else None
        if contents_depth is not None or block.text == _CONTENTS:
            continue
        pieces = block.pieces
        if block.tag != "pre":
            pieces = tuple(_simplify_pieces(block.pieces, has_attributes))
            pieces = tuple(_link_addresses(pieces)) if is_preview else pieces
        # A paragraph without pieces was an attribute list.
        if pieces or not block.pieces:
            starts = tuple(pair for pair in block.attributes if pair[0] == "start")
            is_simple = (pieces, starts) == (block.pieces, block.attributes)
            yield block if is_simple else block._replace(pieces=pieces, attributes=starts)


def _simplify_pieces(pieces: Iterable[str], has_attributes: bool) -> Iterator[str]:
    """`pieces` without abbreviations, and without attributes but for the label of a footnote."""
    texts: list[str] = []
    for piece in pieces:
        name = piece.partition(" ")[0]
        if name in _ABBREVIATIONS:
            continue
        if piece.startswith(MARK):
            yield from _join(texts, has_attributes)
            texts = []
            yield piece if name == f"{MARK}footnote" else name
        else:
            texts.append(piece)
    yield from _join(texts, has_attributes)


def _join(texts: list[str], has_attributes: bool) -> Iterator[str]:
    text = "".join(texts)
    text = _ATTRIBUTE_LIST.sub("", text) if has_attributes and "{" in text else text
    if text:
        yield text


def _link_addresses(pieces: Iterable[str]) -> Iterator[str]:
    """`pieces` with links around bare addresses, which a git host adds."""
    literal = 0
    for piece in pieces:
        if piece.startswith(MARK) or literal or not _may_hold_address(piece):
            literal += (piece in _LITERAL) - (piece in _LITERAL_ENDS)
            yield piece
            continue
        position = 0
        for found in ADDRESS.finditer(piece):
            if before := piece[position : found.start()]:
                yield before
            yield from (f"{MARK}a", found[0], f"{MARK}/a")
            position = found.end()
        if rest := piece[position:]:
            yield rest


def _may_hold_address(text: str) -> bool:
    """True wherever `ADDRESS` matches, at a tenth of the cost."""
    return "://" in text or "www." in text.lower()


def _find_differences(page: _Blocks, preview: _Blocks) -> Iterator[Difference]:
    # As in most texts: the keys of all blocks are equal, and need not be compared.
    if _have_same_words(page, preview):
        yield from _compare_texts(page, preview)
        return
    for operation, a, b, c, d in _match(_keys(page), _keys(preview)):
        if operation == "equal":
            yield from _compare_texts(page[a:b], preview[c:d])
            continue
        after = preview[c - 1] if c else None
        for one, other in _split_at_top(page[a:b], preview[c:d]):
            if _have_same_tags(one, other):
                yield from _compare_texts(one, other)
            else:
                yield _trim(one, other, after)
            after = other[-1] if other else after


def _have_same_words(page: _Blocks, preview: _Blocks) -> bool:
    return len(page) == len(preview) and all(
        one[:3] == other[:3] and (one.pieces == other.pieces or one.words == other.words)
        for one, other in zip(page, preview, strict=True)
    )


def _compare_texts(page: _Blocks, preview: _Blocks) -> Iterator[Difference]:
    for one, other in zip(page, preview, strict=True):
        if one.pieces != other.pieces:
            yield Difference(page=(one,), preview=(other,), is_inline=True)


class _Top(NamedTuple):
    """A block at the top."""

    at: int
    passed: int
    """How many letters and digits are before it."""
    words: str


def _split_at_top(page: _Blocks, preview: _Blocks) -> Iterator[tuple[_Blocks, _Blocks]]:
    """The two in pairs: each starts where both have a block at the top with the same words."""
    tops = deque(_find_tops(page))
    start = first = _Top(0, 0, "")
    for top in _find_tops(preview):
        length = top.passed - first.passed
        while tops and tops[0].passed - start.passed < length - _SMALL:
            tops.popleft()
        near = (
            one
            for one in islice(tops, _SMALL)
            if start.at < one.at and one.passed - start.passed <= length + _SMALL
        )
        same = next((one for one in near if _begin_with_same_words(one, top)), None)
        if same and top.at > first.at:
            yield page[start.at : same.at], preview[first.at : top.at]
            start, first = same, top
    yield page[start.at :], preview[first.at :]


def _begin_with_same_words(page: _Top, preview: _Top) -> bool:
    words = page.words.startswith(preview.words) or preview.words.startswith(page.words)
    return words and bool(page.words and preview.words)


def _find_tops(blocks: _Blocks) -> Iterator[_Top]:
    """The blocks at the top, each with the words of its first text."""
    passed = 0
    keys = _keys(blocks)
    for index, block in enumerate(blocks):
        if block.depth == 0:
            yield _Top(index, passed, keys[index][2].partition(":")[2])
        passed += len(block.words)


def _keys(blocks: _Blocks) -> list[_Key]:
    """What pairs blocks: the key of a container has the words of its first text."""
    keys: list[_Key] = []
    words = ""
    for block in reversed(blocks):
        words = block.words or words
        start = next((value for name, value in block.attributes if name == "start"), "")
        keys.append((block.depth, block.tag, f"{start}:{words}"))
    return keys[::-1]


def _match(page: list[_Key], preview: list[_Key]) -> Iterator[tuple[str, int, int, int, int]]:
    """What changes `preview` into `page`, in the form of SequenceMatcher.get_opcodes()."""
    same = zip_longest(page, preview)
    start = next((index for index, (a, b) in enumerate(same) if a != b), len(page))
    yield "equal", 0, start, 0, start
    if start == len(page) == len(preview):
        return
    if len(page) + len(preview) - 2 * start > _MAX_COMPARED:
        yield "replace", start, len(page), start, len(preview)
        return
    matcher = SequenceMatcher(None, page[start:], preview[start:], autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        yield operation, a + start, b + start, c + start, d + start


def _have_same_tags(page: _Blocks, preview: _Blocks) -> bool:
    return [block[:2] for block in page] == [block[:2] for block in preview] and not any(
        one.attributes != other.attributes for one, other in zip(page, preview, strict=True)
    )


def _trim(page: _Blocks, preview: _Blocks, after: Block | None) -> Difference:
    """The difference without the blocks at its start that differ only in where they end."""
    is_in_html = any(block.is_in_html for block in page)
    while page and preview and _begin_alike(page[0], preview[0]):
        after = preview[0]
        page, preview = page[1:], preview[1:]
    return Difference(tuple(page), tuple(preview), after=after, is_in_html=is_in_html)


def _begin_alike(page: Block, preview: Block) -> bool:
    if (page[:2], page.attributes) != (preview[:2], preview.attributes):
        return False
    return page.words.startswith(preview.words) or preview.words.startswith(page.words)
