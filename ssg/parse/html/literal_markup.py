"""Checks that a text's Markdown is read as it was meant, and not shown as it was typed.

Each check looks at text only, never at code. Its rules are those of CommonMark, which a git
host's preview follows as well.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape

from ssg.diagnostics import Diagnostic
from ssg.parse.html.broken_emphasis import find_broken_emphasis
from ssg.parse.html.broken_links import find_malformed, find_undefined
from ssg.parse.html.events import Scan, TextRun, find_index
from ssg.parse.html.findings import BodyEdit, Finding, begins_line, is_escaped, iterate_text_blocks
from ssg.parse.html.footnotes import find_unused_footnotes
from ssg.parse.html.source import ByteRange, Source
from ssg.patterns import rare

_SPACE = r"[^\S\x00-\x7f]"
_INVISIBLE = rf"(?:{_SPACE}|[\u200b\u2060\ufeff])"
_NO_BREAK_SPACE = rare(
    rf"(?P<lead>[ \t]*{_INVISIBLE}\s*)?(?P<marker>#{{1,6}}|[-*+]|>|\d{{1,9}}[.)]|```+|~~~+)"
    rf"(?P<space>[ \t]*{_SPACE})?(?P<rest>.*)",
    re.DOTALL,
)
# True wherever the pattern above can match, at a tenth of the cost.
_MAY_HOLD_NO_BREAK_SPACE = rare(
    rf"^[ \t>*+-]*(?:{_INVISIBLE}|(?:[-*+>]|#{{1,6}}|\d{{1,9}}[.)])[ \t]*{_SPACE})", re.MULTILINE
)
_ON_ANOTHER_SITE = rare(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_IMAGE_TAG = re.compile(rb"<img\b[^>]*>", re.IGNORECASE)
_DESCRIBED = rare(rb"\salt\s*=\s*(?:\"\s*[^\s\"]|'\s*[^\s']|[^\s\"'>])", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_COMMENT = re.compile(rb"<!--")
_NUMBER = re.compile(r"\d")
_ONLY_NO_BREAK_SPACES = rare(rf"{_INVISIBLE}+")


def check_literal_markup(
    source: Source, scan: Scan, *, texts: Sequence[ByteRange] | None = None, html: str | None = None
) -> Iterator[Diagnostic]:
    """W12 to W17 and W21 for markup in `texts`, each rendered alone, that is not what it seems.

    Without `texts`, the whole body is one text. With its `html`, only what it shows is reported:
    Python-Markdown understands some of what CommonMark does not.
    """
    is_post = texts is not None
    if texts is None:
        texts = [ByteRange(start=0, end=len(source.data))]
    shown: str | None = None
    for finding in _find_all(source, scan, texts, is_post=is_post):
        index = bisect_right(texts, finding.start, key=lambda text: text.start) - 1
        is_there = index >= 0 and finding.start < texts[index].end
        if is_there and html is not None:
            # Most texts have no finding, and need not be read for it.
            shown = unescape(_TAG.sub("", html)) if shown is None else shown
            is_there = finding.literal in shown
        if is_there:
            yield finding.diagnostic(source)


def _find_all(
    source: Source, scan: Scan, texts: Sequence[ByteRange], *, is_post: bool
) -> Iterator[Finding]:
    yield from find_undefined(source, scan)
    yield from find_malformed(source, scan)
    for text in texts:
        yield from find_unused_footnotes(source, scan, text)
    yield from _find_empty(scan)
    yield from _find_undescribed(source, scan)
    yield from _find_open_comments(source, scan, is_post=is_post)
    yield from find_broken_emphasis(source, scan)
    if may_hold_no_break_space(source.text):
        yield from _find_no_break_spaces(source, scan)


def may_hold_no_break_space(text: str) -> bool:
    """True wherever there may be a W17."""
    return not text.isascii() and _MAY_HOLD_NO_BREAK_SPACE.search(text) is not None


def _find_empty(scan: Scan) -> Iterator[Finding]:
    for link in scan.empty_links:
        message = f"the link to '{link.href}' has no text"
        hint = "write what it leads to between '[' and ']', or as the text of the image in it"
        yield Finding(link.start, "W15", message, hint)
    for start in scan.empty_headings:
        hint = "write its text after the '#', or remove it"
        yield Finding(start, "W15", "this heading has no text", hint)


def _find_undescribed(source: Source, scan: Scan) -> Iterator[Finding]:
    """W31 for images without alternative text; one on another site shows its address instead."""
    for image in scan.empty_images:
        if not _ON_ANOTHER_SITE.match(image.href):
            yield _undescribed(image.start, "write between '[' and ']'")
    for node in scan.html:
        for tag in _IMAGE_TAG.finditer(source.data, node.start, node.end):
            if not _DESCRIBED.search(tag[0]):
                yield _undescribed(tag.start(), 'write into alt="…"')


def _undescribed(start: int, where: str) -> Finding:
    hint = f"{where} what a reader learns from it; leave out an image that says nothing"
    return Finding(start, "W31", "this image has no text for those who cannot see it", hint)


def _find_open_comments(source: Source, scan: Scan, *, is_post: bool) -> Iterator[Finding]:
    """W21 for the start of a comment that is shown, with all that was meant to be hidden."""
    for found in _COMMENT.finditer(source.data):
        index = find_index(scan.runs, found.start() + 1) - 1
        if index < 0 or found.start() >= scan.runs[index][1]:
            continue
        if not is_escaped(source.data, scan.runs[index], found.start()):
            message = "readers will see this comment: no '-->' closes it in this paragraph"
            hint = "add '-->'; start a comment that has blank lines at the beginning of a line"
            if is_post:
                hint = "remove it, or write &lt; in place of '<' if it is part of the text"
            yield Finding(found.start(), "W21", message, hint, "<!")


def _find_no_break_spaces(source: Source, scan: Scan) -> Iterator[Finding]:
    """W17 where a space that is not U+0020 keeps a line from being a heading or a list item."""
    for block in iterate_text_blocks(scan):
        numbered: list[Finding] = []
        for run in block:
            text = source.slice(*run)
            if text.isascii() or not begins_line(source.data, run):
                continue
            finding = _check_line(run, text) or _check_separator(run, text, block)
            if finding and _NUMBER.search(finding.literal):
                numbered.append(finding)
            elif finding:
                yield finding
        # A single one may be a date: "1. May".
        if len(numbered) > 1:
            yield from numbered


def _check_line(run: TextRun, text: str) -> Finding | None:
    found = _NO_BREAK_SPACE.match(text)
    if not found or not (found["lead"] or found["space"]):
        return None
    marker, rest = found["marker"], found["rest"]
    if found["space"] is None and not rest.startswith((" ", "\t")) and marker[0] not in ">`~":
        return None
    is_sign = marker in ("-", "+") and _NUMBER.match(rest.lstrip())
    if is_sign or not (rest.strip() or marker[0] in "`~"):
        return None
    space = (found["lead"] or found["space"]).strip(" \t")[:1]
    where = "before" if found["lead"] else "after"
    message = (
        f"U+{ord(space):04X} {where} '{marker}' is no space, so the '{marker}' is shown as text"
    )
    literal = f"{marker}{found['space'] or ''}"
    edit = None
    if found["space"] and not found["lead"]:
        start, end = (run[0] + len(text[:at].encode()) for at in found.span("space"))
        edit = BodyEdit(start, end, " ", "write an ordinary space")
    return Finding(run[0], "W17", message, "write an ordinary space in its place", literal, edit)


def _check_separator(run: TextRun, text: str, block: Sequence[TextRun]) -> Finding | None:
    """A line that looks blank and does not separate two paragraphs."""
    line = text.strip(" \t")
    if not _ONLY_NO_BREAK_SPACES.fullmatch(line) or run in (block[0], block[-1]):
        return None
    code_point = f"U+{ord(line[0]):04X}"
    message = f"this line has a {code_point}, so it does not separate two paragraphs"
    edit = BodyEdit(run[0], run[0] + len(text.encode()), "", "make it an empty line")
    return Finding(run[0], "W17", message, "make it an empty line", edit=edit)
