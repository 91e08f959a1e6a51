"""Abbreviations: `*[GP]: general practitioner` explains every `GP` of the text.

CommonMark has none, so this pass adds them, with the syntax of Python-Markdown.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape

from ssg.parse.html.events import CodeBlockNode, HtmlNode, find_index
from ssg.parse.html.source import Source
from ssg.patterns import rare

# Quotations and lists may hold one as well. The marker of an item goes with it.
_DEFINITION = rare(
    rb"^([ \t>]*)((?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?\*\[([^\]\n]+)\][ ]?:[ \t]*(\S[^\n]*))",
    re.MULTILINE,
)
_TAG_OR_TEXT = rare(r"<(/?)([a-z][a-z0-9]*)[^>]*>|[^<]+")
_ADDRESS = rare(r"(?:https?://|www\.|[^\s@]+@)\S+", re.IGNORECASE)
# What is quoted from a machine stays as it is.
_LITERAL = frozenset({"abbr", "code", "kbd", "pre", "samp"})


def split_abbreviations(
    source: Source, code: Sequence[CodeBlockNode], html: Sequence[HtmlNode] = ()
) -> tuple[Source, dict[str, str]]:
    """`source` with spaces in place of the definitions, and the explanations by abbreviation.

    What stands in a block of `code` or in raw `html`, such as a comment, is no definition.
    All offsets stay the same.
    """
    explanations: dict[str, str] = {}

    def blank(found: re.Match[bytes]) -> bytes:
        if _is_in(code, found.start(3)) or _is_in(html, found.start(3)):
            return found[0]
        explanations[found[3].decode().strip()] = found[4].decode().strip()
        return found[1] + b" " * len(found[2])

    data = _DEFINITION.sub(blank, source.data)
    if not explanations:
        return source, {}
    blanked = Source(path=source.path, text=data.decode(), first_line=source.first_line)
    return blanked, explanations


def _is_in(nodes: Sequence[CodeBlockNode] | Sequence[HtmlNode], offset: int) -> bool:
    index = find_index(nodes, offset) - 1
    return index >= 0 and offset < nodes[index].end


def add_abbreviations(html: str, explanations: Mapping[str, str]) -> str:
    """Sanitized `html` with each abbreviation of its text in an `<abbr>`."""
    longest_first = sorted(explanations, key=len, reverse=True)
    words = "|".join(re.escape(escape(word, quote=False)) for word in longest_first)
    pattern = re.compile(rf"(?<![\w&])(?:{words})(?!\w)")
    literal = 0

    def rewrite(part: re.Match[str]) -> str:
        nonlocal literal
        if part[2] in _LITERAL:
            literal += -1 if part[1] else 1
        if part[2] or literal or _ADDRESS.fullmatch(part[0]):
            return part[0]
        return pattern.sub(lambda word: _abbr(word[0], explanations), part[0])

    return _TAG_OR_TEXT.sub(rewrite, html)


def _abbr(word: str, explanations: Mapping[str, str]) -> str:
    return f'<abbr title="{escape(explanations[unescape(word)])}">{word}</abbr>'
