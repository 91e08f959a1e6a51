"""Reads the posts of a thread: who wrote each, when, and what it answers."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Post, PostKind
from ssg.model.frontmatter import PostMeta, Role
from ssg.parse.consistency import check_consistency
from ssg.parse.html.events import Seen, Source, within
from ssg.parse.threads.split import RawPost
from ssg.schema import check_fields

_NEAR = 50
"""So many posts above a reply are looked through for one that it may have meant, and below."""


class PostReader:
    """Reads the posts of one thread in order, since each depends on those above it."""

    def __init__(self, source: Source, seen: Seen) -> None:
        self._source = source
        self._seen = seen
        self._anchors: dict[str, int] = {}
        self._answer: str | None = None
        self._accepted_line = 0

    def read(self, raw: RawPost) -> tuple[Post | None, list[Diagnostic]]:
        """The post, or None where its fields are unsound, with all that is wrong in it."""
        if raw.fields is None:
            return None, []
        meta, diagnostics = check_fields(PostMeta, raw.fields)
        diagnostics += check_consistency(raw.fields)
        if meta is None:
            return None, diagnostics
        anchor = meta.id or "a-" + meta.posted.replace(":", "")
        parent, found = self._parent(raw, meta)
        diagnostics += found
        diagnostics += self._identity(raw, meta, anchor)
        diagnostics += self._acceptance(raw, meta)
        diagnostics += self._text(raw, meta)
        line = self._source.line(raw.head)
        self._anchors.setdefault(anchor, line)
        if raw.kind is PostKind.ANSWER:
            self._answer = anchor
        kept = meta.redact() if meta.removed else meta
        post = Post(kind=raw.kind, anchor=anchor, parent=parent, meta=kept, line=line)
        return post, diagnostics

    def _parent(self, raw: RawPost, meta: PostMeta) -> tuple[str | None, list[Diagnostic]]:
        if raw.kind is PostKind.ANSWER:
            if meta.to is None:
                return None, []
            message = "an answer answers the question; only a reply has 'to'"
            return None, [_at(raw, "to", "P02", message, "make it a '### Reply'")]
        if meta.to is None:
            return self._answer, []
        if meta.to in self._anchors:
            return meta.to, []
        return None, [self._no_parent(raw, meta.to)]

    def _no_parent(self, raw: RawPost, name: str) -> Diagnostic:
        line = self._line_below(raw, name)
        if line:
            message = f"'to' names a post that stands below, on line {line}: '{name}'"
            hint = "a reply stands below the post that it answers: move one of them"
            return _at(raw, "to", "P02", message, hint)
        near = get_close_matches(name, islice(reversed(self._anchors), _NEAR), n=1)
        hint = f"did you mean '{near[0]}'?" if near else "give the post that it answers an 'id'"
        return _at(raw, "to", "P02", f"'to' names no earlier post: '{name}'", hint)

    def _line_below(self, raw: RawPost, name: str) -> int:
        """The line on which a later post calls itself `name`; 0 for none."""
        wanted = re.compile(rf"^id:[ \t]*{re.escape(name)}[ \t]*$", re.MULTILINE)
        blocks = within(self._seen.code, raw.text.end, len(self._source.data))
        for block in blocks[:_NEAR]:
            found = wanted.search(block.text)
            if found and (block.info or "").startswith("yaml"):
                before = block.text.count("\n", 0, found.start())
                return self._source.line(block.text_start) + before
        return 0

    def _identity(self, raw: RawPost, meta: PostMeta, anchor: str) -> Iterator[Diagnostic]:
        if anchor in self._anchors:
            message = f"the post on line {self._anchors[anchor]} has the same address '#{anchor}'"
            field = "id" if meta.id else "posted"
            yield _at(raw, field, "P03", message, "give this post an 'id' of its own")
        if anchor.startswith("ssg-"):
            message = "ids that start with 'ssg-' belong to the theme"
            yield _at(raw, "id", "F12", message, "choose another id")
        if meta.role is not Role.MEMBER and meta.person is None:
            message = f"a post with the role '{meta.role.value}' must name its person"
            yield _at(raw, "role", "P09", message, "add 'person:' with an id from content/people")

    def _acceptance(self, raw: RawPost, meta: PostMeta) -> Iterator[Diagnostic]:
        if not meta.accepted:
            return
        if raw.kind is PostKind.REPLY:
            message = "a reply cannot be the accepted answer"
            yield _at(raw, "accepted", "P04", message, "remove 'accepted'")
        elif self._accepted_line:
            message = f"the answer on line {self._accepted_line} is accepted already"
            yield _at(raw, "accepted", "P04", message, "keep 'accepted: true' on one answer")
        else:
            self._accepted_line = self._source.line(raw.head)

    def _text(self, raw: RawPost, meta: PostMeta) -> Iterator[Diagnostic]:
        first = self._seen.first_word(raw.text.start, raw.text.end)
        if meta.removed and first is not None:
            message = "a removed post still has its text"
            yield self._source.diagnostic("W07", first, message, "delete it; git keeps the history")
        elif not meta.removed and first is None:
            message = f"this {raw.kind.value} has no text"
            yield self._source.diagnostic("P05", raw.head, message, "write it, or mark it removed")


def _at(raw: RawPost, field: str, code: str, message: str, hint: str) -> Diagnostic:
    assert raw.fields is not None
    return Diagnostic(code=code, at=raw.fields.at((field,)), message=message, hint=hint)
