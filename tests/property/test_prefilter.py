"""Python-Markdown makes the same HTML with and without what the prefilter leaves out."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.smarty import singleQuoteSetsRe2
from markdown.preprocessors import Preprocessor

from ssg.config import DEFAULT_EXTENSIONS
from ssg.parse.editorial import prefilter as prefilter_module
from ssg.parse.editorial import preprocessors
from ssg.parse.editorial.prefilter import (
    PrefilteredBlockParser,
    PrefilteredInlineProcessor,
    prefilter,
)
from ssg.parse.editorial.python_markdown import make_stock_converter
from tests.corpus import CORPUS, needs_corpus
from tests.effort import EFFORT
from tests.property.texts import PIECES

# Together all that come with Markdown, but those that `extra` loads.
_OTHERS = ("admonition", "codehilite", "meta", "nl2br", "sane_lists", "smarty", "toc", "wikilinks")
EXTENSIONS = [DEFAULT_EXTENSIONS, ("extra", *_OTHERS), ("legacy_attrs", "legacy_em"), ()]

SIGNS = [
    *"*_`\\[]()!<>&#:'\"-.|{}~=^", "**", "***", "__", "``", "\\\\", "\\*", "---", "--", "...",
    "  \n", "\n", "\n\n", "    ", "\t", "'\"", "\"'", "<<", ">>", "![", "[^", "*[", "[[", "]]",
    "]:", "://", "@", "word", " ", "é", "1", "80s",
    # Python-Markdown's own placeholders.
    "\x02", "\x03", "klzzwxh:0000", "\x02klzzwxh:0001\x03", "wzxhzdk:0",
]  # fmt: skip
PARTS = [
    "*em*", "_em_", "**strong**", "***both***", "a_b_c", "`code`", "``a ` b``", "[a](b)",
    '[a](b "c")', "[a [b](c)](d)", "[a][b]", "[b]", "![a](b.png)", "![b][]", "![b]",
    "<https://a.org>", "<a@b.org>", "<b>", "</b>", "<!-- c -->", "&amp;", "&#38;",
    "&amp;\n\n*[amp]: a", "[^1]", "HTML", "[[wiki]]", "it's", "'80s", "\"'a' b\"", "'\"a\"'",
    '"quoted"', "'quoted'", "'.", '".', "a'\".", "a'\"1", "a\"'1", "–'a'", '–"a"',
    "a—'b'", 'a—"b"', "--'a'", '---"a"', "&nbsp;'a'", '&nbsp;"a"', "&ndash;'a'", '&mdash;"a"',
    '("a")', "a -- b", "a---b", "wait...", "{#id .c}", "{: #x }",
]  # fmt: skip
BLOCKS = [
    "\n[b]: /u 'title'\n", "\n[^1]: note\n", "\n*[HTML]: Hyper\n", "\n# One\n", "\n## Two {#two}\n",
    "\nOne\n===\n", "\nTwo\n---\n", "\n* * *\n", "\n---\n", "\n> quoted\n", "\n> [!NOTE]\n> text\n",
    "\n- one\n- two\n", "\n1. one\n2. two\n", "\n\n    code\n", "\n```\ncode\n```\n",
    "\nTerm\n: text\n", "\na | b\n--|--\n1 | 2\n", "\n| a |\n|---|\n| 1 |\n",
    "\n!!! note\n    text\n", "\n<div>\n\n</div>\n", '\n<div markdown="1">\n*a*\n</div>\n',
    "\n[TOC]\n", "\n- one\n\n    two\n", "\nTerm\n: text\n\n    more\n", "\n  \n  \n\n",
    "  \na", "\r\n", "\r", "\n\n&nbsp;\n\n",
]  # fmt: skip
TOKENS = [*SIGNS, *PARTS, *BLOCKS, *PIECES]
# Each token alone, beside words, and beside what other patterns match.
TRAPS = [
    text for token in TOKENS for text in (token, f"a {token} b\n\n[b]: /c", f"*c*{token}\n{token}d")
]


class Converters:
    """Python-Markdown with the same extensions, with and without the prefilter."""

    def __init__(self, extensions: tuple[str, ...]) -> None:
        self.stock = make_stock_converter(extensions)
        self.prefiltered = make_stock_converter(extensions)
        prefilter(self.prefiltered)

    def check(self, text: str) -> None:
        assert convert(self.prefiltered, text) == convert(self.stock, text)

    def check_traps(self) -> None:
        for text, html in self._traps:
            assert convert(self.prefiltered, text) == html

    @cached_property
    def _traps(self) -> list[tuple[str, str]]:
        return [(text, convert(self.stock, text)) for text in TRAPS]


def convert(converter: Markdown, text: str) -> str:
    """The HTML of `text`, or the name of the exception: some extensions fail on some texts."""
    converter.reset()
    try:
        return converter.convert(text)
    except Exception as error:
        return type(error).__name__


CONVERTERS = [Converters(extensions) for extensions in EXTENSIONS]


@pytest.mark.parametrize("converters", CONVERTERS)
def test_each_token_is_read_as_without_the_prefilter(converters: Converters) -> None:
    converters.check_traps()


@given(st.sampled_from(CONVERTERS), st.lists(st.sampled_from(TOKENS), max_size=40).map("".join))
@settings(max_examples=500 * EFFORT)
def test_random_texts_are_read_as_without_the_prefilter(converters: Converters, text: str) -> None:
    converters.check(text)


def test_lists_with_markers_of_an_extension_are_found() -> None:
    converters = Converters(())
    for converter in (converters.stock, converters.prefiltered):
        processor: Any = converter.parser.blockprocessors["ulist"]
        processor.RE = processor.CHILD_RE = re.compile(r"^[ ]{0,3}((o))[ ]+(.*)")
    assert "<li>" in convert(converters.stock, "o one\no two")
    converters.check("o one\no two")


@pytest.mark.parametrize("quick", preprocessors.QUICK.values())
def test_a_preprocessor_that_does_nothing_is_found(
    quick: type[Preprocessor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "run", lambda _self, lines: lines)
    with pytest.raises(AssertionError):
        check_all_traps()


@pytest.mark.parametrize("expression", prefilter_module._QUICK)
def test_quotation_marks_that_are_not_looked_for_are_missed(
    expression: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(prefilter_module._QUICK, expression, re.compile("(?!)"))
    converters = Converters(DEFAULT_EXTENSIONS)
    with pytest.raises(AssertionError):
        converters.check_traps()


@pytest.mark.parametrize("mistake", [r"\n +\n", r"\n\s+(?=\n)"])
def test_each_mistake_in_blank_lines_is_found(
    mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preprocessors, "_BLANK_LINE", re.compile(mistake, re.MULTILINE))
    with pytest.raises(AssertionError):
        check_all_traps()


def check_all_traps() -> None:
    for converters in CONVERTERS:
        converters.check_traps()


@needs_corpus
def test_real_guides_are_read_as_without_the_prefilter() -> None:
    assert CORPUS
    for path in (CORPUS / "content/guides").glob("*.md"):
        CONVERTERS[0].check(path.read_text().partition("\n---\n")[2])


def find_required(converters: Converters) -> Iterator[tuple[str, Any, int]]:
    """All that is tried only on texts with some literals: a name, and its place in the steps."""
    converter = converters.prefiltered
    convert(converter, "*a*")
    parsers: list[Any] = [converter.parser, *converter.treeprocessors]
    for parser in parsers:
        if isinstance(parser, PrefilteredBlockParser | PrefilteredInlineProcessor):
            steps = parser._steps
            for index, (tried, literals) in enumerate(steps.steps):
                if literals is not None:
                    yield f"{type(tried).__name__} {getattr(tried, 'pattern', '')}", steps, index


REQUIRED: dict[str, list[tuple[Converters, Any, int]]] = {}
"""The places of each, by its name: some extensions make the same of what another one leaves out."""
for _converters in reversed(CONVERTERS):
    for _name, _steps, _index in find_required(_converters):
        # Other patterns for quotation marks make the same of it.
        if not _name.endswith(singleQuoteSetsRe2):
            REQUIRED.setdefault(_name, []).append((_converters, _steps, _index))


@pytest.mark.parametrize("name", REQUIRED)
def test_whatever_is_left_out_by_mistake_is_found(name: str) -> None:
    assert any(is_missed(*place) for place in REQUIRED[name])


def is_missed(converters: Converters, steps: Any, index: int) -> bool:
    """Whether the texts show that the step with this index is left out."""
    tried, literals = steps.steps[index]
    steps.steps[index] = (tried, frozenset(["in no text"]))
    steps.selected.clear()
    try:
        converters.check_traps()
    except AssertionError:
        return True
    finally:
        steps.steps[index] = (tried, literals)
        steps.selected.clear()
    return False
