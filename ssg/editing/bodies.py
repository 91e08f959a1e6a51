"""Finds mentions in the text below front matter: links, images, and the fields of posts."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from ssg.editing.blocks import post_blocks
from ssg.editing.lines import Lines
from ssg.editing.links import WrittenLink, find_written_links, read_tokens
from ssg.editing.mention import Mention, MentionKind, make_mention
from ssg.editing.named import find_field, find_in_fields, leads_to
from ssg.editing.targets import Target
from ssg.model.kinds import Kind
from ssg.parse.frontmatter import find_delimiters
from ssg.parse.html.events import scan_events
from ssg.parse.html.links import Inside, LinkBase, classify_link
from ssg.parse.html.source import Source
from ssg.text import normalize_line_ends
from ssg.yamltext import Path

_MARK = "\ufeff"
_PERSON: dict[Path, Kind] = {("person",): Kind.PERSON}
_POST_HEADINGS = ("## Answer", "### Reply")


class Body(Struct, frozen=True, kw_only=True):
    """The text below front matter, and where it is in the text of its file."""

    path: str
    text: str
    lines: Lines
    source: Source

    @classmethod
    def of(cls, path: str, text: str) -> "Body":
        """`text` is that of the file, which has front matter."""
        plain = normalize_line_ends(text.removeprefix(_MARK))
        start = find_delimiters(plain)[1].end()
        first_line = plain.count("\n", 0, start) + 1
        source = Source(path=path, text=plain[start:], first_line=first_line)
        return cls(path=path, text=text, lines=Lines(text), source=source)

    def offset(self, byte: int) -> int:
        """Where a byte below the first line of the body is in the text of the file."""
        at = self.source.locate(byte)
        return self.lines.offset(at.line, at.column - 1)

    def post_lines(self) -> Iterator[int]:
        """The lines of the headings of posts."""
        for heading in scan_events(self.source).headings:
            written = self.source.slice(heading.start, heading.end).rstrip()
            if written in _POST_HEADINGS and not heading.depth:
                yield self.source.line_at(heading.start)


def find_people(body: Body, target: Target) -> Iterator[Mention]:
    """The posts of a person."""
    for block in post_blocks(body.text).values():
        yield from find_in_fields(body.path, body.lines, block, _PERSON, target)


def find_replies(body: Body, target: Target) -> Iterator[Mention]:
    """The replies that name the post."""
    for block in post_blocks(body.text).values():
        for found in find_field(body.path, body.lines, block, ("to",), target.anchor):
            yield replace(found, anchor=target.anchor)


def find_links(
    body: Body, base: LinkBase, target: Target, *, editors: bool, guesses: bool
) -> Iterator[Mention]:
    """The links and images that lead to the target.

    With `guesses`, also what only Python-Markdown may take for one.
    """
    for link in find_written_links(body.source, editors=editors):
        if guesses or link.is_html or not link.is_guess:
            destination = classify_link(link.href, base)
            if isinstance(destination, Inside):
                path, _, anchor = destination.target.partition("#")
                if _is_link_to(path, body.path, target):
                    yield _link(body, link, anchor)


def _is_link_to(path: str, source: str, target: Target) -> bool:
    if path.startswith("/"):
        return leads_to(path, target)
    if not path:
        return bool(target.anchor) and source == target.path
    return path == target.content_path


def _link(body: Body, link: WrittenLink, anchor: str) -> Mention:
    written = body.source.slice(link.start, link.end)
    end, value = _cut(written, is_html=link.is_html)
    start = body.offset(link.start)
    kind = MentionKind.IMAGE if link.is_image else MentionKind.LINK
    found = make_mention(
        body.path, body.lines, start, start + end, kind=kind, name=link.href, value=value
    )
    return replace(found, anchor=anchor, is_guess=link.is_guess)


def _cut(written: str, *, is_html: bool) -> tuple[int, str]:
    """How many of the written characters are the path, and what they stand for."""
    length, value = 0, ""
    for token in read_tokens(written, is_html=is_html):
        is_query = token.text == "?" and not value.startswith("/")
        if token.text == "#" or is_query:
            break
        length += token.length
        value += token.text
    return length, value
