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
_CELLS = frozenset({"td", "th"})


def plain_text(html: str) -> str:
    """The text of sanitized HTML, with each block on a line of its own.

    White space is that of running text.
    """
    first, *others = _TAG.split(html)
    lines = [first]
    for name, text in zip(others[::2], others[1::2], strict=True):
        if name in _BLOCKS:
            lines.append(text)
        else:
            lines[-1] += f" {text}" if name in _CELLS else text
    stripped = (" ".join(line.split()) for line in lines)
    return unescape("\n".join(filter(None, stripped)))
