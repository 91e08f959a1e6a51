"""An expression that begins with a literal has the matches of the one that it replaces."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.parse.editorial import literal_first
from ssg.parse.editorial.literal_first import begin_with_literal
from tests.effort import EFFORT
from tests.unit.parse.editorial.test_required_literals import EXPRESSIONS

REWRITTEN = [
    (r"(?<!-)---(?!-)", r"-(?<!(?:-)-)--(?!-)"),
    (r"(?<!\!)\[", r"\[(?<!(?:\!)\[)"),
    (r"(?<=[^\s()])'(?=a)", r"'(?<=(?:[^\s()])')(?=a)"),
    (r"(?<=a|b)c", r"c(?<=(?:a|b)c)"),
    (r"(?<!a)b|c", r"b(?<!(?:a)b)|c"),
    (r"(?<=(?:a))b(c)", r"b(?<=(?:(?:a))b)(c)"),
    (r"(?<=^)a", r"a(?<=(?:^)a)"),
    (r"(?<=[)a])b", r"b(?<=(?:[)a])b)"),
    (r"(?<=\))a", r"a(?<=(?:\))a)"),
]
KEPT = [
    "a", r"\w'", "(?<!a)[bc]", "(?<!a)b*", "(?<!a)b+", "(?<!a)b?", "(?<!a)b{2}", "(?<!a).",
    r"(?<!a)\w", r"(?<!a)\n", "(?<!a)$", "(?<!a)(b)", "(?<!a)", "(?<!a)|b", "(?=a)b", "(?!a)b",
    "(?i)(?<!a)b", "(?x)(?<!a)b", "(?<!a)(?<!b)c", "(?P<a>b)c",
]  # fmt: skip
TEXTS = [
    "", "a", "b", "ab", "bb", "bab", "c", "ac", "bc", "-", "---", "a---b", "----", "[", "![", "a[",
    "a'a", " 'a", "('a", "a'b", "abc", "cb", "a\nb", ")a", "aa", "\na", "bbb", "acb",
]  # fmt: skip


def matches(expression: re.Pattern[str], text: str) -> list[Any]:
    return [(one.span(), one.groups(), one.groupdict()) for one in expression.finditer(text)]


def check(expression: str, text: str) -> None:
    compiled = re.compile(expression)
    assert matches(begin_with_literal(compiled), text) == matches(compiled, text)


def check_all() -> None:
    for expression in (*(one for one, _ in REWRITTEN), *KEPT):
        for text in TEXTS:
            check(expression, text)


@pytest.mark.parametrize(("expression", "rewritten"), REWRITTEN)
def test_a_condition_before_a_literal_is_moved_behind_it(expression: str, rewritten: str) -> None:
    assert begin_with_literal(re.compile(expression)).pattern == rewritten


@pytest.mark.parametrize("expression", KEPT)
def test_any_other_expression_stays_as_it_is(expression: str) -> None:
    compiled = re.compile(expression)
    assert begin_with_literal(compiled) is compiled


def test_flags_stay_as_they_are() -> None:
    compiled = begin_with_literal(re.compile("(?<!a)b.", re.DOTALL | re.MULTILINE))
    assert compiled.flags == re.compile("", re.DOTALL | re.MULTILINE).flags


def test_rewritten_expressions_have_the_same_matches() -> None:
    check_all()


@given(
    st.sampled_from(["(?<=a)", "(?<!a)", "(?<=[ab])", r"(?<!\w)", "(?<=^)", "(?<!a|b)", "(?<=-b)"]),
    st.sampled_from(["a", "b", "-", r"\-", " "]),
    EXPRESSIONS,
    st.text(alphabet="ab1- \n", max_size=12),
)
@settings(max_examples=500 * EFFORT)
def test_random_expressions_have_the_same_matches(
    condition: str, literal: str, rest: str, text: str
) -> None:
    check(condition + literal + rest, text)


MISTAKES = [
    ("_LITERAL", re.compile(r"[^\\.^$*+?{}\[\]|()]")),
    ("_LITERAL", re.compile(r"[^\\.^$*+?{}\[\]|)](?![*+?{])")),
    ("_CONDITION", re.compile(r"\(\?<?[=!]")),
    ("_find_end", lambda pattern: pattern.find(")") + 1 if pattern.startswith("(?<") else 0),
]


@pytest.mark.parametrize(("name", "mistake"), MISTAKES)
def test_each_mistake_would_be_found(
    name: str, mistake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(literal_first, name, mistake)
    with pytest.raises((AssertionError, re.error)):
        check_all()
