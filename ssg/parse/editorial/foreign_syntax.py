"""Finds syntax of Python-Markdown in a text that is read as CommonMark."""

import re
from collections.abc import Iterator

from ssg.diagnostics import Diagnostic
from ssg.parse.html.events import Scan
from ssg.parse.html.source import Source
from ssg.patterns import rare

_OR_DIALECT = "or add 'dialect: python-markdown' to the front matter"
# One of these is wherever the next expression matches something to report, with a character that
# few texts have: to find that there is none costs a hundredth of the expression.
_SIGNS = (
    ("{", "{"),
    ("[", "[TOC]"),
    ("!", "!!!"),
    ("?", "???"),
    ("=", "==="),
    ("[", "[["),
    ("/", "///"),
    ("<", "--8<--"),
    ("<", "markdown"),
)
_MAYBE = rare(r"\{[:#.\s]|[)\]]\{|\[TOC\]|!!!|\?\?\?|===|\[\[|///|--8<--|markdown")
_IN_TEXT = rare(
    rb"(?<![\\{])(?P<attributes>\{:[^{}\n]*\}|\{[ \t]*[#.][a-zA-Z][^{}\n]*\}"
    rb"|(?<=[)\]])\{[ \t]*[\w-]+=[^{}\n]*\})"
    rb"|^[ \t]*(?P<contents>\[TOC\])[ \t]*$"
    rb"|^[ \t]*(?P<admonition>(?:!!!|\?\?\?\+?)[ \t]+\w[\w-]*)"
    rb"|^[ \t]*(?P<tab>===[!+]?[ \t]+\"[^\n]*)"
    rb"|(?<!\\)(?P<wikilink>\[\[(?![\d ,-]+\])[\w /-]+\]\])"
    rb"|^[ \t]*(?P<footnotes>///Footnotes Go Here///)"
    rb"|^[ \t]*(?P<snippet>--8<--[^\n]*)",
    re.MULTILINE,
)
_MARKDOWN_ATTRIBUTE = rare(
    rb"<[a-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\s(markdown(?:\s*=\s*[\"']?\w+[\"']?)?)(?=[\s/>])",
    re.IGNORECASE,
)
_FORMS = {
    "attributes": ("an attribute list", "only a heading may have one, as in '## Dose {#dose}'"),
    "contents": ("a table of contents", "remove it: guides have one without it"),
    "admonition": ("an admonition", "write a care card: '> [!NOTE]', then lines with '> '"),
    "tab": ("a content tab", "write a heading"),
    "wikilink": ("a wiki link", "write [text](name.md)"),
    "footnotes": ("a place for footnotes", "remove it: they come at the end"),
    "snippet": ("a snippet", "write the text itself"),
    "fence": ("an attribute list", "write only the language, as in ```yaml"),
    "markdown": ("an attribute", "remove it, and leave a blank line after the tag"),
}


def check_foreign_syntax(source: Source, scan: Scan) -> Iterator[Diagnostic]:
    """W20 wherever an editor may have relied on Python-Markdown."""
    text = source.text
    if not any(rare in text and sign in text for rare, sign in _SIGNS) or not _MAYBE.search(text):
        return
    for start, end in scan.runs:
        for found in _IN_TEXT.finditer(source.data, start, end):
            form = str(found.lastgroup)
            yield _report(source, found.start(form), form, found[form].decode())
    for block in scan.code_blocks:
        if block.info and block.info.startswith("{"):
            yield _report(source, block.start, "fence", block.info)
    for node in scan.html:
        for found in _MARKDOWN_ATTRIBUTE.finditer(source.data, node.start, node.end):
            yield _report(source, found.start(1), "markdown", found[1].decode())


def _report(source: Source, offset: int, form: str, written: str) -> Diagnostic:
    name, way_out = _FORMS[form]
    effect = "has no effect" if form in ("markdown", "fence") else "is shown as text"
    message = f"'{written.strip()}' is {name} of Python-Markdown; in CommonMark it {effect}"
    return source.diagnostic("W20", offset, message, f"{way_out}; {_OR_DIALECT}")
