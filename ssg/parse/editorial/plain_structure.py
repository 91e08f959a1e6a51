"""Finds out cheaply that a page shows what a git host's preview shows, as nearly all pages do.

Both are divided at the tags of blocks. Where the tags and what is between them are equal, but for
paragraphs, so are the outlines of both, and none is read. That holds for a text without raw HTML,
whose elements are all closed where they should be, and for the elements that are listed here: no
attribute of theirs is compared.
"""

import re

import pyromark
from pyromark import Options

_WITH_ATTRIBUTES = re.compile(
    r'<(a|img|t[dh])(?: (?:alt|href|src|title)="[^"<>]*"| style="text-align: [a-z]+;?")+(?: /)?>'
)
_SAME = {
    "&quot;": '"', "&ldquo;": '"', "&rdquo;": '"', "“": '"', "”": '"', "″": '"',
    "&lsquo;": "'", "&rsquo;": "'", "‘": "'", "’": "'", "′": "'",
    "&hellip;": "...", "…": "...", "&ndash;": "--", "–": "--", "&mdash;": "---", "—": "---",
}  # fmt: skip
"""Entities and typography, and what an outline shows in place of them."""
_BLOCKS = r"blockquote|d[dlt]|li|ol|p|table|tbody|t[dhr]|thead|ul"
_BLOCK_TAG = re.compile(rf"(</?(?:{_BLOCKS})>|<hr />)\n*")
_OTHER_TAG = re.compile(
    rf'<(?!/?(?:{_BLOCKS}|a|code|em|h[1-6]|pre|strong)>|img>|[bh]r />|code class="[^"<>]*">)'
)
# A list may be tight in one of them and loose in the other: a text without them is a paragraph.
_PARAGRAPH_TAGS = ("<p>", "</p>")


def is_like_preview(html: str, text: str, options: Options) -> bool:
    """Whether it is certain that the page `html` shows the same as the preview of `text`.

    As a preview with `options` reads it, `text` must be without raw HTML.
    """
    preview = _normalize(pyromark.html(text, options=options))
    if _OTHER_TAG.search(preview) or _may_hold_address(preview):
        return False
    return _split_blocks(_normalize(html)) == _split_blocks(preview)


def _normalize(html: str) -> str:
    html = _WITH_ATTRIBUTES.sub(r"<\1>", html)
    for written, same in _SAME.items():
        html = html.replace(written, same)
    return html


def _may_hold_address(preview: str) -> bool:
    """Whether a git host may make a link of a part of the text."""
    return "://" in preview or "www." in preview.lower()


def _split_blocks(html: str) -> list[str]:
    parts = (part.rstrip("\n") for part in _BLOCK_TAG.split(html))
    return [part for part in parts if part and part not in _PARAGRAPH_TAGS]
