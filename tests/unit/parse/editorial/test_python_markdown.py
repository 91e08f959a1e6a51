"""Python-Markdown's parsers are replaced only where that was tested, and only its own ones."""

import re
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import pytest
from markdown.blockparser import BlockParser
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor

from ssg.config import DEFAULT_EXTENSIONS
from ssg.parse.editorial.prefilter import (
    PrefilteredBlockParser,
    PrefilteredInlineProcessor,
    prefilter,
)
from ssg.parse.editorial.python_markdown import make_converter


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    make_converter.cache_clear()
    yield
    make_converter.cache_clear()


def parsers(converter: markdown.Markdown) -> list[type]:
    processors = converter.treeprocessors
    return [type(one) for one in (converter.parser, processors["inline"], processors["smarty"])]


def test_all_parsers_of_the_tested_versions_get_the_prefilter() -> None:
    assert parsers(make_converter(DEFAULT_EXTENSIONS)) == [
        PrefilteredBlockParser,
        PrefilteredInlineProcessor,
        PrefilteredInlineProcessor,
    ]


STOCK = [BlockParser, InlineProcessor, InlineProcessor]


@pytest.mark.parametrize("version", [(3, 6, 0), (3, 10, 2), (3, 12, 0), (4, 0, 0)])
def test_another_version_of_markdown_keeps_its_own(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "__version_info__", (*version, "final", 0))
    assert parsers(make_converter(DEFAULT_EXTENSIONS)) == STOCK


def test_with_a_later_version_of_python_markdown_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 14, 0, "final", 0))
    assert parsers(make_converter(DEFAULT_EXTENSIONS)) == STOCK


def test_the_parsers_of_an_extension_stay_as_they_are() -> None:
    class OwnParser(BlockParser):
        pass

    class OwnProcessor(InlineProcessor):
        pass

    converter = markdown.Markdown()
    converter.parser.__class__ = OwnParser
    converter.treeprocessors.register(OwnProcessor(converter), "inline", 20)
    prefilter(converter)
    assert type(converter.parser) is OwnParser
    assert type(converter.treeprocessors["inline"]) is OwnProcessor


class OldPattern(Pattern):
    """A pattern of before Markdown 3.0, whose expression covers the whole text."""

    def handleMatch(self, _found: re.Match[str]) -> Element:
        return Element("hr")


class NewPattern(InlinePattern):
    def handleMatch(self, found: re.Match[str], _data: str) -> Any:  # type: ignore[override]
        return Element("hr"), found.start(), found.end()


class UpdatedPattern(NewPattern):
    """Does not search for the expression that it was made with."""

    def getCompiledRegExp(self) -> re.Pattern[str]:
        return re.compile("@")


class NestedPattern(InlinePattern):
    """Makes an element with a text in which another pattern matches."""

    def handleMatch(self, found: re.Match[str], _data: str) -> Any:  # type: ignore[override]
        element = Element("b")
        element.text = "a%b"
        return element, found.start(), found.end()


@pytest.mark.parametrize(
    ("patterns", "text", "html"),
    [
        ([OldPattern("%")], "a % b", "<p>a <hr /> b</p>"),
        ([UpdatedPattern("%")], "a @ b", "<p>a <hr /> b</p>"),
        ([NestedPattern("@"), OldPattern("%")], "@", "<p><b>a<hr />b</b></p>"),
        # The second one matches in the placeholder of what the first one made.
        ([NewPattern("@"), NewPattern(":")], "@", "<p>\x02klzzwxh<hr />0000\x03</p>"),
    ],
)
def test_the_patterns_of_an_extension_are_tried(
    patterns: list[Pattern], text: str, html: str
) -> None:
    for use in (lambda _converter: None, prefilter):
        converter = markdown.Markdown()
        for index, pattern in enumerate(patterns):
            converter.inlinePatterns.register(pattern, f"own-{index}", 300 - index)
        use(converter)
        assert converter.convert(text) == html


def test_patterns_that_are_registered_between_two_texts_are_tried() -> None:
    converter = markdown.Markdown()
    prefilter(converter)
    assert converter.convert("a % b") == "<p>a % b</p>"
    converter.inlinePatterns.register(OldPattern("%"), "own", 300)
    assert converter.convert("a % b") == "<p>a <hr /> b</p>"
    converter.inlinePatterns.deregister("own")
    assert converter.convert("a % b") == "<p>a % b</p>"
