"""Link reference definitions and footnotes of a thread's posts.

CommonMark shares definitions between all parts of a text, but each post is
rendered separately, so it must contain the definitions that it uses.
"""

from collections.abc import Iterator, Sequence

import pyromark

from ssg.diagnostics import Diagnostic
from ssg.parse.html.events import (
    OPTIONS,
    FootnoteNode,
    LinkNode,
    Scan,
    normalize_label,
    select_range,
)
from ssg.parse.html.source import ByteRange, Source

_HINT = "each post is rendered separately: copy the definition into this post"


def check_definitions(
    source: Source, scan: Scan, texts: Sequence[ByteRange]
) -> Iterator[Diagnostic]:
    """P08 for a link or footnote in one of `texts` that only another one defines."""
    links_with_label = [link for link in scan.links if link.label is not None]
    if not links_with_label and not scan.footnote_references:
        return
    for text in texts:
        links = select_range(links_with_label, text.start, text.end)
        if links:
            yield from _check_links(source, text, links)
        footnotes = select_range(scan.footnote_references, text.start, text.end)
        defined = select_range(scan.footnote_definitions, text.start, text.end)
        yield from _check_footnotes(
            source, footnotes, {normalize_label(one.label) for one in defined}
        )


def _check_links(
    source: Source, text: ByteRange, links: Sequence[LinkNode]
) -> Iterator[Diagnostic]:
    defined = read_link_definitions(source, text)
    for link in links:
        if normalize_label(link.label or "") not in defined:
            message = f"the link '[{link.label}]' is defined in another post"
            yield source.diagnostic("P08", link.start, message, _HINT)


def _check_footnotes(
    source: Source, footnotes: Sequence[FootnoteNode], defined: set[str]
) -> Iterator[Diagnostic]:
    for footnote in footnotes:
        if normalize_label(footnote.label) not in defined:
            message = f"the footnote '[^{footnote.label}]' is defined in another post"
            yield source.diagnostic("P08", footnote.start, message, _HINT)


def read_link_definitions(source: Source, text: ByteRange) -> dict[str, str]:
    """The addresses that a part of a body defines, by their normalized labels."""
    found = pyromark.reference_definitions(source.slice(text.start, text.end), options=OPTIONS)
    return {normalize_label(label): definition["dest"] for label, definition in found.items()}
