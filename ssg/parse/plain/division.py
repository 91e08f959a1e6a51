"""Divides the body of a plain thread into its question and its posts, without its events."""

import re
from collections.abc import Iterator, Sequence

from ssg.model.documents import PostKind
from ssg.parse.html.source import ByteRange, Source
from ssg.parse.plain.guards import is_plain_body
from ssg.parse.threads.split import RawPost, SplitThread
from ssg.yamltext import read_mapping

# The heading of a post with its fields, exactly as documented. What is excluded from the fields
# could end their block, start another one, or resemble a heading.
_HEAD = re.compile(rb"\n(## Answer|### Reply)\n\n?```yaml\n((?:[a-z][^\n#`~]*+\n)++)```(?=\n|\Z)")
_KINDS = {b"## Answer": PostKind.ANSWER, b"### Reply": PostKind.REPLY}
# In a plain body every letter can be seen, and so can all that is not ASCII.
_VISIBLE = re.compile(rb"[A-Za-z\x80-\xff]")

Heads = Sequence[re.Match[bytes]]


def find_heads(body: bytes) -> Heads | None:
    """The heads of the posts in `body`; None if it is not plain, or a text in it may be empty."""
    heads = list(_HEAD.finditer(body))
    texts = [body[part.start : part.end] for part in _find_texts(body, heads)]
    if not is_plain_body(b"\n".join(texts)):
        return None
    return heads if all(map(_VISIBLE.search, texts)) else None


def divide(source: Source, heads: Heads) -> SplitThread | None:
    """The posts with these `heads`, or None if there is anything to say about their fields."""
    question, *texts = _find_texts(source.data, heads)
    posts: list[RawPost] = []
    for head, text in zip(heads, texts, strict=True):
        first_line = source.line_at(head.start(2))
        fields, diagnostics = read_mapping(
            head[2].decode(), path=source.path, first_line=first_line
        )
        if fields is None or diagnostics:
            return None
        kind, start = _KINDS[head[1]], head.start(1)
        posts.append(RawPost(kind=kind, heading_start=start, fields=fields, text=text))
    return SplitThread(question=question, posts=tuple(posts))


def _find_texts(body: bytes, heads: Heads) -> Iterator[ByteRange]:
    """The ranges of the question and of the text of each post."""
    starts = [0, *(head.end() for head in heads)]
    ends = [*(head.start(1) for head in heads), len(body)]
    for start, end in zip(starts, ends, strict=True):
        yield ByteRange(start=start, end=end)
