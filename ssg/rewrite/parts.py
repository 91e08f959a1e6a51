"""Splits a text into parts that can be rewritten one by one."""

import re
from collections.abc import Iterator

from msgspec import Struct

_FENCE = re.compile(r"(`{3,}|~{3,})")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:\s|$)")
_OPENING = re.compile(r"<([a-zA-Z][\w-]*)\b[^>]*(?<!/)>")
_VOID = frozenset({"br", "col", "hr", "img", "input", "wbr"})


class Part(Struct, frozen=True, kw_only=True):
    """Lines of a text, from line `row` on, which counts from 0."""

    row: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).rstrip("\n ")

    @property
    def end(self) -> str:
        """The blank lines after its text."""
        whole = "\n".join(self.lines)
        return whole[len(self.text) :]


def split_parts(text: str) -> list[Part]:
    """`text` in parts that begin at its left edge, after a blank line or at a fence.

    A list, a definition list and an element of raw HTML each stay in one part.
    """
    parts: list[Part] = []
    for part in _split_lines(text.split("\n")):
        if parts and _continues(parts[-1], part):
            joined = (*parts[-1].lines, *part.lines)
            parts[-1] = Part(row=parts[-1].row, lines=joined)
        else:
            parts.append(part)
    return parts


def _split_lines(lines: list[str]) -> Iterator[Part]:
    start = 0
    fence = ""
    after_fence = False
    for row, line in enumerate(lines):
        found = _FENCE.match(line)
        is_free = row == 0 or not lines[row - 1].strip() or after_fence
        after_fence = False
        if fence:
            if line.rstrip() == fence:
                fence, after_fence = "", True
            continue
        if (
            row > start
            and line.strip()
            and (found or (is_free and not line.startswith((" ", "\t"))))
        ):
            yield Part(row=start, lines=tuple(lines[start:row]))
            start = row
        fence = found[1] if found else ""
    yield Part(row=start, lines=tuple(lines[start:]))


def _continues(part: Part, following: Part) -> bool:
    first, text = following.lines[0], part.text
    if first.startswith((":", "{")) or not text:
        return True
    if _ITEM.match(first) and _ITEM.match(part.lines[0]):
        return True
    return text.startswith("<") and _is_open(text)


def _is_open(html: str) -> bool:
    """Whether an element or a comment is not closed."""
    if html.count("<!--") > html.count("-->"):
        return True
    names = {name.lower() for name in _OPENING.findall(html)} - _VOID
    lower = html.lower()
    return any(len(re.findall(rf"<{name}\b", lower)) > lower.count(f"</{name}") for name in names)
