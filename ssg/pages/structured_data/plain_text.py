"""The text of a fragment's HTML, as a reader sees it."""

import re
from html import unescape

# The sanitizer writes attributes in double quotes, and may leave a `>` in them.
_TAG = re.compile(r'</?([a-z][a-z0-9]*)(?:[^">]|"[^"]*")*+>')
_BLOCKS = frozenset({
    "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_SEPARATORS = dict.fromkeys(_BLOCKS, "\n") | {"td": " ", "th": " "}
"""What stands in a text for the tags of an element; nothing for those within a line."""


def plain_text(html: str) -> str:
    """The text of sanitized HTML, with each block on a line of its own.

    White space is that of running text.
    """
    # Of Markup, `replace` is a slow one that escapes.
    pieces = _TAG.split(str.replace(html, "\n", " "))
    pieces[1::2] = [_SEPARATORS.get(name, "") for name in pieces[1::2]]
    # Many lines are empty: those between two blocks.
    lines = filter(None, map(str.strip, "".join(pieces).split("\n")))
    return unescape("\n".join(map(_with_single_spaces, lines)))


def _with_single_spaces(line: str) -> str:
    # No white space but the space is printable. Taking a line apart takes ten times as long.
    if line.isprintable() and "  " not in line:
        return line
    return " ".join(line.split())
