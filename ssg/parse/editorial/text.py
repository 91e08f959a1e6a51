"""Renders the text of guides, topics and pages.

Uses CommonMark, or Python-Markdown with the extensions of site.yaml where the site or
the file chooses it. Python-Markdown reports no source lines, so places are looked up in
the CommonMark events of the same text, which are also needed to limit nesting and to
compare the two dialects.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from pyromark import Options

from ssg.diagnostics import Diagnostic
from ssg.model.documents import CareCard, Heading, Link, OutsideLink
from ssg.model.fragments import EMPTY, Fragment
from ssg.model.frontmatter import Dialect
from ssg.parse.editorial.abbreviations import add_abbreviations, split_abbreviations
from ssg.parse.editorial.additions import escape_false_additions
from ssg.parse.editorial.care_cards import check_care_cards, check_unclosed_html
from ssg.parse.editorial.foreign_syntax import check_foreign_syntax
from ssg.parse.editorial.headings import TypedHeadings
from ssg.parse.editorial.link_places import LinkPlaces
from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.events import (
    EDITORS_OPTIONS,
    OPTIONS,
    Scan,
    make_excerpt,
    nesting_diagnostic,
    scan_events,
)
from ssg.parse.html.footnotes import without_unused_footnotes
from ssg.parse.html.fragment import BuiltFragment, FragmentRules, build_fragment
from ssg.parse.html.links import LinkBase, Unsafe, classify_link
from ssg.parse.html.literal_markup import check_literal_markup
from ssg.parse.html.primes import restore_primes
from ssg.parse.html.sanitize import EDITORS_TAGS, sanitize_editors
from ssg.parse.html.source import Source
from ssg.parse.html.tags import TagNode, find_tags
from ssg.parse.html.trees import parse_fragment

_REL = "noopener"
# Markers of care cards and attribute lists, which are not part of an excerpt.
_MARKUP = re.compile(r"\[!\w+\]\s*|\s*\{:?[ ]*[#.\w][^{}\n]*\}")
# The title of the page is the only heading of the first level.
_FIRST_LEVEL = 2


class EditorsText(Struct, frozen=True, kw_only=True):
    """An editor's text as a fragment, with what later stages check or link to."""

    fragment: Fragment = EMPTY
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    care: tuple[CareCard, ...] = ()
    excerpt: str = ""
    links: tuple[Link, ...] = ()
    outside: tuple[OutsideLink, ...] = ()
    is_empty: bool = False
    """Whether a reader sees nothing."""


class Reading(Struct, frozen=True, kw_only=True):
    """How a text is read; the extensions are those of Python-Markdown."""

    dialect: Dialect
    extensions: tuple[str, ...] = ()


class _Read(Struct, frozen=True, kw_only=True):
    """A text without its definitions of abbreviations, and those by abbreviation."""

    source: Source
    scan: Scan
    abbreviations: Mapping[str, str]
    escaped: Source
    """What pyromark reads as the author means it; its places are not those of the file."""
    escaped_scan: Scan


def render_editors_text(
    source: Source, base: LinkBase, reading: Reading
) -> tuple[EditorsText, list[Diagnostic]]:
    """The text in `source`, with P10, T03 to T05, W08 and W20 for what is wrong in it."""
    read = _read(source, reading)
    scan = read.scan
    if scan.too_deep is not None:
        return EditorsText(), [nesting_diagnostic(source, scan.too_deep)]
    if reading.dialect is Dialect.COMMONMARK:
        html = _render_commonmark(read)
    else:
        converted = _convert_python_markdown(source, read, reading)
        if isinstance(converted, Diagnostic):
            return EditorsText(), [converted]
        html = converted
    places = LinkPlaces(source, scan, base)
    swallowed = list(check_unclosed_html(html, scan, source))
    is_markdown = reading.dialect is Dialect.COMMONMARK and not read.escaped_scan.html
    # The scan of such a text has each link, but for bare web addresses.
    may_be_unsafe = not is_markdown or _has_unsafe_link(read.escaped_scan, base)
    diagnostics = [
        *(_check_links(html, base, places) if may_be_unsafe else ()),
        *_check_tags(html, scan, source),
        *swallowed,
        *check_literal_markup(source, scan, html=html),
    ]
    if reading.dialect is Dialect.PYTHON_MARKDOWN:
        # What raw HTML swallows differs from the preview for that reason.
        diagnostics += [] if swallowed else _compare_with_preview(html, source, read, reading)
    else:
        diagnostics += check_foreign_syntax(source, scan)
    built = _build(html, read, base, reading, is_markdown=is_markdown)
    diagnostics += check_care_cards(built, scan, source)
    text = EditorsText(
        fragment=built.fragment,
        headings=built.headings,
        anchors=built.anchors,
        care=built.care,
        excerpt=make_excerpt(read.escaped_scan, ignore=_MARKUP),
        links=tuple(_inside_links(built, places)),
        outside=tuple(_outside_links(built, places)),
        is_empty=not built.has_content,
    )
    return text, diagnostics


def _read(source: Source, reading: Reading) -> _Read:
    options = _options(reading)
    scan = scan_events(source, options)
    explanations: dict[str, str] = {}
    if "*[" in source.text and scan.too_deep is None:
        source, explanations = split_abbreviations(source, scan.code_blocks, scan.html)
        scan = scan_events(source, options) if explanations else scan
    escaped = escape_false_additions(source, scan)
    escaped_scan = scan if escaped is source else scan_events(escaped, options)
    return _Read(
        source=source,
        scan=scan,
        abbreviations=explanations,
        escaped=escaped,
        escaped_scan=escaped_scan,
    )


def _compare_with_preview(
    html: str, source: Source, read: _Read, reading: Reading
) -> Iterable[Diagnostic]:
    # Loaded for Python-Markdown alone, as that is.
    from ssg.parse.editorial.plain_structure import is_like_preview  # noqa: PLC0415

    has_abbreviations = "abbr" in reading.extensions or "extra" in reading.extensions
    compared, scan = read.escaped, read.escaped_scan
    if read.abbreviations and not has_abbreviations:
        compared = escape_false_additions(source, read.scan)
        scan = scan_events(compared, _options(reading))
    if not scan.html and is_like_preview(html, compared.text, _options(reading)):
        return ()
    # Needed for few texts.
    from ssg.parse.editorial.structure import compare_structure  # noqa: PLC0415

    return compare_structure(html, compared, _options(reading), reading.extensions)


def _options(reading: Reading) -> Options:
    """For Python-Markdown the dialect of a git host's preview, with which it is compared."""
    if reading.dialect is Dialect.COMMONMARK:
        return EDITORS_OPTIONS
    if "def_list" in reading.extensions or "extra" in reading.extensions:
        return OPTIONS | Options.ENABLE_DEFINITION_LIST
    return OPTIONS


def _convert_python_markdown(source: Source, read: _Read, reading: Reading) -> str | Diagnostic:
    """The text as HTML, or S02."""
    # Most sites have no text for it, and it takes longer to load than a small site takes to parse.
    from ssg.parse.editorial.python_markdown import ConversionFailed, convert  # noqa: PLC0415

    try:
        return convert(without_unused_footnotes(source, read.scan), reading.extensions)
    except ConversionFailed as error:
        message = f"Python-Markdown, with the extensions of site.yaml, fails on this text: {error}"
        hint = "correct the text or the extension, or use CommonMark ('dialect: commonmark')"
        return source.diagnostic("S02", 0, message, hint)


def _render_commonmark(read: _Read) -> str:
    data = read.escaped.data
    return render_commonmark(
        data,
        start=0,
        end=len(data),
        runs=read.escaped_scan.runs,
        footnotes="fn-",
        options=EDITORS_OPTIONS,
    )


def _build(
    html: str, read: _Read, base: LinkBase, reading: Reading, *, is_markdown: bool
) -> BuiltFragment:
    rules = FragmentRules(
        base=base,
        editors=True,
        first_level=_FIRST_LEVEL,
        rel=_REL,
        typed=TypedHeadings(read.escaped_scan).find,
    )
    safe = restore_primes(sanitize_editors(html, is_markdown=is_markdown))
    if read.abbreviations and reading.dialect is Dialect.COMMONMARK:
        safe = add_abbreviations(safe, read.abbreviations)
    return build_fragment(safe, rules)


def _check_links(html: str, base: LinkBase, places: LinkPlaces) -> Iterator[Diagnostic]:
    """T04 for unsafe links, before sanitizing removes them without a report."""
    if "<a" not in html and "<img" not in html:
        return
    for node in parse_fragment(html).css("[href], [src]"):
        for name in ("href", "src"):
            href = node.attributes.get(name)
            destination = classify_link(href, base) if href is not None else None
            if isinstance(destination, Unsafe):
                hint = "link to an https:// address, or to a file of this site"
                yield places.diagnostic("T04", href or "", destination.reason, hint)


def _has_unsafe_link(scan: Scan, base: LinkBase) -> bool:
    return any(isinstance(classify_link(link.href, base), Unsafe) for link in scan.links)


def _check_tags(html: str, scan: Scan, source: Source) -> Iterator[Diagnostic]:
    """T03 for raw HTML that sanitizing would remove without a report."""
    if not scan.html:
        return
    nodes = parse_fragment(html).css("*")
    refused = {node.tag or "" for node in nodes} - EDITORS_TAGS - {"html", "head", "body"}
    places = {tag.start: tag.name for tag in find_tags(source, scan) if _is_opening(tag)}
    # Task lists have some, which only Markdown makes.
    refused |= {"input"} & set(places.values())
    # Two of them may have one place.
    for tag in sorted(refused - set(places.values())):
        # Only Python-Markdown takes it for a tag.
        found = re.search(rb"<%b\b" % re.escape(tag.encode()), source.data, re.IGNORECASE)
        places[found.start() if found else scan.html[0].start] = tag
    for start, tag in sorted(places.items()):
        if tag in refused:
            message = f"raw HTML '<{tag}>' is not allowed"
            yield source.diagnostic("T03", start, message, "use Markdown instead, or remove it")


def _is_opening(tag: TagNode) -> bool:
    return not tag.text.startswith("</")


def _inside_links(built: BuiltFragment, places: LinkPlaces) -> Iterator[Link]:
    for target, is_image in built.inside:
        yield places.link(target, is_image=is_image)


def _outside_links(built: BuiltFragment, places: LinkPlaces) -> Iterator[OutsideLink]:
    # A link for which there is no place of its own has that of another one.
    yield from dict.fromkeys(map(places.outside, built.outside))
