r"""Rewrites regular expressions so that they begin with a literal, for which `re` searches in C.

Where a condition on what is before comes first, `re` tests it at each character of a text. After
the first character of the match it is tested only there: `(?<!\w)'(?=\d)` finds the same as
`'(?<!\w')(?=\d)`, in a tenth of the time.
"""

import re
from re import _parser  # type: ignore[attr-defined]

_CONDITION = re.compile(r"\(\?<[=!]")
_LITERAL = re.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])(?![*+?{])", re.DOTALL)


def begin_with_literal(expression: re.Pattern[str]) -> re.Pattern[str]:
    """An expression with the same matches and groups: `expression` itself if it is fast enough.

    Only one that begins with a condition on what is before a literal is rewritten.
    """
    pattern = expression.pattern
    end = 0 if expression.flags & (re.IGNORECASE | re.VERBOSE) else _find_end(pattern)
    literal = _LITERAL.match(pattern, end) if end else None
    if not literal:
        return expression
    start, condition, rest = pattern[:4], pattern[4 : end - 1], pattern[literal.end() :]
    return re.compile(f"{literal[0]}{start}(?:{condition}){literal[0]}){rest}", expression.flags)


def _find_end(pattern: str) -> int:
    """The end of the condition on what is before, with which `pattern` begins; 0 without one."""
    if not _CONDITION.match(pattern):
        return 0
    for found in re.finditer(r"\)", pattern):
        try:
            _parser.parse(pattern[: found.end()])
        except re.error:
            # This one is in a set, or ends a group in the condition.
            continue
        return found.end()
    return 0
