"""Turns quotation marks after digits into the marks of feet and inches.

Smart punctuation knows only quotations, and makes `5‘10”` of `5'10"`.
"""

import re

from ssg.patterns import rare

_PRIME = "′"
_DOUBLE_PRIME = "″"
# An expression that begins with one character is ten times as fast as one that begins with digits.
_SUSPECT = {mark: rare(f"{mark}(?<=[0-9½¼¾⅛⅜⅝⅞]{mark})") for mark in "‘’“”"}
_TWO_SINGLE = r"(?<=[0-9½¼¾⅛⅜⅝⅞])[‘’]{2}(?![‘’\w])"
_TOKEN = rare(rf"<(/?)([a-z][a-z0-9]*)[^>]*>|{_TWO_SINGLE}|[‘’‚“”„]")  # noqa: RUF001
_INCHES = rare(rf"[ \u00a0]?[0-9]+(?:[.,][0-9]+)?[ ]?[½¼¾⅛⅜⅝⅞]?(?:[“”]|{_TWO_SINGLE})")
# Inches without a mark, as in `5'10`; `1'000` is a thousand.
_BARE_INCHES = rare(r"(?:1[01]|[0-9])(?![0-9’])")
# As in `vitamin B12`; `x` stands between two lengths.
_END_OF_NAME = rare(r"[A-WYZa-wyz_][0-9]+\Z")
# Minutes of arc, as in `51°30'N`.
_END_OF_MINUTES = rare(r"°[ \u00a0]?[0-9.,]+\Z")
# As in `8'x10'`.
_TIMES = re.compile(r"x[0-9]")
# The next mark can only close a quotation, so one is still open.
_CLOSING_FOLLOWS = rare(r"[^<“”„]*[^\s<(\[“”–—0-9-][“”](?!\w)")
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
})  # fmt: skip
_LITERAL = frozenset({"code", "kbd", "pre", "samp"})


def restore_primes(html: str) -> str:
    """Sanitized `html` with primes where a number is in feet or inches.

    A mark after a digit closes a quotation if one is open in the same block, except
    in the form `5'10"`, which is always a length.
    """
    if html.isascii():
        return html
    if not any(mark in html and suspect.search(html) for mark, suspect in _SUSPECT.items()):
        return html
    rewriter = _Rewriter(html)
    return _TOKEN.sub(rewriter.rewrite, html)


class _Rewriter:
    """What is open while a text is read: quotations, and elements whose text is literal."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._double = 0
        self._single = 0
        self._has_low = False
        self._literal = 0
        self._inches_end = -1

    def rewrite(self, token: re.Match[str]) -> str:
        if token[2]:
            self._pass_tag(token[2], closes=bool(token[1]))
            return token[0]
        if self._literal:
            return token[0]
        is_single = token[0] in "‘’‚"  # noqa: RUF001
        mark = self._read_single(token) if is_single else self._read_double(token)
        return mark or token[0]

    def _pass_tag(self, name: str, *, closes: bool) -> None:
        if name in _LITERAL:
            self._literal += -1 if closes else 1
        if name not in _INLINE:
            self._double = self._single = 0
            self._has_low = False

    def _read_double(self, token: re.Match[str]) -> str | None:
        if token.end() == self._inches_end or self._is_inches(token):
            return _DOUBLE_PRIME
        if token[0] == "„":
            self._has_low = True
        # „German“ ends with the mark that begins others; ”Swedish” begins with the one that ends.
        # Or smart punctuation took the mark of inches for the end of the quotation.
        may_end = self._double and not self._follows_space(token)
        begins_word = self._follows_space(token) and self._next_character(token).isalnum()
        ends = not begins_word if token[0] == "”" else token[0] == "“" and may_end
        self._double = max(self._double + (-1 if ends else 1), 0)
        return "”" if ends and not self._has_low else None

    def _is_inches(self, token: re.Match[str]) -> bool:
        if not self._follows_digit(token):
            return False
        following = self._next_character(token)
        if token[0] == "“" and following.isalpha() and not following.isascii():
            # A quotation in a script without spaces.
            return False
        if not self._double or (token[0] == "“" and not self._has_low):
            return True
        return bool(_CLOSING_FOLLOWS.match(self._html, token.end()))

    def _read_single(self, token: re.Match[str]) -> str | None:
        if len(token[0]) > 1:
            return None if self._single and token.end() != self._inches_end else _DOUBLE_PRIME
        follows_digit = self._follows_digit(token)
        if follows_digit and (inches := _INCHES.match(self._html, token.end())):
            self._inches_end = inches.end()
            return _PRIME
        if follows_digit and _BARE_INCHES.match(self._html, token.end()):
            return _PRIME
        if _END_OF_MINUTES.search(self._html, max(token.start() - 9, 0), token.start()):
            return _PRIME
        if token[0] == "‚" or (token[0] == "‘" and not follows_digit):  # noqa: RUF001
            self._single += 1
            return None
        is_apostrophe = self._next_character(token).isalnum()
        if is_apostrophe and not _TIMES.match(self._html, token.end()):
            return None
        if follows_digit and not self._single:
            return _PRIME
        self._single = max(self._single - 1, 0)
        return None

    def _next_character(self, token: re.Match[str]) -> str:
        return self._html[token.end() : token.end() + 1]

    def _follows_space(self, token: re.Match[str]) -> bool:
        return token.start() == 0 or self._html[token.start() - 1] in " \n>(["

    def _follows_digit(self, token: re.Match[str]) -> bool:
        start = token.start()
        if start == 0 or self._html[start - 1] not in "0123456789½¼¾⅛⅜⅝⅞":
            return False
        return not _END_OF_NAME.search(self._html, max(start - 9, 0), start)
