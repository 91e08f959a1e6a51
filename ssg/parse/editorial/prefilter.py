"""Keeps Python-Markdown from trying what cannot match.

Python-Markdown asks each of its block processors about each block, and tries each of its inline
patterns on each text: for a guide of ten kilobytes some 2,300 patterns, nearly all in vain. Here
the literals that a match requires are looked for first. Both parsers get other methods, which call
the same processors and patterns in the same order, but for those that would do nothing.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    CodeBlockProcessor,
    EmptyBlockProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ListIndentProcessor,
    OListProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
    UListProcessor,
)
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.smarty import openingDoubleQuotesRegex, openingSingleQuotesRegex
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString

from ssg.parse.editorial.literal_first import begin_with_literal
from ssg.parse.editorial.preprocessors import QUICK
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
    OListProcessor: "RE",
    ReferenceProcessor: "RE",
    SaneOListProcessor: "RE",
    SaneUListProcessor: "RE",
    SeparateQuotes: "RE",
    SetextHeaderProcessor: "RE",
    UListProcessor: "RE",
}
# `test` of these is false for a block that starts with a letter.
_NOT_AT_LETTER = (
    CodeBlockProcessor,
    DefListIndentProcessor,
    EmptyBlockProcessor,
    ListIndentProcessor,
)
# Nor do the expressions for lists match there, if they are those of Markdown.
_MARKER = re.compile(r"\^\[ \]\{0,\d\}(?:\\d\+\\\.|\[\*\+-\])\[ \]\+\(\.\*\)")
_OTHER_THAN_LETTER = "starts with another character than a letter"
"""What these require, in place of a literal."""
# A table has one between its cells, or around the cells of its only column.
_BORDER = re.compile(r"\|")

# Where the expressions of these quotation marks match, these do; and they begin with a literal.
_QUICK = {
    openingSingleQuotesRegex: re.compile(r"'(?<=[\s;–—-]')(?=\w)"),
    openingDoubleQuotesRegex: re.compile(r'"(?<=[\s;–—-]")(?=\w)'),
}

T = TypeVar("T")
_Made = tuple[etree.Element, list[str]]
"""An element and the tags around it."""


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
            _make_faster(processor.inlinePatterns)
    for preprocessor in converter.preprocessors:
        if type(preprocessor) in QUICK:
            preprocessor.__class__ = QUICK[type(preprocessor)]


class _Steps(Generic[T]):
    """What is tried on each text, in this order, each with what it requires of the text."""

    def __init__(self, requirements: Iterable[tuple[T, Literals | None]]) -> None:
        self.steps = [*requirements]
        self.literals = sorted({text for _, texts in self.steps for text in texts or ()})
        self.shortest = [one for one in self.literals if not _holds_another(one, self.literals)]
        """A text without these has no literal."""
        self.selected: dict[tuple[int, tuple[str, ...]], Sequence[tuple[int, T]]] = {}

    def select(self, text: str, first: int = 0) -> Sequence[tuple[int, T]]:
        """The steps from `first` on whose literals are in `text`, each with its index."""
        key = first, self.find_literals(text)
        if key not in self.selected:
            self.selected[key] = tuple(self._select(*key))
        return self.selected[key]

    def find_literals(self, text: str) -> tuple[str, ...]:
        """The literals of all steps that are in `text`."""
        for literal in self.shortest:
            if literal in text:
                return tuple([literal for literal in self.literals if literal in text])
        return ()

    def _select(self, first: int, present: tuple[str, ...]) -> Iterator[tuple[int, T]]:
        for index, (tried, literals) in enumerate(self.steps):
            if index >= first and (literals is None or not literals.isdisjoint(present)):
                yield index, tried


class _BlockSteps(_Steps[BlockProcessor]):
    def find_literals(self, text: str) -> tuple[str, ...]:
        found = super().find_literals(text)
        return found if text[:1].isalpha() else (*found, _OTHER_THAN_LETTER)


class PrefilteredBlockParser(BlockParser):
    """Asks a processor about a block only if the block has what the processor searches for."""

    _expressions: Sequence[tuple[BlockProcessor, object]] = ()
    _steps: _BlockSteps

    def parseDocument(self, lines: Iterable[str]) -> Any:
        self._renew_steps()
        return super().parseDocument(lines)

    def parseBlocks(self, parent: etree.Element, blocks: list[str]) -> None:
        if [one for one, _ in self._expressions] != [*self.blockprocessors]:
            self._renew_steps()
        steps = self._steps
        while blocks:
            first: int | None = 0
            while first is not None:
                for index, processor in steps.select(blocks[0], first):
                    if processor.test(parent, blocks[0]):
                        # A processor that returns False may have changed the block.
                        first = index + 1 if processor.run(parent, blocks) is False else None
                        break
                else:
                    first = None

    def _renew_steps(self) -> None:
        expressions = [(one, _find_searched(one)) for one in self.blockprocessors]
        if self._expressions != expressions:
            self._expressions = expressions
            self._steps = _BlockSteps(map(_require_of_block, expressions))


class PrefilteredInlineProcessor(InlineProcessor):
    """Tries a pattern on a text only if the text has what a match of the pattern requires."""

    _expressions: Sequence[tuple[Pattern, object]] = ()
    _steps: _Steps[Pattern]
    _quick: Sequence[re.Pattern[str] | None]
    """What to look for before each of the patterns is tried."""
    _changing: Sequence[str]
    """A text without these stays as it is."""
    _InlineProcessor__applyPattern: Callable[[Pattern, str, int, int], tuple[str, bool, int]]
    _InlineProcessor__build_ancestors: Callable[[etree.Element, list[str]], None]
    _InlineProcessor__processPlaceholders: Callable[[str, etree.Element, bool], list[_Made]]

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        # Extensions may register patterns for what they found in the blocks of a document.
        self._renew_steps()
        self.stashed_nodes: dict[str, etree.Element | str] = {}
        self.parent_map = {child: parent for parent in tree.iter() for child in parent}
        parents = [*(ancestors or ())]
        self._InlineProcessor__build_ancestors(tree, parents)
        queue = [(tree, parents)]
        while queue:
            element, self.ancestors = queue.pop(0)
            if element is not tree:
                self.ancestors.append(element.tag.lower())
            changed = []
            for child in element:
                if self._may_change(child.text) and not isinstance(child.text, AtomicString):
                    text, child.text = child.text or "", None
                    self.ancestors.append(child.tag.lower())
                    text = self._InlineProcessor__handleInline(text)
                    made = self._InlineProcessor__processPlaceholders(text, child, True)
                    self.ancestors.pop()
                    self.parent_map.update((node, child) for node, _ in made)
                    queue += made
                    changed.append((child, made))
                if self._may_change(child.tail):
                    tail = self._InlineProcessor__handleInline(child.tail or "")
                    self._replace_tail(element, child, tail)
                if len(child):
                    self.parent_map[child] = element
                    queue.append((child, self.ancestors[:]))
            for child, made in changed:
                for index, (node, _) in enumerate(made):
                    child.insert(index, node)
        return tree

    def _may_change(self, text: str | None) -> bool:
        if text:
            for literal in self._changing:
                if literal in text:
                    return True
        return False

    def _replace_tail(self, element: etree.Element, child: etree.Element, tail: str) -> None:
        holder = etree.Element("d")
        made = self._InlineProcessor__processPlaceholders(tail, holder, False)
        child.tail = holder.tail or None
        after = [*element].index(child) + 1
        for node, _ in reversed(made):
            self.parent_map[node] = element
            element.insert(after, node)

    # The base class calls it for the texts in what a pattern makes. No helper calls it here, so
    # that texts can be nested as deep as there.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        steps = self._steps.select(data, patternIndex)
        while steps:
            index, pattern = steps[0]
            quick = self._quick[index]
            if quick and not quick.search(data):
                steps = steps[1:]
                continue
            before, start, matched = data, 0, True
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(
                    pattern, data, index, start
                )
            steps = steps[1:] if data is before else self._steps.select(data, index + 1)
        return data

    def _renew_steps(self) -> None:
        patterns: Iterable[Any] = self.inlinePatterns
        expressions = [(one, _find_expression(one)) for one in patterns]
        if self._expressions != expressions:
            self._expressions = expressions
            self._steps = _Steps((one, _find_literals(used)) for one, used in expressions)
            has_unknown = any(literals is None for _, literals in self._steps.steps)
            literals = [""] if has_unknown else self._steps.shortest
            self._quick = [_find_quick(used) for _, used in expressions]
            self._changing = [*literals, INLINE_PLACEHOLDER_PREFIX]


def _require_of_block(
    searched: tuple[BlockProcessor, object],
) -> tuple[BlockProcessor, Literals | None]:
    processor, expression = searched
    if type(processor) in _NOT_AT_LETTER or _is_for_list(expression):
        return processor, frozenset([_OTHER_THAN_LETTER])
    return processor, _find_literals(expression)


def _is_for_list(expression: object) -> bool:
    if not isinstance(expression, re.Pattern) or expression.flags & re.MULTILINE:
        return False
    return bool(_MARKER.fullmatch(expression.pattern))


def _holds_another(literal: str, literals: Iterable[str]) -> bool:
    return any(one in literal for one in literals if one != literal)


def _make_faster(patterns: Iterable[Any]) -> None:
    for pattern in patterns:
        expression = _find_expression(pattern)
        if isinstance(expression, re.Pattern):
            pattern.compiled_re = begin_with_literal(expression)


def _find_searched(processor: BlockProcessor) -> object:
    if type(processor) is TableProcessor:
        return _BORDER
    name = _SEARCHED.get(type(processor))
    return getattr(processor, name) if name else None


def _find_expression(pattern: Pattern) -> object:
    """The expression of a pattern, if it is sure to be the one that is searched for."""
    is_used = type(pattern).getCompiledRegExp is Pattern.getCompiledRegExp
    return pattern.compiled_re if is_used else None


def _find_quick(expression: object) -> re.Pattern[str] | None:
    return _QUICK.get(expression.pattern) if isinstance(expression, re.Pattern) else None


def _find_literals(expression: object) -> Literals | None:
    """Those that `expression` requires. An extension may use that of another library."""
    return find_required_literals(expression) if isinstance(expression, re.Pattern) else None
