"""Reads the posts of a thread: the author, time and parent of each."""

import re
from collections.abc import Iterator
from datetime import tzinfo
from difflib import get_close_matches
from itertools import islice

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Post, PostKind
from ssg.model.frontmatter import PostMeta, Role
from ssg.model.scalars import Moment, is_before
from ssg.parse.consistency import check_consistency
from ssg.parse.html.events import Scan, select_range
from ssg.parse.html.source import Source
from ssg.parse.threads.split import RawPost
from ssg.schema import check_fields

_NEAR = 50
"""How many posts above and below a reply are searched for the one that it may mean."""


class PostReader:
    """Reads the posts of one thread in order, as each depends on those above it."""

    def __init__(self, source: Source, scan: Scan, asked: Moment | None, zone: tzinfo) -> None:
        """`asked` is None if it has errors; dates without an offset are in `zone`."""
        self._source = source
        self._scan = scan
        self._asked = asked
        self._zone = zone
        self._posted: dict[str, Moment] = {}
        self._anchors: dict[str, int] = {}
        self._old_anchors: dict[str, int] = {}
        self._answer: str | None = None
        self._accepted_line = 0

    def read(self, raw: RawPost) -> tuple[Post | None, list[Diagnostic]]:
        """The post, or None if its fields have errors; and all diagnostics of the post."""
        if raw.fields is None:
            return None, []
        meta, diagnostics = check_fields(PostMeta, raw.fields)
        diagnostics += check_consistency(raw.fields, self._zone)
        if meta is None:
            return None, diagnostics
        anchor = meta.id or "a-" + meta.posted.replace(":", "")
        parent, found = self._find_parent(raw, meta)
        diagnostics += found
        diagnostics += self._check_order(raw, meta, parent)
        diagnostics += self._check_identity(raw, meta, anchor)
        line = self._source.line_at(raw.heading_start)
        # Most posts have neither.
        if meta.anchor_aliases:
            diagnostics += self._check_old_anchors(raw, meta, anchor)
            self._old_anchors |= dict.fromkeys(meta.anchor_aliases, line)
        if meta.accepted:
            diagnostics += self._check_accepted(raw, line)
        diagnostics += self._check_text(raw, meta)
        self._anchors.setdefault(anchor, line)
        self._posted.setdefault(anchor, meta.posted)
        if raw.kind is PostKind.ANSWER:
            self._answer = anchor
        kept = meta.redact() if meta.removed else meta
        post = Post(kind=raw.kind, anchor=anchor, parent=parent, meta=kept, line=line)
        return post, diagnostics

    def _find_parent(self, raw: RawPost, meta: PostMeta) -> tuple[str | None, list[Diagnostic]]:
        if raw.kind is PostKind.ANSWER:
            if meta.to is None:
                return None, []
            message = "only a reply can have 'to', and this is an answer"
            hint = "change its heading to '### Reply', or remove 'to'"
            return None, [_diagnostic(raw, "to", "P02", message, hint)]
        if meta.to is None:
            return self._answer, []
        if meta.to in self._anchors:
            return meta.to, []
        return None, [self._report_missing_parent(raw, meta.to)]

    def _report_missing_parent(self, raw: RawPost, name: str) -> Diagnostic:
        line = self._find_below(raw, name)
        if line:
            message = f"'to' names the post '{name}', which comes later, on line {line}"
            hint = "move this reply below the post that it replies to"
            return _diagnostic(raw, "to", "P02", message, hint)
        near = get_close_matches(name, islice(reversed(self._anchors), _NEAR), n=1)
        hint = (
            f"did you mean '{near[0]}'?" if near else "add an 'id' to the post that it replies to"
        )
        message = f"no earlier post has the id '{name}'"
        return _diagnostic(raw, "to", "P02", message, hint)

    def _find_below(self, raw: RawPost, name: str) -> int:
        """The line on which a later post has the id `name`; 0 for none."""
        wanted = re.compile(rf"^id:[ \t]*{re.escape(name)}[ \t]*$", re.MULTILINE)
        blocks = select_range(self._scan.code_blocks, raw.text.end, len(self._source.data))
        for block in blocks[:_NEAR]:
            found = wanted.search(block.text)
            if found and (block.info or "").startswith("yaml"):
                before = block.text.count("\n", 0, found.start())
                return self._source.line_at(block.text_start) + before
        return 0

    def _check_order(
        self, raw: RawPost, meta: PostMeta, parent: str | None
    ) -> Iterator[Diagnostic]:
        """W19 for a post that is older than the question or the post that it answers."""
        earlier = self._posted[parent] if parent else self._asked
        if earlier and is_before(meta.posted, earlier, self._zone):
            target = f"the post on line {self._anchors[parent]}" if parent else "its question"
            message = f"this {raw.kind.value} is dated before {target} ({earlier})"
            yield _diagnostic(raw, "posted", "W19", message, "correct the date that is wrong")

    def _check_identity(self, raw: RawPost, meta: PostMeta, anchor: str) -> Iterator[Diagnostic]:
        if line := self._line_of(anchor):
            message = f"the post on line {line} has the same address '#{anchor}'"
            field = "id" if meta.id else "posted"
            yield _diagnostic(raw, field, "P03", message, "give this post an 'id' of its own")
        if anchor.startswith("ssg-"):
            message = "ids that start with 'ssg-' are reserved for the theme"
            yield _diagnostic(raw, "id", "F12", message, "choose another id")
        if meta.role is not Role.MEMBER and meta.person is None:
            message = f"a post with the role '{meta.role.value}' needs a person"
            yield _diagnostic(
                raw, "role", "P09", message, "add 'person:' with an id from content/people"
            )

    def _check_old_anchors(self, raw: RawPost, meta: PostMeta, anchor: str) -> Iterator[Diagnostic]:
        """P03 for an old anchor that leads to this or an earlier post without it."""
        for index, old in enumerate(meta.anchor_aliases):
            line = self._line_of(old)
            if line or old == anchor:
                whose = f"the post on line {line}" if line else "this post"
                message = f"{whose} has the address '#{old}' already"
                hint = "remove it from 'anchor_aliases'"
                assert raw.fields is not None
                yield raw.fields.diagnostic("P03", ("anchor_aliases", index), message, hint)

    def _line_of(self, anchor: str) -> int:
        """The line of the earlier post that has it, as an old one too; 0 for none."""
        return self._anchors.get(anchor) or self._old_anchors.get(anchor, 0)

    def _check_accepted(self, raw: RawPost, line: int) -> Iterator[Diagnostic]:
        if raw.kind is PostKind.REPLY:
            message = "a reply cannot be the accepted answer"
            yield _diagnostic(raw, "accepted", "P04", message, "remove 'accepted'")
        elif self._accepted_line:
            message = f"the answer on line {self._accepted_line} is already accepted"
            yield _diagnostic(
                raw, "accepted", "P04", message, "keep 'accepted: true' on one answer only"
            )
        else:
            self._accepted_line = line

    def _check_text(self, raw: RawPost, meta: PostMeta) -> Iterator[Diagnostic]:
        first = self._scan.first_visible(raw.text.start, raw.text.end)
        if meta.removed and first is not None:
            message = "a removed post still has its text"
            hint = "delete the text; git keeps the history"
            yield self._source.diagnostic("W07", first, message, hint)
        elif not meta.removed and first is None:
            message = f"this {raw.kind.value} has no text"
            hint = "write its text, or add 'removed' with a date and a reason to its fields"
            yield self._source.diagnostic("P05", raw.heading_start, message, hint)


def _diagnostic(raw: RawPost, field: str, code: str, message: str, hint: str) -> Diagnostic:
    assert raw.fields is not None
    return raw.fields.diagnostic(code, (field,), message, hint)
