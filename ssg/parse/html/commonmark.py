"""Renders CommonMark, with bare web addresses as links."""

import re
from collections.abc import Sequence

import pyromark
from linkify_it import LinkifyIt
from pyromark import Options

from ssg.parse.html.events import OPTIONS, TextRun
from ssg.parse.html.footnotes import arrange_footnotes

_LINKIFY = LinkifyIt(options={"fuzzy_link": True, "fuzzy_email": False})
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_MARKUP = re.compile(r"([\\\[\]*_`~<>])")
_ENTITY = re.compile(r"&#?\w+;")
# The limit keeps matching linear: LinkifyIt takes quadratic time on a long word.
_WORD = re.compile(r"(?<!\S)\S{4,1000}+(?!\S)")


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
    text = data[start:end]
    if not _may_hold_address(text):
        return text.decode()
    pieces: list[str] = []
    position = start
    for first, last in runs:
        run = data[first:last]
        if _may_hold_address(run):
            pieces.append(data[position:first].decode())
            pieces.append(_WORD.sub(_link_addresses, run.decode()))
            position = last
    pieces.append(data[position:end].decode())
    return "".join(pieces)


def _may_hold_address(text: bytes) -> bool:
    """True wherever `_ADDRESS` matches, at a tenth of the cost."""
    return b"://" in text or b"www." in text.lower()


def _link_addresses(word: re.Match[str]) -> str:
    text = word[0]
    if not _ADDRESS.search(text):
        return text
    result = ""
    position = 0
    for found in _LINKIFY.match(text) or ():
        label = _MARKUP.sub(r"\\\1", found.raw)
        if found.schema in ("http:", "https:") and _ENTITY.search(found.raw):
            # An autolink does not decode entities, a link does.
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
