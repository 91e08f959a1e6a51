r"""What a text must contain for a regular expression to match, so that most need no search.

Where `\[\^\w+\]` matches is '[^', and where `(?:colou?r|grey)s?` matches is 'colo' or 'grey'. RE2
finds such literals in the same way, in the syntax tree of the expression
(https://github.com/google/re2/blob/main/re2/prefilter.h). Parts of an expression that are not known
here require nothing, so a text that may match is never left out.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

# The syntax tree is private to the standard library. Its nodes are operations with arguments.
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

Literals = frozenset[str]

_Node = tuple[Any, Any]
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
# More copies of a text leave out hardly any other text.
_COPIES = 8


def find_required_literals(expression: re.Pattern[str]) -> Literals | None:
    """One of these is in every text in which `expression` matches; None if none are known."""
    if expression.flags & re.IGNORECASE:
        return None
    return _find_in_sequence(_parser.parse(expression.pattern, expression.flags))


def _find_in_sequence(nodes: Iterable[_Node]) -> Literals | None:
    """The literals that leave out most texts, for nodes that match one after the other."""
    found: list[Literals] = []
    for is_text, group in groupby(nodes, _is_text):
        if is_text:
            found.append(frozenset([_join(group)]))
        else:
            found += [literals for node in group if (literals := _find_in_node(*node))]
    return max(found, key=_selectivity, default=None)


def _find_in_node(operation: Any, argument: Any) -> Literals | None:
    if operation is _constants.IN:
        return _find_in_set(argument)
    if operation is _constants.BRANCH:
        return _find_in_branches(argument[1])
    if operation is _constants.SUBPATTERN:
        _, added_flags, _, nodes = argument
        return None if added_flags & re.IGNORECASE else _find_in_sequence(nodes)
    if operation is _constants.ATOMIC_GROUP:
        return _find_in_sequence(argument)
    if operation is _constants.ASSERT:
        # What comes before or after a match is in the text, too.
        return _find_in_sequence(argument[1])
    if operation in _REPEATS:
        least, _, nodes = argument
        return _find_in_repeat(nodes, least) if least else None
    return None


def _find_in_set(members: Sequence[_Node]) -> Literals | None:
    """The characters of a set, which may also have ranges and classes, or be negated."""
    return frozenset(map(_join, zip(members))) if all(map(_is_text, members)) else None


def _find_in_branches(branches: Iterable[Iterable[_Node]]) -> Literals | None:
    found = [_find_in_sequence(branch) for branch in branches]
    known = [literals for literals in found if literals]
    return frozenset[str]().union(*known) if len(known) == len(found) else None


def _find_in_repeat(nodes: Sequence[_Node], least: int) -> Literals | None:
    if all(map(_is_text, nodes)):
        return frozenset([_join(nodes) * min(least, _COPIES)])
    return _find_in_sequence(nodes)


def _is_text(node: _Node) -> bool:
    return node[0] is _constants.LITERAL


def _join(nodes: Iterable[_Node]) -> str:
    return "".join(chr(code) for _, code in nodes)


def _selectivity(literals: Literals) -> tuple[int, int]:
    """Long literals are rarer than short ones, and few are rarer than many."""
    return min(map(len, literals)), -len(literals)
