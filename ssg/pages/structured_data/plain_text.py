"""The text of a fragment's HTML, as a reader sees it."""

import re
from html import unescape

# The sanitizer writes attributes in double quotes, and may leave a `>` in them.
_REST = r'(?=[\s/>])(?:[^">]|"[^"]*")*+>'
_BLOCK = re.compile(
    r"</?(?:blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre"
    r"|section|summary|table|tbody|tfoot|thead|tr|ul)" + _REST
)
_CELL = re.compile(r"</?t[dh]" + _REST)
_TAG = re.compile(r"</?[a-z][a-z0-9]*" + _REST)


def plain_text(html: str) -> str:
    """The text of sanitized HTML, with each block on a line of its own.

    White space is that of running text.
    """
    lines = []
    for piece in _BLOCK.split(html):
        if "<" in piece:
            piece = _TAG.sub("", _CELL.sub(" ", piece))  # noqa: PLW2901
        if line := " ".join(piece.split()):
            lines.append(line)
    return unescape("\n".join(lines))
