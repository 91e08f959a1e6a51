"""Renders CommonMark, with bare web addresses as links."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

import pyromark
from pyromark import Options

from ssg.parse.html.events import OPTIONS, TextRun, find_index
from ssg.parse.html.findings import find_offsets
from ssg.parse.html.footnotes import arrange_footnotes
from ssg.parse.html.links import PLAIN_HOST
from ssg.patterns import rare

if TYPE_CHECKING:
    from linkify_it import LinkifyIt

_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_MARKUP = re.compile(r"([\\\[\]*_`~<>])")
# Before a link it would make an image of it.
_IMAGE_MARK = re.compile(r"!\Z")
_ENTITY = re.compile(r"&#?\w+;")
# Punctuation that ends an address even without a space, although its path could contain it: of
# scripts without spaces, of Arabic and Devanagari, and typographic.
_STOPS = "、。，．；：？！（）［］｛｝「」『』【】〈〉《》〔〕｢｣､…—‘’“”‚„«»‹›،؛؟۔।॥"  # noqa: RUF001
_STOP_OR_SPACE = rare(rf"[\s<>\"{_STOPS}]")
# The limit keeps matching linear: LinkifyIt takes quadratic time on a long word.
_WORD_CHARACTER = rf"[^\s{_STOPS}]"
_WORD = rare(rf"(?<!{_WORD_CHARACTER}){_WORD_CHARACTER}{{4,1000}}+(?!{_WORD_CHARACTER})")
# As between a letter of a script without spaces and the address after it.
_ADDRESS_AFTER_LETTER = rare(r"(?<=[^\W\x00-\x7f])(?=https?://|www\.)", re.IGNORECASE)
# A word with an address that needs no LinkifyIt: without a scheme it has a domain that this knows,
# no part of its host may be too long, and no punctuation in it may be its end.
_PLAIN_WORD = rare(
    r"(?!.*[A-Za-z0-9-]{64})(\(?)"
    rf"((?:https?://{PLAIN_HOST}|www\.(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+(?:com|edu|gov|net|org))"
    r"(?:/[A-Za-z0-9]+(?:[._?=#%+-][A-Za-z0-9]+)*)*/?)([.,:]?\)?[.,:]?)"
)
# Most often a word without a space before the next one: of the domains that LinkifyIt knows, only
# one has as many letters.
_NO_ADDRESS = rare(r"www\.(?:[A-Za-z]+\.)*(?!museum)[A-Za-z]{5,}[.,:]?", re.IGNORECASE)
_TRAILING = rare(r"(?:'s|[?!.,:*_~'\"])+\Z")
_TRAILING_ENTITY = re.compile(r"&#?\w+;?\Z")


def render_commonmark(
    data: bytes,
    *,
    start: int,
    end: int,
    runs: Sequence[TextRun],
    footnotes: str,
    options: Options = OPTIONS,
) -> str:
    """Render `data[start:end]` to HTML that is not yet sanitized.

    `runs` are the runs of text in it. The ids of footnotes start with `footnotes`, so
    that two posts on one page never share an id. Smart punctuation is added to `options`.
    """
    options |= Options.ENABLE_SMART_PUNCTUATION
    html = pyromark.html(_add_autolinks(data, start, end, runs), options=options)
    return arrange_footnotes(html, footnotes) if "footnote-definition" in html else html


def _add_autolinks(data: bytes, start: int, end: int, runs: Sequence[TextRun]) -> str:
    """`data[start:end]` with bare web addresses as CommonMark autolinks."""
    pieces: list[str] = []
    position = start
    for piece_start, last in _find_suspect_pieces(data, start, end, runs):
        # A character that is escaped stays beside its backslash.
        first = piece_start + (data[max(piece_start - 1, start) : piece_start] == b"\\")
        pieces.append(data[position:first].decode())
        pieces.append(_WORD.sub(_link_addresses, data[first:last].decode()))
        position = last
    pieces.append(data[position:end].decode())
    return "".join(pieces)


def _find_suspect_pieces(
    data: bytes, start: int, end: int, runs: Sequence[TextRun]
) -> Iterator[TextRun]:
    """The pieces of `runs` between spaces in which `_ADDRESS` may match, in order."""
    text = data[start:end]
    signs = [*find_offsets(text, b"://"), *find_offsets(text.lower(), b"www.")]
    last = start
    for offset in sorted(signs):
        sign = start + offset
        index = find_index(runs, sign + 1) - 1
        if sign < last or index < 0 or sign >= runs[index][1]:
            continue
        run_start, run_end = runs[index]
        first = max(data.rfind(b" ", run_start, sign) + 1, run_start)
        space = data.find(b" ", sign, run_end)
        last = space if space >= 0 else run_end
        yield first, last


def _link_addresses(word: re.Match[str]) -> str:
    if not _ADDRESS.search(word[0]) or _NO_ADDRESS.fullmatch(word[0]):
        return word[0]
    if plain := _PLAIN_WORD.fullmatch(word[0]):
        before, url, after = plain.groups()
        return f"{before}{_make_link(url, has_scheme=url.startswith('http'))}{after}"
    return "".join(map(_link_addresses_in, _ADDRESS_AFTER_LETTER.split(word[0])))


@cache
def _make_linkify() -> "LinkifyIt":
    # Few sites have an address that needs it. To load it and to compile its expressions takes
    # longer than to parse a hundred threads.
    from linkify_it import LinkifyIt  # noqa: PLC0415

    return LinkifyIt(options={"fuzzy_link": True, "fuzzy_email": False})


def _link_addresses_in(text: str) -> str:
    result = ""
    position = 0
    for found in _make_linkify().match(text) or ():
        url = _trim(found.raw, text[found.last_index :])
        link = _make_link(url, has_scheme=found.schema in ("http:", "https:"))
        if link:
            before = text[position : found.index]
            if link.startswith("["):
                before = _IMAGE_MARK.sub(r"\\!", before)
            result += before + link
            position = found.index + len(url)
    return result + text[position:]


def _trim(url: str, after: str) -> str:
    """`url` without what GitHub takes for text after it, if `after` follows.

    https://github.github.com/gfm/#extended-autolink-path-validation
    """
    for entity in _ENTITY.finditer(url):
        if _STOP_OR_SPACE.match(unescape(entity[0])):
            return _trim(url[: entity.start()], "")
    if after.startswith(";"):
        url = _TRAILING_ENTITY.sub("", url)
    while True:
        trimmed = _TRAILING.sub("", url)
        if trimmed.endswith(")") and trimmed.count(")") > trimmed.count("("):
            trimmed = trimmed[:-1]
        if trimmed == url:
            return url
        url = trimmed


def _make_link(url: str, *, has_scheme: bool) -> str | None:
    label = _MARKUP.sub(r"\\\1", url)
    if has_scheme:
        # An autolink does not decode entities, a link does.
        return f"[{label}](<{url}>)" if _ENTITY.search(url) else f"<{url}>"
    return f"[{label}](<https://{url}>)" if url.lower().startswith("www.") else None
