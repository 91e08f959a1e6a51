"""Expressions that are compiled when they are first used."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest

import ssg
from ssg.patterns import RarePattern, rare


def test_it_does_what_a_compiled_expression_does() -> None:
    pattern = rare(r"(?P<word>a+)", re.IGNORECASE)
    assert [found["word"] for found in pattern.finditer("Aa b a")] == ["Aa", "a"]
    assert pattern.sub("-", "Aa b a") == "- b -"
    assert (pattern.pattern, pattern.groups) == (r"(?P<word>a+)", 1)


def test_it_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = rare(rb"a")
    assert pattern.search(b"ba")
    monkeypatch.setattr(re, "compile", lambda *_: pytest.fail("it is compiled again"))
    assert pattern.fullmatch(b"a")
    assert not pattern.search(b"b")


def _rare_patterns() -> Iterator[RarePattern]:
    for module in pkgutil.walk_packages(ssg.__path__, "ssg."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, RarePattern):
                yield value


def test_each_one_of_ours_is_an_expression() -> None:
    groups = [pattern.groups for pattern in _rare_patterns()]
    assert len(groups) > 20
