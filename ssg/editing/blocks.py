"""Finds the YAML in a file: all of it, its front matter, or the fields of a post."""

from collections.abc import Callable

from msgspec import Struct

from ssg.editing.errors import EditError
from ssg.editing.lines import Lines
from ssg.parse.frontmatter import find_delimiters
from ssg.parse.html.events import CodeBlockNode, HeadingNode, scan_events, select_range
from ssg.parse.html.source import Source
from ssg.text import normalize_line_ends
from ssg.yamltext import read_mapping

_MARK = "\ufeff"
_POST_HEADINGS = (b"## Answer", b"### Reply")


class Block(Struct, frozen=True, kw_only=True):
    """The characters in `[start, end)` of a file's text, which has its own line ends and mark."""

    start: int
    end: int
    first_line: int
    find: Callable[[str], "Block"]
    """Finds the same block in the text after a change."""


def whole_file(text: str) -> Block:
    """All of `text`, but for its byte order mark."""
    start = len(_MARK) if text.startswith(_MARK) else 0
    return Block(start=start, end=len(text), first_line=1, find=whole_file)


def front_matter(text: str) -> Block:
    """What is between the two lines of hyphens. Raises EditError if there are none."""
    mark = len(_MARK) if text.startswith(_MARK) else 0
    plain = normalize_line_ends(text[mark:])
    delimiters = find_delimiters(plain)
    if len(delimiters) < 2 or delimiters[0].start() > 0:
        problem = "is not closed" if delimiters and not delimiters[0].start() else "is missing"
        raise EditError(f"the front matter {problem}", "correct the file first: see 'ssg check'")
    start, end = delimiters[0].end(), delimiters[1].start()
    lines = Lines(text)
    return Block(
        start=_raw_offset(lines, plain, start, mark),
        end=_raw_offset(lines, plain, end, mark),
        first_line=plain.count("\n", 0, start) + 1,
        find=front_matter,
    )


def post_block(text: str, line: int) -> Block:
    """The fields of the post whose heading is on `line`. Raises EditError if it has none."""
    found = post_blocks(text).get(line)
    if found is None:
        message = f"the post on line {line} has no fields"
        raise EditError(message, "correct the file first: see 'ssg check'")
    return found


def post_blocks(text: str) -> dict[int, Block]:
    """The fields of all posts that have some, by the lines of their headings. Raises EditError."""
    mark = len(_MARK) if text.startswith(_MARK) else 0
    plain = normalize_line_ends(text[mark:])
    delimiters = find_delimiters(plain)
    start = delimiters[1].end() if len(delimiters) > 1 else 0
    body_line = plain.count("\n", 0, start) + 1
    source = Source(path="", text=plain[start:], first_line=body_line)
    scan = scan_events(source)
    lines = Lines(text)
    headings = [one for one in scan.headings if not one.depth and _is_post(source, one)]
    ends = [*(one.start for one in headings[1:]), len(source.data)]
    found: dict[int, Block] = {}
    for heading, end in zip(headings, ends, strict=False):
        fields = next(iter(select_range(scan.code_blocks, heading.end, end)), None)
        if fields and not fields.depth and (fields.info or "").split()[:1] == ["yaml"]:
            line = source.line_at(heading.start)
            found[line] = _post_block(text, lines, source, fields, line)
    return found


def _is_post(source: Source, heading: HeadingNode) -> bool:
    return source.data[heading.start : heading.end].rstrip() in _POST_HEADINGS


def _post_block(text: str, lines: Lines, source: Source, fields: CodeBlockNode, line: int) -> Block:
    first = source.line_at(fields.text_start) if fields.text else source.line_at(fields.start) + 1
    block = Block(
        start=lines.start_of(first),
        end=lines.start_of(first + fields.text.count("\n")),
        first_line=first,
        find=lambda changed: post_block(changed, line),
    )
    _compare(text, block, fields.text)
    return block


def _compare(text: str, block: Block, fields: str) -> None:
    """Markdown removes the indentation of a block, which could make other YAML of it."""
    written, _ = read_mapping(normalize_line_ends(text[block.start : block.end]), path="")
    read, _ = read_mapping(fields, path="")
    if (written and written.value) != (read and read.value):
        raise EditError(
            f"the fields on line {block.first_line} are not indented evenly",
            "indent all of them by the same amount",
        )


def _raw_offset(lines: Lines, plain: str, offset: int, mark: int) -> int:
    """Where what is at `offset` of `plain` is in the text of `lines`."""
    number = plain.count("\n", 0, offset) + 1
    column = offset - (plain.rfind("\n", 0, offset) + 1)
    return lines.offset(number, column + (mark if number == 1 else 0))
