"""Puts a new post into a thread, and proves that every other post stays as it was."""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ssg.authoring.parsing import parse_new
from ssg.config import Settings
from ssg.diagnostics import has_errors
from ssg.editing.errors import EditError
from ssg.model.documents import Post, PostKind, Thread
from ssg.model.fragments import Fragment
from ssg.model.frontmatter import Status
from ssg.model.kinds import Kind

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BY_HAND = "correct the file, then try again: 'ssg check' names all that is wrong"


class ParsedThread(Struct, frozen=True, kw_only=True):
    path: str
    data: bytes
    thread: Thread
    fragments: tuple[Fragment, ...]


class Slot(Struct, frozen=True, kw_only=True):
    """Where a new post goes: before the post at `index` of the thread, or at its end.

    `to` is what the post has to name, where it does not follow from its place.
    """

    kind: PostKind
    index: int
    parent: str | None
    to: str = ""


def read_thread(data: bytes, path: str, settings: Settings) -> ParsedThread:
    """Raises EditError for a thread with errors, or one that was withdrawn."""
    parsed = parse_new(data, path=path, kind=Kind.THREAD, settings=settings)
    if parsed.document is None or has_errors(parsed.diagnostics):
        first = next(one for one in parsed.diagnostics if has_errors([one]))
        raise EditError(f"{first.at}: {first.message}", first.hint or _BY_HAND)
    thread: Thread = parsed.document
    if thread.meta.status is Status.WITHDRAWN:
        raise EditError(f"{path} was withdrawn", "it has no text that a post could belong to")
    return ParsedThread(path=path, data=data, thread=thread, fragments=parsed.fragments)


def find_slot(thread: Thread, kind: PostKind, to: str | None) -> Slot:
    """The end of the thread for an answer, and the end of the replies around it for a reply.

    `to` is the anchor of the post that the new one replies to. Raises EditError if there is none.
    """
    posts = thread.posts
    if to is None and kind is PostKind.ANSWER:
        return Slot(kind=kind, index=len(posts), parent=None)
    position = -1 if to is None else _position(thread, to)
    after = (one for one in range(position + 1, len(posts)) if posts[one].kind is PostKind.ANSWER)
    index = next(after, len(posts))
    above = (one.anchor for one in reversed(posts[:index]) if one.kind is PostKind.ANSWER)
    default = next(above, None)
    named = to if to is not None and to != default else ""
    return Slot(kind=PostKind.REPLY, index=index, parent=to, to=named)


def _position(thread: Thread, anchor: str) -> int:
    for position, post in enumerate(thread.posts):
        if post.anchor == anchor:
            return position
    known = ", ".join(post.anchor for post in thread.posts[-8:])
    hint = f"its posts: {known}" if known else "it has no posts yet"
    raise EditError(f"{thread.path} has no post '{anchor}'", hint)


def free_anchor(thread: Thread, fields: Mapping[str, object], kind: PostKind) -> str:
    """The `id` that a new post needs, because another one has its address; empty for none."""
    taken = {post.anchor for post in thread.posts}
    if "id" in fields or "a-" + str(fields.get("posted")).replace(":", "") not in taken:
        return ""
    number = len(thread.posts) + 1
    while f"{kind.value}-{number}" in taken:
        number += 1
    return f"{kind.value}-{number}"


def insert_post(
    before: ParsedThread, slot: Slot, post: str, settings: Settings
) -> tuple[bytes, Post]:
    """The file with the post in the slot, and the post as it is read there.

    `post` has `\\n` line ends. Raises EditError if the post, or any other, would not be what it is.
    """
    data = before.data
    posts = before.thread.posts
    at = len(data) if slot.index == len(posts) else _start_of_line(data, posts[slot.index].line)
    end = _line_end_of(data)
    head, tail = data[:at], data[at:]
    gap = b"" if _ends_blank(head) else end if head.endswith((b"\n", b"\r")) else end + end
    written = end.join(post.encode().rstrip(b"\n").split(b"\n")) + end
    after = head + gap + written + (end + tail if tail else b"")
    return after, _prove(before, after, slot, settings)


def _prove(before: ParsedThread, after: bytes, slot: Slot, settings: Settings) -> Post:
    parsed = parse_new(after, path=before.path, kind=Kind.THREAD, settings=settings)
    errors = [one for one in parsed.diagnostics if has_errors([one])]
    if parsed.document is None or errors:
        first = errors[0]
        raise EditError(f"the post would not be valid: {first.message}", first.hint)
    found: Thread = parsed.document
    index = slot.index
    others = (*found.posts[:index], *found.posts[index + 1 :])
    texts = (*parsed.fragments[: index + 1], *parsed.fragments[index + 2 :])
    is_same = _placeless(others) == _placeless(before.thread.posts) and texts == before.fragments
    if not is_same or found.meta != before.thread.meta:
        hint = "close its code blocks, and put no line '## Answer' or '### Reply' in it"
        raise EditError("the text would change what belongs to which post", hint)
    post = found.posts[index]
    if post.kind is not slot.kind or post.parent != slot.parent:
        raise EditError("the post would belong to another one", "write it by hand")
    return post


def _placeless(posts: Sequence[Post]) -> list[Post]:
    return [replace(post, line=0) for post in posts]


def _start_of_line(data: bytes, line: int) -> int:
    """Lines count from 1, and end at any line end."""
    start = 0
    for _ in range(line - 1):
        found = _LINE_END.search(data, start)
        assert found, "the parser has counted the lines"
        start = found.end()
    return start


def _line_end_of(data: bytes) -> bytes:
    found = _LINE_END.search(data.removeprefix(BOM_UTF8))
    return found[0] if found else b"\n"


def _ends_blank(head: bytes) -> bool:
    return head.replace(b"\r\n", b"\n").replace(b"\r", b"\n").endswith(b"\n\n")
