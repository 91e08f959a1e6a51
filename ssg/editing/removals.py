"""Plans what is left of a post or a document that must go: its tombstone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings
from ssg.diagnostics import Severity
from ssg.editing.blocks import front_matter, post_block
from ssg.editing.bodies import Body
from ssg.editing.changes import Changes, FileChange
from ssg.editing.disk import read_bytes
from ssg.editing.errors import EditError
from ssg.editing.lines import Lines, line_end_of
from ssg.editing.mentions import Mention, decode_text, find_mentions, find_mentions_in
from ssg.editing.named import read_fields
from ssg.editing.targets import Target
from ssg.editing.writing import write_field
from ssg.model.documents import Guide, Page, Post, Thread
from ssg.model.frontmatter import Status
from ssg.model.kinds import Kind
from ssg.parse.files import parse_source
from ssg.yamltext import Value

Editable = Thread | Guide | Page
"""What can be withdrawn."""

_BY_HAND = "change it by hand: see docs/content-format.md"
_CORRECT = "correct it first: see 'ssg check'"
_INSTEAD: dict[Kind | None, str] = {
    None: "delete the file, and the links and images that are listed here",
    Kind.TOPIC: "delete its file, change what is listed here, and put its address into `aliases`"
    " of the topic that takes its place",
    Kind.RESOURCE: "delete its entry in content/resources, and the ids and links that are listed"
    " here",
    Kind.PERSON: "delete their file, and the ids that are listed here",
}
_POST_FIELDS = ("posted", "id", "anchor_aliases", "to")
"""What `PostMeta.redact` keeps, beside `removed`."""


class NoTombstone(EditError):
    """What is to be removed has no tombstone; the mentions are what has to be changed with it."""

    def __init__(self, message: str, hint: str, mentions: Sequence[Mention]) -> None:
        super().__init__(message, hint)
        self.mentions = mentions


class Reason(Struct, frozen=True, kw_only=True):
    """Why and on which day something is removed."""

    text: str
    date: str


class Removal(Struct, frozen=True, kw_only=True):
    target: Target
    changes: Changes
    mentions: tuple[Mention, ...]
    """What still leads to it, at its places after the change."""


def plan_removal(site: Path, settings: Settings, target: Target, reason: Reason) -> Removal:
    """The change that leaves a tombstone. Raises EditError if there can be none."""
    whole = replace(target, anchor="")
    if target.kind not in (Kind.THREAD, Kind.GUIDE, Kind.PAGE):
        mentions = find_mentions(site, settings, whole)
        raise NoTombstone(f"{whole.name} has no tombstone", _INSTEAD[target.kind], mentions)
    data = read_bytes(site / target.path)
    if data is None:
        raise EditError(f"there is no {target.path}")
    document = _parse(target, data, settings)
    text = decode_text(target.path, data)
    if target.anchor:
        after = _remove_post(text, _find_post(document, target), reason).encode()
    else:
        after = _withdraw(text, document, target, reason).encode()
    _check(document, _parse(target, after, settings), target)
    others = find_mentions(site, settings, target)
    own = find_mentions_in(target.path, after, settings, target)
    mentions = (*(one for one in others if one.path != target.path), *own)
    change = FileChange(target.path, data, after)
    return Removal(target=target, changes=(change,), mentions=mentions)


def _check(before: Editable, after: Editable, target: Target) -> None:
    """Raises EditError unless the tombstone is there, and all addresses are as they were."""
    if isinstance(before, Thread) and isinstance(after, Thread) and target.anchor:
        is_right = _posts(before) == _posts(after)
        is_gone = any(one.meta.removed for one in after.posts if one.anchor == target.anchor)
    else:
        is_right = _aliases(before) == _aliases(after)
        is_gone = after.meta.status is Status.WITHDRAWN and not after.tombstone_text_line
    if not (is_right and is_gone):
        raise EditError(f"{target.name} cannot be removed as it is written", _BY_HAND)


def _aliases(document: Editable) -> list[str]:
    return [alias.path for alias in document.aliases]


def _posts(thread: Thread) -> list[tuple[str, str | None]]:
    return [(one.anchor, one.parent) for one in thread.posts]


def _parse(target: Target, data: bytes, settings: Settings) -> Editable:
    assert target.kind is not None, "a media file has no tombstone"
    parsed = parse_source(data, path=target.path, kind=target.kind, settings=settings)
    document = parsed.document
    if not isinstance(document, Editable):
        errors = (one for one in parsed.diagnostics if one.severity is Severity.ERROR)
        first = next(errors)
        raise EditError(f"{first.at}: {first.message}", first.hint or _CORRECT)
    return document


def _find_post(document: Editable, target: Target) -> Post:
    posts = document.posts if isinstance(document, Thread) else ()
    found = next((one for one in posts if one.anchor == target.anchor), None)
    if found is None:
        known = ", ".join(f"#{one.anchor}" for one in posts[:10]) or "it has no posts"
        raise EditError(f"{target.path} has no post '#{target.anchor}'", f"its posts: {known}")
    if found.meta.removed:
        raise EditError(f"the post #{target.anchor} is removed already")
    return found


def _remove_post(text: str, post: Post, reason: Reason) -> str:
    """The file without the post's text, and without all of its fields that name its author."""
    block = post_block(text, post.line)
    given = read_fields(text, block).value
    kept: dict[str, Value] = {name: given[name] for name in _POST_FIELDS if name in given}
    kept["removed"] = {"date": reason.date, "reason": reason.text}
    lines = Lines(text)
    end = _end_of_post(text, post)
    closing = lines.end(block.end)
    rest = text[end:]
    between = line_end_of(text) if rest else ""
    return text[: block.start] + _write(kept, text) + text[block.end : closing] + between + rest


def _end_of_post(text: str, post: Post) -> int:
    """Where the next post begins, or the file ends."""
    later = [line for line in Body.of("", text).post_lines() if line > post.line]
    return Lines(text).start_of(later[0]) if later else len(text)


def _withdraw(text: str, document: Editable, target: Target, reason: Reason) -> str:
    """The front matter with what a withdrawn document may keep, and no text."""
    if document.meta.status is Status.WITHDRAWN:
        raise EditError(f"{target.name} is withdrawn already")
    if document.meta.status is Status.DRAFT:
        hint = f"delete {target.path}: a draft has no page that needs a tombstone"
        raise EditError(f"{target.name} is a draft", hint)
    block = front_matter(text)
    given = read_fields(text, block).value
    names = _kept_names(document.meta)
    kept = {name: value for name, value in given.items() if name in names}
    kept["status"] = Status.WITHDRAWN.value
    end = line_end_of(text)
    # The block may begin at the end of the line of hyphens.
    before = text[: block.start] + ("" if text[: block.start].endswith(("\n", "\r")) else end)
    why = f"# withdrawn on {reason.date}: {reason.text}{end}"
    closing = text[block.end : Lines(text).end(block.end)]
    return before + why + _write(kept, text) + closing


def _kept_names(meta: Any) -> set[str]:
    """The fields that a withdrawn document keeps. The title is required, though it is not shown."""
    redacted = meta.redact()
    names = {
        name
        for name in meta.__struct_fields__
        if getattr(redacted, name) == getattr(meta, name) or name == "title"
    }
    return names | {"aliases"}


def _write(fields: dict[str, Value], text: str) -> str:
    end = line_end_of(text)
    lines = [line for name, value in fields.items() for line in write_field(name, value)]
    return "".join(f"{line}{end}" for line in lines)
