"""Turns quotation marks after digits into the marks of feet and inches.

Smart punctuation knows only quotations, and makes `5‘10”` of `5'10"`.
"""

import re

_PRIME = "′"
_DOUBLE_PRIME = "″"
_SUSPECT = re.compile(r"[0-9½¼¾⅛⅜⅝⅞][‘’“”]")
_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|[‘’“”]")
_INCHES = re.compile(r"[ \u00a0]?[0-9]+(?:[.,][0-9]+)?[ ]?[½¼¾⅛⅜⅝⅞]?[“”]")
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
    if not _SUSPECT.search(html):
        return html
    rewriter = _Rewriter(html)
    return _TOKEN.sub(rewriter.rewrite, html)


class _Rewriter:
    """What is open while a text is read: quotations, and elements whose text is literal."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._double = 0
        self._single = 0
        self._literal = 0
        self._inches_end = -1

    def rewrite(self, token: re.Match[str]) -> str:
        if token[2]:
            self._pass_tag(token[2], closes=bool(token[1]))
            return token[0]
        if self._literal:
            return token[0]
        is_double = token[0] in "“”"
        mark = self._read_double(token) if is_double else self._read_single(token)
        return mark or token[0]

    def _pass_tag(self, name: str, *, closes: bool) -> None:
        if name in _LITERAL:
            self._literal += -1 if closes else 1
        if name not in _INLINE:
            self._double = self._single = 0

    def _read_double(self, token: re.Match[str]) -> str | None:
        if token.end() == self._inches_end:
            return _DOUBLE_PRIME
        follows_digit = self._follows_digit(token)
        if follows_digit and (token[0] == "“" or not self._double):
            return _DOUBLE_PRIME
        # Smart punctuation took the mark of inches for the end of the quotation.
        ends = token[0] == "”" or (self._double and not self._follows_space(token))
        self._double = max(self._double + (-1 if ends else 1), 0)
        return "”" if ends else None

    def _read_single(self, token: re.Match[str]) -> str | None:
        follows_digit = self._follows_digit(token)
        if follows_digit and (inches := _INCHES.match(self._html, token.end())):
            self._inches_end = inches.end()
            return _PRIME
        if token[0] == "‘" and not follows_digit:
            self._single += 1
            return None
        is_apostrophe = self._html[token.end() : token.end() + 1].isalnum()
        if is_apostrophe:
            return None
        if follows_digit and not self._single:
            return _PRIME
        self._single = max(self._single - 1, 0)
        return None

    def _follows_space(self, token: re.Match[str]) -> bool:
        return token.start() == 0 or self._html[token.start() - 1] in " \n>(["

    def _follows_digit(self, token: re.Match[str]) -> bool:
        return token.start() > 0 and self._html[token.start() - 1] in "0123456789½¼¾⅛⅜⅝⅞"
