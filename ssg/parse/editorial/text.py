"""Renders what editors write: guides, topics and pages.

Python-Markdown with the extensions of site.yaml, or CommonMark where that was
chosen. Python-Markdown knows no source lines, so places are looked up in the
CommonMark events of the same text, which are needed for the depth bound and for
the comparison of both dialects anyway.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

import markdown
from msgspec import Struct
from pyromark import Options
from selectolax.lexbor import LexborHTMLParser

from ssg.config import Dialect, MarkdownSettings
from ssg.diagnostics import Diagnostic
from ssg.model.documents import Heading, Link, OutsideLink
from ssg.model.fragments import EMPTY, Fragment
from ssg.parse.editorial.care_cards import check_care_cards, check_swallowed
from ssg.parse.editorial.quotes import SeparateQuotes
from ssg.parse.editorial.structure import compare_structure, without_abbreviations
from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.events import OPTIONS, Seen, Source, excerpt, observe
from ssg.parse.html.fragment import BuiltFragment, FragmentRules, build_fragment
from ssg.parse.html.links import Inside, LinkBase, Outside, Unsafe, destination
from ssg.parse.html.sanitize import EDITORS_TAGS, sanitize_editors

_REL = "noopener"
# Alerts' markers and attribute lists are no words.
_MARKS = re.compile(r"\[!\w+\]\s*|\s*\{:?[ ]*[#.\w][^{}\n]*\}")
_TOP_HEADING = re.compile(r"<h1\b")


class EditorsText(Struct, frozen=True, kw_only=True):
    """An editor's text: its fragment, and what others may refer to or have to check."""

    fragment: Fragment = EMPTY
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""
    links: tuple[Link, ...] = ()
    outside: tuple[OutsideLink, ...] = ()
    is_empty: bool = False
    """Whether a reader would see nothing."""


def render_editors_text(
    source: Source, base: LinkBase, settings: MarkdownSettings
) -> tuple[EditorsText, list[Diagnostic]]:
    """The text in `source`, with P10, T03, T04, T05 and W08 for what is wrong in it."""
    seen = observe(_comparable(source, settings), _options(settings))
    if seen.too_deep is not None:
        return EditorsText(), [source.too_deep(seen.too_deep)]
    html = _html(source, seen, settings)
    places = _Places(source, seen, base)
    diagnostics = [
        *_unsafe_links(html, base, places),
        *_refused_tags(html, seen, source),
        *check_swallowed(html, seen, source),
    ]
    if settings.dialect is Dialect.PYTHON_MARKDOWN:
        diagnostics += compare_structure(html, seen, source)
    shift = 1 if _TOP_HEADING.search(html) else 0
    rules = FragmentRules(
        base=base, editors=True, heading_level=lambda level: min(level + shift, 6), rel=_REL
    )
    built = build_fragment(sanitize_editors(html), rules)
    diagnostics += check_care_cards(built, source)
    text = EditorsText(
        fragment=built.fragment,
        headings=built.headings,
        excerpt=_MARKS.sub("", excerpt(seen)).strip(),
        links=tuple(_inside(built, places)),
        outside=tuple(_outside(built, places)),
        is_empty=not built.has_content,
    )
    return text, diagnostics


def _options(settings: MarkdownSettings) -> Options:
    """The preview's dialect, and what site.yaml's extensions add to it on purpose."""
    if "def_list" in settings.extensions or "extra" in settings.extensions:
        return OPTIONS | Options.ENABLE_DEFINITION_LIST
    return OPTIONS


def _comparable(source: Source, settings: MarkdownSettings) -> Source:
    if settings.dialect is Dialect.COMMONMARK or "*[" not in source.text:
        return source
    text = without_abbreviations(source.text)
    return Source(path=source.path, text=text, first_line=source.first_line)


def _html(source: Source, seen: Seen, settings: MarkdownSettings) -> str:
    if settings.dialect is Dialect.COMMONMARK:
        end = len(source.data)
        return render_commonmark(source.data, start=0, end=end, runs=seen.runs, footnotes="fn-")
    converter = _python_markdown(settings.extensions)
    converter.reset()
    return converter.convert(source.text)


@cache
def _python_markdown(extensions: tuple[str, ...]) -> markdown.Markdown:
    converter = markdown.Markdown(extensions=list(extensions))
    # In the place and with the priority of the one that it replaces.
    converter.parser.blockprocessors.register(SeparateQuotes(converter.parser), "quote", 20)
    return converter


class _Places:
    """Where addresses stand in a text whose renderer does not say."""

    def __init__(self, source: Source, seen: Seen, base: LinkBase) -> None:
        self._source = source
        self._by_goal: dict[str, list[int]] = {}
        for link in seen.links:
            self._by_goal.setdefault(_goal(link.href, base), []).append(link.start)

    def offset_of(self, goal: str, written: str) -> int:
        """Of the next link to `goal`, else of the text `written`, else the start of the body."""
        if offsets := self._by_goal.get(goal):
            return offsets.pop(0) if len(offsets) > 1 else offsets[0]
        found = self._source.data.find(written.encode())
        return found if found >= 0 else self._line_of(written)

    def _line_of(self, written: str) -> int:
        """The start of the line in which `written` stands with entities, else of the body."""
        offset = 0
        for line in self._source.data.splitlines(keepends=True):
            if written in unescape(line.decode()):
                return offset
            offset += len(line)
        return 0

    def diagnostic(self, code: str, offset: int, message: str, hint: str) -> Diagnostic:
        return self._source.diagnostic(code, offset, message, hint)

    def line_and_column(self, goal: str, written: str) -> tuple[int, int]:
        at = self._source.at(self.offset_of(goal, written))
        return at.line, at.column


def _goal(href: str, base: LinkBase) -> str:
    match destination(href, base):
        case Inside(target):
            return target
        case Outside(url):
            return url
        case Unsafe():
            return href


def _unsafe_links(html: str, base: LinkBase, places: _Places) -> Iterator[Diagnostic]:
    """Before sanitizing, which would drop such an address without a word."""
    if "<a" not in html and "<img" not in html:
        return
    for node in LexborHTMLParser(html, is_fragment=True).css("[href], [src]"):
        for name in ("href", "src"):
            href = node.attributes.get(name)
            goal = destination(href, base) if href is not None else None
            if isinstance(goal, Unsafe):
                offset = places.offset_of(href or "", (href or "").strip())
                hint = "link to an https:// address, or to a file of this site"
                yield places.diagnostic("T04", offset, goal.reason, hint)


def _refused_tags(html: str, seen: Seen, source: Source) -> Iterator[Diagnostic]:
    """T03 for raw HTML that sanitizing would take out without a word."""
    if not seen.html:
        return
    tags = {node.tag or "" for node in LexborHTMLParser(html, is_fragment=True).css("*")}
    for tag in sorted(tags - EDITORS_TAGS - {"html", "head", "body"}):
        found = re.search(rb"<%b\b" % re.escape(tag.encode()), source.data, re.IGNORECASE)
        yield source.diagnostic(
            "T03",
            found.start() if found else seen.html[0],
            f"raw HTML '<{tag}>' is not accepted",
            "write it in Markdown, or leave it out",
        )


def _inside(built: BuiltFragment, places: _Places) -> Iterator[Link]:
    for target, is_image in built.inside:
        line, column = places.line_and_column(target, target.rpartition("/")[2])
        yield Link(target=target, is_image=is_image, line=line, column=column)


def _outside(built: BuiltFragment, places: _Places) -> Iterator[OutsideLink]:
    for url in dict.fromkeys(built.outside):
        line, column = places.line_and_column(url, url)
        yield OutsideLink(url=url, line=line, column=column)
