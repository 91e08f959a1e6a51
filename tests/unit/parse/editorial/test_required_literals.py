"""No text in which an expression matches is without all of its required literals."""

import re
from collections.abc import Sequence
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.parse.editorial import required_literals
from ssg.parse.editorial.required_literals import find_required_literals
from tests.effort import EFFORT


@pytest.mark.parametrize(
    ("expression", "literals"),
    [
        (r"\[\^\w+\]", {"[^"}),
        (r"(?:colou?r|grey)s?", {"colo", "grey"}),
        (r"[*_]", {"*", "_"}),
        (r"(?<!\.)\.{3}(?!\.)", {"..."}),
        (r"-{2,}", {"--"}),
        (r"x{1000,}", {"xxxxxxxx"}),
        (r"<([^<> !]+@[^@<> ]+)>", {"<"}),
        (r"<([A-Za-z]+://[^<>]*)>", {"://"}),
        (r"^[ ]{0,3}(?=(?P<rule>(?:-[ ]?){3,}|(?:_[ ]?){3,}))(?P=rule)[ ]*$", {"-", "_"}),
        (r"(?>a+)b", {"a"}),
        (r"(?P<quote>['\"]).*?(?P=quote)", {"'", '"'}),
        (r"(?x) a b  # text", {"ab"}),
        (r"a(?i:bc)", {"a"}),
    ],
)
def test_the_literals_that_leave_out_most_are_found(expression: str, literals: set[str]) -> None:
    assert find_required_literals(re.compile(expression)) == frozenset(literals)


@pytest.mark.parametrize(
    "expression", ["", r"\w+", "[^a]", "[a-z]", "a*", "a?b*", r"a|\d", "(?i)a", "(?!a)", "."]
)
def test_nothing_is_known_of_what_may_match_nearly_everything(expression: str) -> None:
    assert find_required_literals(re.compile(expression)) is None


# Each expression with a text in which it matches.
MATCHES = [
    ("ab*", "a"), ("(?:ab)?", ""), ("(?:a|b+)c", "bc"), (r"a|\d", "1"), (r"[a\d]", "1"),
    ("[ab-d]", "c"), ("[^a]", "b"), ("(?!a)b", "b"), ("(?<!a)b", "b"), ("a.b", "a-b"),
    ("ab?c", "ac"), ("(?i)ab", "AB"), ("a(?i:bc)", "aBC"), ("(?i:a(?-i:b))", "Ab"),
    ("a{2,4}", "aa"),
    ("(?:ab|cd){2}", "abcd"), (r"(a|b)\1", "bb"), ("(a)?(?(1)b|c)", "c"), ("a++b*+", "a"),
    ("(?>a|b)c", "bc"), ("a(?=b)", "ab"), ("(?<=a)b", "ab"), ("a{3}", "aaa"), ("(?:)*", ""),
    ("(?:a|)b", "b"), ("a*?b", "b"), ("a{0}b", "b"), ("(?:ab){0,2}", ""), ("|a", ""),
]  # fmt: skip


def check(expression: str, text: str) -> None:
    literals = find_required_literals(re.compile(expression))
    assert re.search(expression, text)
    assert literals is None or any(one in text for one in literals)


def check_matches() -> None:
    for expression, text in MATCHES:
        check(expression, text)


def test_a_text_with_a_match_has_one_of_the_literals() -> None:
    check_matches()


_ATOMS = st.sampled_from(
    ["a", "b", "ab", "-", ".", r"\w", r"\s", "[ab]", "[^a]", "[a-c]", r"[-\d]", "^", "$", r"\b", ""]
)


def _combine(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(parts, min_size=2, max_size=3)
    repeats = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,2}", "*?", "++", "{2,}?"])
    groups = st.sampled_from(["(?:", "(", "(?>", "(?=", "(?!", "(?i:"])
    return st.one_of(
        several.map("".join),
        several.map(lambda branches: f"(?:{'|'.join(branches)})"),
        st.tuples(groups, parts).map(lambda pair: f"{pair[0]}{pair[1]})"),
        st.tuples(parts, repeats).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    )


EXPRESSIONS = st.recursive(_ATOMS, _combine, max_leaves=8)


@given(EXPRESSIONS, st.text(alphabet="abcAB1- \n", max_size=8))
@settings(max_examples=1000 * EFFORT)
def test_no_text_with_a_match_of_a_random_expression_is_left_out(
    expression: str, text: str
) -> None:
    if re.search(expression, text):
        check(expression, text)


def _require_optional(operation: Any, argument: Any) -> Any:
    if operation in required_literals._REPEATS:
        least, most, nodes = argument
        argument = (max(1, least), most, nodes)
    return _FIND_IN_NODE(operation, argument)


def _require_excluded(operation: Any, argument: Any) -> Any:
    return _FIND_IN_NODE(
        _constants.ASSERT if operation is _constants.ASSERT_NOT else operation, argument
    )


def _ignore_flags(operation: Any, argument: Any) -> Any:
    if operation is _constants.SUBPATTERN:
        argument = (argument[0], 0, 0, argument[3])
    return _FIND_IN_NODE(operation, argument)


def _require_unknown_branches(branches: Sequence[Any]) -> Any:
    found = [required_literals._find_in_sequence(branch) for branch in branches]
    return frozenset().union(*(literals or () for literals in found)) or None


def _require_first_branch(branches: Sequence[Any]) -> Any:
    return required_literals._find_in_sequence(branches[0])


def _require_listed(members: Sequence[Any]) -> Any:
    return frozenset(chr(one[1]) for one in members if required_literals._is_text(one)) or None


def _join_all(nodes: Any) -> Any:
    text = "".join(chr(node[1]) for node in nodes if required_literals._is_text(node))
    return frozenset([text]) if text else _FIND_IN_SEQUENCE(nodes)


_FIND_IN_NODE = required_literals._find_in_node
_FIND_IN_SEQUENCE = required_literals._find_in_sequence
MISTAKES = [
    ("_find_in_node", _require_optional),
    ("_find_in_node", _require_excluded),
    ("_find_in_node", _ignore_flags),
    ("_find_in_branches", _require_unknown_branches),
    ("_find_in_branches", _require_first_branch),
    ("_find_in_set", _require_listed),
    ("_find_in_sequence", _join_all),
    (
        "_find_in_repeat",
        lambda nodes, _least: (
            frozenset([required_literals._join(nodes) * 3])
            if all(map(required_literals._is_text, nodes))
            else None
        ),
    ),
    (
        "find_required_literals",
        lambda one: _FIND_IN_SEQUENCE(_parser.parse(one.pattern, one.flags)),
    ),
]


@pytest.mark.parametrize(("name", "mistake"), MISTAKES)
def test_each_mistake_would_be_found(
    name: str, mistake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(required_literals, name, mistake)
    if name == "find_required_literals":
        monkeypatch.setitem(globals(), name, mistake)
    with pytest.raises(AssertionError):
        check_matches()
