"""Reports where a block's text on the page differs from that in a git host's preview."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from msgspec import Struct

from ssg.parse.editorial.dialect_hints import LAST_RESORT, html_hint
from ssg.parse.editorial.outline import MARK, Block
from ssg.parse.editorial.source_lines import Line

_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "~": "&#126;"}
_ESCAPE = re.compile(r"\\(.)")
_HARD_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_STRUCK_OUT = re.compile(r"~{1,2}(?=\S)(.+?)~{1,2}")
_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)]) ")
_TASK = re.compile(r"\[[ xX]\](?=\s|$)")
ADDRESS = re.compile(r"(?<![\w/\"'=(<@.-])(?:https?://|www\.)[^\s<>]*\w", re.IGNORECASE)
_TAGS = {
    "a": "a link",
    "code": "code",
    "em": "emphasis",
    "img": "an image",
    "strong": "strong emphasis",
    "footnote": "a footnote",
}
_ADDRESS_IN_BRACKETS = re.compile(r"<(?:(?P<mail>mailto:)|(?P<scheme>[a-z][a-z0-9+.-]+):)", re.I)
_MARKS_AT_PUNCTUATION = re.compile(r"\w(\*+)[^\w\s*]|[^\w\s*](\*+)\w")
_HINTS = {
    "a": "write a link as [text](address), without spaces in the address, or with <> around it",
    "code": "use more backticks around code that contains backticks",
    "em": "use * for emphasis, not _, and leave no space inside the marks",
    "footnote": "define the footnote in a line of its own, such as [^1]: The note.",
    "img": "write an image as ![text](address), without spaces in the address",
    "strong": "use ** for strong emphasis, not __, and leave no space inside the marks",
}


class InlineDifference(NamedTuple):
    at: int
    message: str
    hint: str


class Texts(Struct, frozen=True, kw_only=True):
    """A block whose text differs, and its lines in the source."""

    page: Block
    preview: Block
    lines: tuple[Line, ...]
    extensions: Sequence[str]

    def count(self, tag: str) -> int:
        """How many times more the preview has an element `tag` than the page."""
        return _counts(self.preview)[tag] - _counts(self.page)[tag]


def explain_texts(texts: Texts) -> Iterator[InlineDifference]:
    """Every difference between the two, at its place in the source."""
    if texts.page.is_in_html and texts.preview.at is not None:
        line = texts.lines[0]
        message = f"the page shows {line.quote} as typed, a git host's preview as Markdown"
        yield InlineDifference(line.text_start, message, html_hint(texts.extensions))
        return
    known = [
        *_backslashes(texts),
        *_line_breaks(texts),
        *_struck_out(texts),
        *_tasks(texts),
        *_addresses(texts),
        *_elements(texts),
    ]
    yield from known or _other(texts)


def _counts(block: Block) -> Counter[str]:
    marks = (piece[1:] for piece in block.pieces if piece.startswith(MARK))
    return Counter(mark.partition(" ")[0] for mark in marks)


def _backslashes(texts: Texts) -> Iterator[InlineDifference]:
    if texts.page.text.count("\\") <= texts.preview.text.count("\\"):
        return
    for line in texts.lines:
        escapes = dict.fromkeys(
            found[0]
            for found in _ESCAPE.finditer(line.content)
            if texts.page.text.count(found[0]) > texts.preview.text.count(found[0])
        )
        if escapes:
            yield _escape_difference(line, list(escapes))
        if line != texts.lines[-1] and _HARD_BREAK.search(line.content):
            end = line.start + len((line.quotation + line.content).encode()) - 1
            message = (
                f"the page shows the backslash at the end of {line.quote}, a git host's preview"
                " a line break"
            )
            yield InlineDifference(end, message, "end the line with two spaces instead")


def _escape_difference(line: Line, escapes: list[str]) -> InlineDifference:
    before = line.content.index(escapes[0])
    at = line.start + len((line.quotation + line.content[:before]).encode())
    quoted = ", ".join(f"'{escape}'" for escape in escapes)
    message = f"the page shows the backslash of {quoted}, a git host's preview does not"
    if escapes == ["\\|"]:
        return InlineDifference(at, message, "use another character than | in code in a table")
    entities = {escape: _ENTITIES[escape[1]] for escape in escapes if escape[1] in _ENTITIES}
    instead = ", ".join(f"{entity} for {escape}" for escape, entity in entities.items())
    hint = f"remove the backslash, or write {instead}" if instead else "remove the backslash"
    return InlineDifference(at, message, hint)


def _line_breaks(texts: Texts) -> Iterator[InlineDifference]:
    if texts.count("br") >= 0:
        return
    line = texts.lines[0]
    message = f"the page shows a line break in {line.quote} that a git host's preview does not show"
    yield InlineDifference(line.text_start, message, "end the line with two spaces to break it")


def _struck_out(texts: Texts) -> Iterator[InlineDifference]:
    if texts.count("del") <= 0:
        return
    for line in texts.lines:
        for found in _STRUCK_OUT.finditer(line.content):
            at = line.start + len((line.quotation + line.content[: found.start()]).encode())
            message = f"the page shows '{found[0]}' as typed, a git host's preview struck out"
            yield InlineDifference(at, message, f"write <del>{found[1]}</del>, or &#126; for ~")
            return


def _tasks(texts: Texts) -> Iterator[InlineDifference]:
    if texts.count("input") <= 0:
        return
    line = next((line for line in texts.lines if _TASK.search(line.content)), texts.lines[0])
    message = f"the page shows the brackets of {line.quote}, a git host's preview a check box"
    yield InlineDifference(line.text_start, message, "write a list without brackets")


def _addresses(texts: Texts) -> Iterator[InlineDifference]:
    """Bare addresses, which a git host's preview makes links of; one report for each line."""
    missing = Counter(_linked_addresses(texts.preview)) - Counter(_linked_addresses(texts.page))
    for line in texts.lines:
        bare = []
        for found in ADDRESS.finditer(line.content):
            address = _ESCAPE.sub(r"\1", found[0])
            if missing[address] > 0:
                missing[address] -= 1
                bare.append(found)
        if bare:
            address = _ESCAPE.sub(r"\1", bare[0][0])
            at = line.start + len((line.quotation + line.content[: bare[0].start()]).encode())
            others = f", and {len(bare) - 1} more in this line" if len(bare) > 1 else ""
            message = f"the page shows '{address}' as text, a git host's preview as a link{others}"
            yield InlineDifference(at, message, f"write <{_with_scheme(address)}>")


def _linked_addresses(block: Block) -> Iterator[str]:
    for before, piece in pairwise(block.pieces):
        if before == f"{MARK}a" and ADDRESS.fullmatch(piece):
            yield piece


def _with_scheme(address: str) -> str:
    return f"https://{address}" if address.lower().startswith("www.") else address


def _elements(texts: Texts) -> Iterator[InlineDifference]:
    addresses = len(list(_linked_addresses(texts.preview)))
    addresses -= len(list(_linked_addresses(texts.page)))
    for tag, name in _TAGS.items():
        if missing := texts.count(tag) - (addresses if tag == "a" else 0):
            line = _line_of(texts)
            shows = "shows no" if missing > 0 else "shows"
            what = name.removeprefix("a ").removeprefix("an ") if missing > 0 else name
            preview = "does" if missing > 0 else "does not"
            message = f"the page {shows} {what} in {line.quote}; a git host's preview {preview}"
            hint = _hint_for_element(tag, line, is_on_page=missing < 0)
            yield InlineDifference(line.text_start, message, hint)


def _hint_for_element(tag: str, line: Line, *, is_on_page: bool) -> str:
    if tag == "a" and not is_on_page:
        found = _ADDRESS_IN_BRACKETS.search(line.content)
        if found and found["scheme"]:
            return f"write a link as [text]({found['scheme']}:…), not with <> only"
    if tag in ("em", "strong") and is_on_page:
        found = _MARKS_AT_PUNCTUATION.search(line.content)
        if found:
            marks = found[1] or found[2]
            return f"put a space outside the '{marks}', or move the punctuation outside of them"
    return _HINTS[tag]


def _other(texts: Texts) -> Iterator[InlineDifference]:
    if _MARKER.fullmatch(texts.page.text.removesuffix(texts.preview.text)):
        # The text of an item below its marker; the list itself is reported.
        return
    line = _line_of(texts)
    message = f"the page shows {line.quote} differently from a git host's preview"
    found = _ADDRESS_IN_BRACKETS.search(line.content)
    hint = "leave mailto: out, as in <name@example.org>" if found and found["mail"] else LAST_RESORT
    yield InlineDifference(line.text_start, message, hint)


def _line_of(texts: Texts) -> Line:
    """The line of the first text that differs."""
    pairs = zip_longest(texts.page.pieces, texts.preview.pieces, fillvalue="")
    same = 0
    for page, preview in pairs:
        if page != preview:
            break
        same += len(page) if not page.startswith(MARK) else 0
    passed = 0
    for line in texts.lines:
        passed += len(line.text) + 1
        if passed > same:
            return line
    return texts.lines[0]
