"""Renders CommonMark, with bare addresses made links."""

import re
from collections.abc import Sequence

import pyromark
from linkify_it import LinkifyIt

from ssg.parse.html.events import SMART_OPTIONS, Run

_LINKIFY = LinkifyIt(options={"fuzzy_link": True, "fuzzy_email": False})
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_FOOTNOTE_USE = re.compile(
    r'<sup class="footnote-reference"><a href="#[^"]*">(\d+)</a></sup>',
)
_FOOTNOTE = re.compile(
    r'<div class="footnote-definition" id="[^"]*">'
    r'<sup class="footnote-definition-label">(\d+)</sup>'
)
_MARKUP = re.compile(r"([\\\[\]*_`~<>])")
_ENTITY = re.compile(r"&#?\w+;")
# No address is longer; looking for one in a longer word would take its length squared.
_WORD = re.compile(r"(?<!\S)\S{4,1000}+(?!\S)")


def render_commonmark(
    data: bytes, *, start: int, end: int, runs: Sequence[Run], footnotes: str
) -> str:
    """HTML, not yet sanitized, of the text at `data[start:end]`.

    `runs` are the runs of text in it. Ids of footnotes start with `footnotes`, so
    that two posts of one page never share an id.
    """
    html = pyromark.html(_with_links(data, start, end, runs), options=SMART_OPTIONS)
    if "footnote" in html:
        html = _FOOTNOTE_USE.sub(
            rf'<sup class="footnote-ref"><a href="#{footnotes}\1">\1</a></sup>', html
        )
        html = _FOOTNOTE.sub(
            rf'<div class="footnote-definition" id="{footnotes}\1"><sup>\1</sup>', html
        )
    return html


def _with_links(data: bytes, start: int, end: int, runs: Sequence[Run]) -> str:
    """The post's text with bare web addresses written as CommonMark autolinks."""
    text = data[start:end]
    if not _may_hold_address(text):
        return text.decode()
    pieces: list[str] = []
    position = start
    for first, last in runs:
        run = data[first:last]
        if _may_hold_address(run):
            pieces.append(data[position:first].decode())
            pieces.append(_WORD.sub(_linked, run.decode()))
            position = last
    pieces.append(data[position:end].decode())
    return "".join(pieces)


def _may_hold_address(text: bytes) -> bool:
    """True wherever `_ADDRESS` is found, and told at a tenth of the cost."""
    return b"://" in text or b"www." in text.lower()


def _linked(word: re.Match[str]) -> str:
    text = word[0]
    if not _ADDRESS.search(text):
        return text
    result = ""
    position = 0
    for found in _LINKIFY.match(text) or ():
        label = _MARKUP.sub(r"\\\1", found.raw)
        if found.schema in ("http:", "https:") and _ENTITY.search(found.raw):
            # Entities mean something in a link, but not in an autolink.
            link = f"[{label}](<{found.raw}>)"
        elif found.schema in ("http:", "https:"):
            link = f"<{found.raw}>"
        elif found.raw.lower().startswith("www."):
            link = f"[{label}](<https://{found.raw}>)"
        else:
            continue
        result += text[position : found.index] + link
        position = found.last_index
    return result + text[position:]
