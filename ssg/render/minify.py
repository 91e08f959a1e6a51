"""Makes style sheets smaller: the same tokens, without comments and needless white space.

rcssmin is faster, but takes what is in an `@layer` or in a nested rule for declarations: there
`.list :is(h2)` loses its space, and with it its meaning.
"""

import re

# Strings, unquoted addresses and escapes are tokens that stay as they are, as does a comment that
# asks for it. A string without an end ends with its line.
# https://www.w3.org/TR/css-syntax-3/#tokenization
_TOKEN = r"""
    (?P<kept>
        "(?: \\. | [^"\\\n] )*+ (?: "|\n|\Z )
      | '(?: \\. | [^'\\\n] )*+ (?: '|\n|\Z )
      | url\(\s*+ (?!["']) (?: \\. | [^)\\] )*+ (?: \)|\Z )
      | /\*! .*? (?: \*/|\Z )
      | \\.
    )
"""
_COMMENT = r"/\*(?!!).*?(?:\*/|\Z)"
_GAP = rf"(?: \s | {_COMMENT} )"
_PARTS = re.compile(
    rf"{_TOKEN} | {_GAP}*+ (?: ;{_GAP}*+ )*+ (?P<end>\}}) {_GAP}*+"
    rf" | {_GAP}*+ (?P<mark>[{{;,]) {_GAP}*+ | : {_GAP}++ | (?P<gap>{_GAP}++)",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def minify_css(css: str) -> str:
    """`css` without comments, but for `/*! … */`, and with white space only where it matters."""
    return _PARTS.sub(_shorten, css).lstrip()


def _shorten(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "kept" | "end" | "mark":
            return found[found.lastgroup]
        case "gap":
            # A comment alone still keeps two words apart.
            return " " if re.sub(_COMMENT, "", found[0], flags=re.DOTALL) else "/**/"
        case _:
            return ":"
