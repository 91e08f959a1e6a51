"""The expressions of GitHub and Forgejo that our workflows use, and no others.

https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

import re
from collections.abc import Mapping

_IN_TEXT = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
_TOKEN = re.compile(r"\s*('[^']*'|&&|\|\||==|!=|!|[\w.-]+(?:\(\))?)")
_OPERATORS = {"&&": "and", "||": "or", "!": "not", "==": "==", "!=": "!="}

Values = Mapping[str, object]


def substitute(text: str, values: Values) -> str:
    """The text with the value of each expression in it."""
    return _IN_TEXT.sub(lambda match: _as_text(evaluate(match[1], values)), text)


def is_met(condition: str | None, values: Values) -> bool:
    """Whether a job or step with this `if` runs, after all before it succeeded."""
    if condition is None:
        return True
    whole = _IN_TEXT.fullmatch(condition)
    return bool(evaluate(whole[1] if whole else condition, values))


def evaluate(expression: str, values: Values) -> object:
    """The value of an expression. Raises KeyError for a name that no host gives."""
    words, at = [], 0
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        assert match, f"not an expression of these workflows: {expression}"
        token, at = match[1], match.end()
        is_text = token.startswith("'")
        words.append(_OPERATORS.get(token) or (token if is_text else repr(values[token])))
    # All that is left are literals of our own files, and operators.
    return eval(" ".join(words), {"__builtins__": {}})


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
