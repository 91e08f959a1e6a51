"""Renders the text of guides, topics and pages.

Uses Python-Markdown with the extensions of site.yaml, or CommonMark if the site
chooses it. Python-Markdown reports no source lines, so places are looked up in the
CommonMark events of the same text, which are also needed to limit nesting and to
compare the two dialects.
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
from ssg.parse.editorial.care_cards import check_care_cards, check_unclosed_html
from ssg.parse.editorial.quotes import SeparateQuotes
from ssg.parse.editorial.structure import compare_structure, without_abbreviations
from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.events import OPTIONS, Scan, make_excerpt, nesting_diagnostic, scan_events
from ssg.parse.html.fragment import BuiltFragment, FragmentRules, build_fragment
from ssg.parse.html.links import Inside, LinkBase, Outside, Unsafe, classify_link
from ssg.parse.html.sanitize import EDITORS_TAGS, sanitize_editors
from ssg.parse.html.source import Source

_REL = "noopener"
# Markers of care cards and attribute lists, which are not part of an excerpt.
_MARKUP = re.compile(r"\[!\w+\]\s*|\s*\{:?[ ]*[#.\w][^{}\n]*\}")
_TOP_HEADING = re.compile(r"<h1\b")


class EditorsText(Struct, frozen=True, kw_only=True):
    """An editor's text as a fragment, with what later stages check or link to."""

    fragment: Fragment = EMPTY
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""
    links: tuple[Link, ...] = ()
    outside: tuple[OutsideLink, ...] = ()
    is_empty: bool = False
    """Whether a reader sees nothing."""


def render_editors_text(
    source: Source, base: LinkBase, settings: MarkdownSettings
) -> tuple[EditorsText, list[Diagnostic]]:
    """The text in `source`, with P10, T03, T04, T05 and W08 for what is wrong in it."""
    scan = scan_events(_scannable(source, settings), _options(settings))
    if scan.too_deep is not None:
        return EditorsText(), [nesting_diagnostic(source, scan.too_deep)]
    html = _render_html(source, scan, settings)
    locator = _LinkLocator(source, scan, base)
    diagnostics = [
        *_check_links(html, base, locator),
        *_check_tags(html, scan, source),
        *check_unclosed_html(html, scan, source),
    ]
    if settings.dialect is Dialect.PYTHON_MARKDOWN:
        diagnostics += compare_structure(html, scan, source)
    shift = 1 if _TOP_HEADING.search(html) else 0
    rules = FragmentRules(
        base=base, editors=True, heading_level=lambda level: min(level + shift, 6), rel=_REL
    )
    built = build_fragment(sanitize_editors(html), rules)
    diagnostics += check_care_cards(built, source)
    text = EditorsText(
        fragment=built.fragment,
        headings=built.headings,
        excerpt=_MARKUP.sub("", make_excerpt(scan)).strip(),
        links=tuple(_inside_links(built, locator)),
        outside=tuple(_outside_links(built, locator)),
        is_empty=not built.has_content,
    )
    return text, diagnostics


def _options(settings: MarkdownSettings) -> Options:
    """The dialect of a git host's preview, with what the extensions of site.yaml add to it."""
    if "def_list" in settings.extensions or "extra" in settings.extensions:
        return OPTIONS | Options.ENABLE_DEFINITION_LIST
    return OPTIONS


def _scannable(source: Source, settings: MarkdownSettings) -> Source:
    if settings.dialect is Dialect.COMMONMARK or "*[" not in source.text:
        return source
    text = without_abbreviations(source.text)
    return Source(path=source.path, text=text, first_line=source.first_line)


def _render_html(source: Source, scan: Scan, settings: MarkdownSettings) -> str:
    if settings.dialect is Dialect.COMMONMARK:
        end = len(source.data)
        return render_commonmark(source.data, start=0, end=end, runs=scan.runs, footnotes="fn-")
    converter = _python_markdown(settings.extensions)
    converter.reset()
    return converter.convert(source.text)


@cache
def _python_markdown(extensions: tuple[str, ...]) -> markdown.Markdown:
    converter = markdown.Markdown(extensions=list(extensions))
    # The name and priority of the processor that it replaces.
    converter.parser.blockprocessors.register(SeparateQuotes(converter.parser), "quote", 20)
    return converter


class _LinkLocator:
    """Finds the places of links in a text whose renderer reports none."""

    def __init__(self, source: Source, scan: Scan, base: LinkBase) -> None:
        self._source = source
        self._by_target: dict[str, list[int]] = {}
        for link in scan.links:
            self._by_target.setdefault(_target_of(link.href, base), []).append(link.start)

    def find(self, target: str, written: str) -> int:
        """The offset of the next link to `target`, else of the text `written`, else 0."""
        if offsets := self._by_target.get(target):
            return offsets.pop(0) if len(offsets) > 1 else offsets[0]
        found = self._source.data.find(written.encode())
        return found if found >= 0 else self._find_line(written)

    def _find_line(self, written: str) -> int:
        """The start of the line that contains `written` once entities are decoded, else 0."""
        offset = 0
        for line in self._source.data.splitlines(keepends=True):
            if written in unescape(line.decode()):
                return offset
            offset += len(line)
        return 0

    def diagnostic(self, code: str, offset: int, message: str, hint: str) -> Diagnostic:
        return self._source.diagnostic(code, offset, message, hint)

    def line_and_column(self, target: str, written: str) -> tuple[int, int]:
        at = self._source.locate(self.find(target, written))
        return at.line, at.column


def _target_of(href: str, base: LinkBase) -> str:
    match classify_link(href, base):
        case Inside(target):
            return target
        case Outside(url):
            return url
        case Unsafe():
            return href


def _check_links(html: str, base: LinkBase, locator: _LinkLocator) -> Iterator[Diagnostic]:
    """T04 for unsafe links, before sanitizing removes them without a report."""
    if "<a" not in html and "<img" not in html:
        return
    for node in LexborHTMLParser(html, is_fragment=True).css("[href], [src]"):
        for name in ("href", "src"):
            href = node.attributes.get(name)
            destination = classify_link(href, base) if href is not None else None
            if isinstance(destination, Unsafe):
                offset = locator.find(href or "", (href or "").strip())
                hint = "link to an https:// address, or to a file of this site"
                yield locator.diagnostic("T04", offset, destination.reason, hint)


def _check_tags(html: str, scan: Scan, source: Source) -> Iterator[Diagnostic]:
    """T03 for raw HTML that sanitizing would remove without a report."""
    if not scan.html:
        return
    tags = {node.tag or "" for node in LexborHTMLParser(html, is_fragment=True).css("*")}
    for tag in sorted(tags - EDITORS_TAGS - {"html", "head", "body"}):
        found = re.search(rb"<%b\b" % re.escape(tag.encode()), source.data, re.IGNORECASE)
        yield source.diagnostic(
            "T03",
            found.start() if found else scan.html[0],
            f"raw HTML '<{tag}>' is not allowed",
            "use Markdown instead, or remove it",
        )


def _inside_links(built: BuiltFragment, locator: _LinkLocator) -> Iterator[Link]:
    for target, is_image in built.inside:
        line, column = locator.line_and_column(target, target.rpartition("/")[2])
        yield Link(target=target, is_image=is_image, line=line, column=column)


def _outside_links(built: BuiltFragment, locator: _LinkLocator) -> Iterator[OutsideLink]:
    for url in dict.fromkeys(built.outside):
        line, column = locator.line_and_column(url, url)
        yield OutsideLink(url=url, line=line, column=column)
