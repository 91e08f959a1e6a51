"""Keeps Python-Markdown from trying what cannot match.

Python-Markdown asks each of its block processors about each block, and tries each of its inline
patterns on each text: for a guide of ten kilobytes some 2,300 patterns, nearly all in vain. Here
the literals that a match requires are looked for first. Both parsers get one other method, which
calls the same processors and patterns in the same order, but for those that would do nothing.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from ssg.parse.editorial.quotes import SeparateQuotes
from ssg.parse.editorial.required_literals import Literals, find_required_literals

# The expression that a block processor searches for. Where it does not match, `test` is false, or
# `run` returns False and changes nothing.
_SEARCHED = {
    AbbrBlockprocessor: "RE",
    BlockQuoteProcessor: "RE",
    DefListProcessor: "RE",
    FootnoteBlockProcessor: "RE",
    HashHeaderProcessor: "RE",
    HRProcessor: "SEARCH_RE",
    ReferenceProcessor: "RE",
    SeparateQuotes: "RE",
    SetextHeaderProcessor: "RE",
}
# A table has one between its cells, or around the cells of its only column.
_BORDER = re.compile(r"\|")

T = TypeVar("T")


def prefilter(converter: Markdown) -> None:
    """Let `converter` make the same HTML in less time.

    Its parsers stay the same objects, since extensions may refer to them, and get the classes
    below. A parser of another class than Python-Markdown's own stays as it is.
    """
    if type(converter.parser) is BlockParser:
        converter.parser.__class__ = PrefilteredBlockParser
    for processor in converter.treeprocessors:
        if type(processor) is InlineProcessor:
            processor.__class__ = PrefilteredInlineProcessor


class _Steps(Generic[T]):
    """What is tried on each text, in this order, each with the literals that it requires."""

    def __init__(self, expressions: list[tuple[T, object]]) -> None:
        self.expressions = expressions
        self.steps = [(tried, _find_literals(one)) for tried, one in expressions]
        self.literals = sorted({text for _, texts in self.steps for text in texts or ()})
        self.has_unknown = any(texts is None for _, texts in self.steps)

    def find_literals(self, text: str) -> list[str]:
        """The literals of all steps that are in `text`."""
        return [literal for literal in self.literals if literal in text]


class PrefilteredBlockParser(BlockParser):
    """Asks a processor about a block only if the block has what the processor searches for."""

    _steps: _Steps[BlockProcessor] | None = None

    def parseBlocks(self, parent: etree.Element, blocks: list[str]) -> None:
        steps = self._find_steps()
        while blocks:
            present = steps.find_literals(blocks[0])
            for processor, literals in steps.steps:
                if literals is not None and literals.isdisjoint(present):
                    continue
                if processor.test(parent, blocks[0]):
                    if processor.run(parent, blocks) is not False:
                        break
                    present = steps.find_literals(blocks[0])

    def _find_steps(self) -> _Steps[BlockProcessor]:
        expressions = [(one, _find_searched(one)) for one in self.blockprocessors]
        if self._steps is None or self._steps.expressions != expressions:
            self._steps = _Steps(expressions)
        return self._steps


class PrefilteredInlineProcessor(InlineProcessor):
    """Tries a pattern on a text only if the text has what a match of the pattern requires."""

    _steps: _Steps[Pattern] | None = None
    _InlineProcessor__applyPattern: Callable[[Pattern, str, int, int], tuple[str, bool, int]]

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        # Extensions may register patterns for what they found in the blocks of a document.
        patterns: Iterable[Any] = self.inlinePatterns
        expressions = [(one, _find_expression(one)) for one in patterns]
        if self._steps is None or self._steps.expressions != expressions:
            self._steps = _Steps(expressions)
        return super().run(tree, ancestors)

    # `__handleInline` of the base class, which calls it for the texts in what a pattern makes. It
    # has no helper here, so that texts can be nested as deep as there.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        steps = self._steps
        assert steps is not None, "texts are handled by run()"
        if isinstance(data, AtomicString):
            return data
        present = steps.find_literals(data)
        if not (present or steps.has_unknown):
            return data
        for index in range(patternIndex, len(steps.steps)):
            pattern, literals = steps.steps[index]
            if literals is not None and literals.isdisjoint(present):
                continue
            before, start, matched = data, 0, True
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(
                    pattern, data, index, start
                )
            if data is not before:
                present = steps.find_literals(data)
        return data


def _find_searched(processor: BlockProcessor) -> object:
    if type(processor) is TableProcessor:
        return _BORDER
    name = _SEARCHED.get(type(processor))
    return getattr(processor, name) if name else None


def _find_expression(pattern: Pattern) -> object:
    """The expression of a pattern, if it is sure to be the one that is searched for."""
    is_used = type(pattern).getCompiledRegExp is Pattern.getCompiledRegExp
    return pattern.compiled_re if is_used else None


def _find_literals(expression: object) -> Literals | None:
    """Those that `expression` requires. An extension may use that of another library."""
    return find_required_literals(expression) if isinstance(expression, re.Pattern) else None
