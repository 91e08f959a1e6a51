"""A mention of a document, and how to make it one of another document."""

from collections.abc import Iterable
from enum import StrEnum
from posixpath import basename, dirname, relpath
from urllib.parse import unquote

from msgspec import Struct

from ssg.editing.lines import Lines
from ssg.editing.targets import Target
from ssg.editing.writing import write_scalar


class MentionKind(StrEnum):
    FIELD = "field"
    """An id in a field."""
    LINK = "link"
    IMAGE = "image"
    SETTING = "setting"
    """An address in a menu, or the path of a picture."""


class Mention(Struct, frozen=True, kw_only=True):
    """A mention of a target: the characters in `[start, end)` of the text of the file at `path`.

    The text has its own line ends and byte order mark. `value` is what is written there, without
    quotation marks and escapes; of a link, that is the address before its `#`.
    """

    path: str
    line: int
    column: int
    kind: MentionKind
    name: str
    """The field or setting; of a link, its address."""
    start: int
    end: int
    value: str
    anchor: str = ""
    """Of a link, what it leads to on the page."""
    is_guess: bool = False
    """Whether it may be no link, but a text that looks like one."""


def make_mention(
    path: str, lines: Lines, start: int, end: int, *, kind: MentionKind, name: str, value: str
) -> Mention:
    line, column = lines.place(start)
    return Mention(
        path=path, line=line, column=column, kind=kind, name=name, start=start, end=end, value=value
    )


def replace_mentions(text: str, mentions: Iterable[Mention], old: Target, new: Target) -> str:
    """`text` with mentions of `new` in place of those of `old`; every other byte is kept."""
    pieces: list[str] = []
    position = 0
    for mention in sorted(mentions, key=lambda one: one.start):
        written = text[mention.start : mention.end]
        pieces += (text[position : mention.start], _rewrite(mention, written, old, new))
        position = mention.end
    return "".join((*pieces, text[position:]))


def _rewrite(mention: Mention, written: str, old: Target, new: Target) -> str:
    match mention.kind:
        case MentionKind.FIELD:
            return _write_yaml(new.id, written)
        case MentionKind.SETTING:
            before, after = (
                (old.address, new.address)
                if mention.value.startswith("/")
                else (old.path, new.path)
            )
            return _write_yaml(after + mention.value.removeprefix(before), written)
        case _ if mention.value.startswith("/"):
            return _rewrite_address(mention, written, old, new)
        case _:
            return _rewrite_path(mention, written, old, new)


def _write_yaml(value: str, written: str) -> str:
    quote = written[0] if written[:1] in ("'", '"') else ""
    return write_scalar(value, quote=quote)


def _rewrite_address(mention: Mention, written: str, old: Target, new: Target) -> str:
    if written.startswith(old.address):
        return new.address + written.removeprefix(old.address)
    return new.address + unquote(mention.value).removeprefix(old.address)


def _rewrite_path(mention: Mention, written: str, old: Target, new: Target) -> str:
    """The path as it was written, with another name at its end, if that says it all."""
    name = basename(old.content_path)
    is_beside = dirname(old.content_path) == dirname(new.content_path)
    if is_beside and mention.value.rpartition("/")[2] == name and written.endswith(name):
        return written.removesuffix(name) + basename(new.content_path)
    folder = dirname(mention.path).removeprefix("content/")
    return relpath(new.content_path, folder)
