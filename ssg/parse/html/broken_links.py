"""Finds links, images and footnotes that CommonMark shows as they are typed.

CommonMark has no syntax errors: what is no link is text. False alarms would teach authors
to ignore warnings, so only what looks like an address counts as one.
"""

import re
from collections.abc import Iterator, Sequence

from ssg.parse.html.events import Scan, TextRun, find_index
from ssg.parse.html.findings import (
    BodyEdit,
    Finding,
    begins_line,
    is_escaped,
    iterate_suspect_blocks,
    quote,
)
from ssg.parse.html.source import Source
from ssg.patterns import rare

_BRACKET = re.compile(rb"[\[\]]")
_MAY_PRECEDE_ADDRESS = re.compile(rb"[ \t(]|\xc2\xa0|\xef\xbc\x88")
# These limits keep the search linear.
_LONGEST = 800
_DEEPEST = 32
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_FILE = r"\.(?:md|html?|pdf|docx?|txt|csv|avif|gif|jpe?g|png|svg|webp|mp[34]|og[gv]|opus|wav)\b"
_ADDRESS = (
    r"<?(?:(?:https?|ftp|mailto|tel|sms|file|data|javascript):|www\.|\.{0,2}/|#\w"
    rf"|[\w-]+(?:\.[\w-]+)+/|[\w./%-]+{_FILE})"
)
_STARTS_WITH_ADDRESS = rare(rf"\s*{_ADDRESS}", re.IGNORECASE)
_NAMES_FILE = rare(rf"[^\n]+{_FILE}(?:#\S*)?>?\s*\Z", re.IGNORECASE)
_AFTER_SPACE = rare(rf"[^\S\n]+\({_ADDRESS}[^\s()]*\)", re.IGNORECASE)
_FULL_WIDTH = rare(
    rf"\s*\N{{FULLWIDTH LEFT PARENTHESIS}}\s*{_ADDRESS}[^\s\N{{FULLWIDTH RIGHT PARENTHESIS}}]*.?",
    re.IGNORECASE,
)
# Without a scheme or a file's name, as in "(and)[/or]", it need not be an address.
_REVERSED = rare(rf"\[(?!/){_ADDRESS}[^\s\[\]]*\]", re.IGNORECASE)
_DEFINITION = rare(rf"\[[^\[\]^][^\[\]]*\]:\s*{_ADDRESS}", re.IGNORECASE)
_AUTOLINK = rare(rb"<(?:(?:https?|mailto|tel):[^<>\s]*[ \t][^<>\n]*|(www\.)[^<>\s]+)>")
_TITLE = rare(r"\s*\S+\s+[\"'“”„«‘’(]")
_FOOTNOTE = re.compile(rb"\[\^[\w\x80-\xff][^\[\]^]{0,60}\]")
_PARENTHESIS = re.compile(r"\\.|[()]")
# As in "sleep[1][2]", which is copied from pages with numbered sources.
_NUMBERS = re.compile(r"\[\d+\]\[\d*\]")
_ENDS_IN_CODE = re.compile(rb"[\w\])]\Z", re.ASCII)


def find_undefined(source: Source, scan: Scan) -> Iterator[Finding]:
    """W12 for references to links and footnotes that no definition matches."""
    for start, end in scan.undefined_references:
        if not _is_text(source, scan, start, end):
            yield _report_undefined(source, start, end)
    if b"[" not in source.data:
        return
    for block in iterate_suspect_blocks(scan):
        yield from _find_definitions(source, block)
        for run in block:
            yield from _find_footnotes(source, run)


def _is_text(source: Source, scan: Scan, start: int, end: int) -> bool:
    """Whether the brackets in `[start, end)` are not meant as a reference, or are one in part."""
    is_code = _ENDS_IN_CODE.search(source.data[start - 1 : start]) is not None
    is_number = _NUMBERS.fullmatch(source.slice(start, end)) is not None
    is_in_brackets = source.data[end : end + 1] == b"]"
    return is_code or is_number or is_in_brackets or _contains_link(scan, start, end)


def _report_undefined(source: Source, start: int, end: int) -> Finding:
    written = source.slice(start, end)
    label = written[written.rindex("[") :]
    if source.data[end : end + 2] == b"[]":
        end += 2
    message = f"'{quote(source, start, end)}' is shown as text: '{label}' is not defined"
    hint = f"add a line '{label}: ' with its address, or correct the label"
    return Finding(start, "W12", message, hint, label)


def _find_footnotes(source: Source, run: TextRun) -> Iterator[Finding]:
    for found in _FOOTNOTE.finditer(source.data, *run):
        if is_escaped(source.data, run, found.start()):
            continue
        written = source.slice(*found.span())
        message = f"'{written}' is shown as text: this footnote is not defined"
        hint = f"add a line '{written}: ' with the note, after a blank line"
        yield Finding(found.start(), "W12", message, hint, written)


def _find_definitions(source: Source, block: Sequence[TextRun]) -> Iterator[Finding]:
    for run in block:
        if source.data[run[0] : run[0] + 1] != b"[" or not begins_line(source.data, run):
            continue
        found = _DEFINITION.match(source.slice(*run))
        if found and not is_escaped(source.data, run, run[0]):
            message = f"'{quote(source, *run)}' is shown as text, and defines no link"
            hint = "put a blank line before it"
            edit = None
            if run == block[0]:
                hint = "put '<' and '>' around the address if it has spaces, and the title in \"…\""
            elif source.data[run[0] - 1 : run[0]] == b"\n":
                edit = BodyEdit(run[0], run[0], "\n", hint)
            literal = found[0].partition(":")[0] + ":"
            yield Finding(run[0], "W12", message, hint, literal, edit)


def find_malformed(source: Source, scan: Scan) -> Iterator[Finding]:
    """W13 for what looks like a link or image, and is none because of its address."""
    if b"<" in source.data:
        yield from _find_autolinks(source, scan)
    if b"[" not in source.data:
        return
    for block in iterate_suspect_blocks(scan):
        opened: list[int] = []
        for run in block:
            for found in _BRACKET.finditer(source.data, *run):
                if is_escaped(source.data, run, found.start()):
                    continue
                if found[0] == b"[":
                    opened.append(found.start())
                    yield from _find_reversed(source, run, found.start())
                elif opened:
                    start = opened.pop()
                    yield from _check_address(source, scan, start, found.end())
                    yield from _check_label(source, scan, start, found.end())


def _find_autolinks(source: Source, scan: Scan) -> Iterator[Finding]:
    """W13 for an address between '<' and '>' that is none."""
    for found in _AUTOLINK.finditer(source.data):
        index = find_index(scan.runs, found.start() + 1) - 1
        if index < 0 or not scan.runs[index][0] <= found.start() < scan.runs[index][1]:
            continue
        if is_escaped(source.data, scan.runs[index], found.start()):
            continue
        reason, hint = "its address has a space", "write %20, or remove the space"
        if found[1]:
            reason, hint = "its address has no scheme", "write 'https://' before 'www.'"
        message = f"'{quote(source, *found.span())}' is shown as text: {reason}"
        yield Finding(found.start(), "W13", message, hint, source.slice(*found.span()))


def _check_label(source: Source, scan: Scan, start: int, end: int) -> Iterator[Finding]:
    """W13 if a link by its label follows, as the label of the brackets in `[start, end)`."""
    index = find_index(scan.links, end + 1)
    if source.data[end : end + 2] != b" [" or index == len(scan.links):
        return
    link = scan.links[index]
    if link.start == end + 1 and link.label is not None and not link.label.isdecimal():
        written = quote(source, start, end + len(link.label.encode()) + 3)
        message = f"'{written}' is shown as text: there is a space between ']' and '['"
        yield Finding(start, "W13", message, "remove the space", source.slice(start, end))


def _find_reversed(source: Source, run: TextRun, start: int) -> Iterator[Finding]:
    if source.data[start - 1 : start] != b")":
        return
    opening = source.data.rfind(b"(", max(run[0], start - _LONGEST), start)
    if opening < 0:
        return
    found = _REVERSED.match(source.slice(start, start + _LONGEST))
    if found:
        end = start + len(found[0].encode())
        message = f"'{quote(source, opening, end)}' is shown as text: its brackets are reversed"
        hint = "write the text between '[' and ']', and then the address between '(' and ')'"
        yield Finding(opening, "W13", message, hint, f")[{found[0][1:2]}")


def _check_address(source: Source, scan: Scan, start: int, end: int) -> Iterator[Finding]:
    """W13 if what follows the brackets in `[start, end)` is meant as their address."""
    if not _MAY_PRECEDE_ADDRESS.match(source.data, end):
        return
    after = _BLANK_LINE.split(source.slice(end, end + _LONGEST), maxsplit=1)[0]
    inner = _read_parentheses(after)
    explained = _explain(after, inner)
    if explained is None and inner is not None and _contains_link(scan, start, end):
        explained = ("a link cannot contain another link", "remove one of the two links")
    if explained is None:
        return
    if source.data[start - 1 : start] == b"!":
        start -= 1
    length = len(_address_part(after, inner).encode())
    message = f"'{quote(source, start, end + length)}' is shown as text: {explained[0]}"
    yield Finding(start, "W13", message, explained[1], f"]{after[:2]}")


def _address_part(after: str, inner: str | None) -> str:
    if inner is not None:
        return f"({inner})"
    found = _FULL_WIDTH.match(after) or _AFTER_SPACE.match(after)
    return found[0] if found else after.partition("\n")[0]


def _contains_link(scan: Scan, start: int, end: int) -> bool:
    inside = scan.links[find_index(scan.links, start) : find_index(scan.links, end)]
    return any(not link.is_image for link in inside)


def _read_parentheses(text: str) -> str | None:
    """What is between the parentheses at the start of `text`; None without a closing one."""
    if not text.startswith("("):
        return None
    depth = 0
    for found in _PARENTHESIS.finditer(text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return text[1 : found.start()]
        if depth > _DEEPEST:
            break
    return None


def _explain(after: str, inner: str | None) -> tuple[str, str] | None:
    """Why `after` is not the address of a link, and what to do; None if it is not meant as one."""
    if _FULL_WIDTH.match(after):
        return "its parentheses are full-width", "write '(' and ')' around the address"
    if _AFTER_SPACE.match(after):
        return "there is a space between ']' and '('", "remove the space"
    if not after.startswith("("):
        return None
    address = after[1:] if inner is None else inner
    if not (_STARTS_WITH_ADDRESS.match(address) or (inner and _NAMES_FILE.match(inner))):
        return None
    if inner is None:
        if len(after.encode()) >= _LONGEST:
            return None
        hint = "add ')' after the address; write %28 and %29 for single parentheses in it"
        return "its closing parenthesis is missing", hint
    if _TITLE.match(inner):
        return "its title is malformed", 'put the title between two " and use no other " in it'
    if len(inner.split()) > 1:
        return "its address has a space", "put '<' and '>' around the address, or write %20"
    return None
