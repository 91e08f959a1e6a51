"""Finds the address of each link and image in a text, exactly where it is written."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pyromark
from msgspec import Struct
from pyromark import Options

from ssg.parse.html.events import EDITORS_OPTIONS, OPTIONS, Scan, scan_events
from ssg.parse.html.source import Source

_POST = (b"## Answer", b"### Reply")
_REFERENCES = ("Reference", "Collapsed", "Shortcut")
_AFTER_TEXT = re.compile(rb"\]\([\s>]*")
_AFTER_LABEL = re.compile(rb"\[(?:\\.|[^\[\]\\])+\]:[\s>]*", re.DOTALL)
_IN_BRACKETS = re.compile(rb"<((?:\\.|[^<>\n\\])*)>")
_BARE = re.compile(rb"(?:\\.|[^\s\\])+")
_VALUE = rb"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'<>`=]+))"
_HTML = re.compile(rb"\b(?:href|src)\s*=\s*" + _VALUE, re.IGNORECASE)
_COMMENT_OR_TAG = re.compile(
    rb"<!--.*?-->|<[a-z](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>", re.I | re.DOTALL
)
_ATTRIBUTE = re.compile(rb"[^\s\"'<>/=]+\s*=\s*" + _VALUE)
# What only Python-Markdown reads as a link, such as one in an HTML block.
_WRITTEN = re.compile(rb"\]\(\s*<?([^\s<>)]+)|^[ ]{0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)", re.MULTILINE)
_TOKEN = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|\w+);|.", re.DOTALL)
_HTML_TOKEN = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|\w+);?|.", re.DOTALL)


class WrittenLink(Struct, frozen=True, kw_only=True):
    """An address as it is written: the bytes in `[start, end)`, and what they stand for."""

    start: int
    end: int
    href: str
    is_image: bool = False
    is_html: bool = False
    is_guess: bool = False
    """Whether it may be none: only Python-Markdown may take it for one, or it only looks like one
    in HTML."""


class Token(Struct, frozen=True):
    """A character or an escape: its length where it is written, and what it stands for."""

    length: int
    text: str


def find_written_links(source: Source, *, editors: bool) -> list[WrittenLink]:
    """All links of CommonMark in the text, and with `editors` those in HTML and the guesses."""
    options = EDITORS_OPTIONS if editors else OPTIONS
    scan = scan_events(source, options)
    found = [*_find_inline(source, options), *_find_definitions(source, scan, options)]
    if editors:
        found += _find_html(source, scan)
        known = {link.start for link in found}
        found += (one for one in _find_guesses(source.data) if one.start not in known)
    return sorted(found, key=lambda one: one.start)


def read_tokens(written: str, *, is_html: bool) -> Iterator[Token]:
    """The characters of an address, each as it is written and what it stands for."""
    for one in (_HTML_TOKEN if is_html else _TOKEN).finditer(written):
        is_escape = not is_html and one[1] is not None
        yield Token(len(one[0]), one[1] if is_escape else unescape(one[0]))


def decode_address(written: str, *, is_html: bool) -> str:
    return "".join(token.text for token in read_tokens(written, is_html=is_html))


class _OpenLink(Struct, kw_only=True):
    """A link whose end is still to come; `inside` is where what is in it ends so far."""

    start: int
    inside: int
    value: Any
    is_image: bool


def _find_inline(source: Source, options: Options) -> Iterator[WrittenLink]:
    """Links with their address in parentheses."""
    opened: list[_OpenLink] = []
    event: Any
    for event, span in pyromark.events_with_range(source.text, options=options):
        start, end = span["start"], span["end"]
        value: Any
        kind, value = ("", "") if isinstance(event, str) else next(iter(event.items()))
        name = next(iter(value)) if isinstance(value, dict) and value else value
        if kind == "End" and name in ("Link", "Image"):
            yield from _read_inline(source.data, opened.pop(), end)
        # A link in it ends later, and says so then.
        if opened and kind != "Start":
            opened[-1].inside = max(opened[-1].inside, end)
        if kind == "Start" and name in ("Link", "Image"):
            is_image = name == "Image"
            text = start + 1 + is_image
            link = _OpenLink(start=start, inside=text, value=value[name], is_image=is_image)
            opened.append(link)


def _read_inline(data: bytes, link: _OpenLink, end: int) -> Iterator[WrittenLink]:
    """The address of a link that ends at `end`, if it is written there."""
    if link.value["link_type"] != "Inline":
        return
    href = link.value["dest_url"]
    for opening in _AFTER_TEXT.finditer(data, link.inside, end):
        if place := _read_address(data, opening.end(), end, href, in_parentheses=True):
            yield WrittenLink(start=place[0], end=place[1], href=href, is_image=link.is_image)
            return


def _read_address(
    data: bytes, start: int, end: int, href: str, *, in_parentheses: bool
) -> tuple[int, int] | None:
    """Where the address begins and ends that stands for `href`, if it is at `start`."""
    if brackets := _IN_BRACKETS.match(data, start, end):
        candidates = [brackets.span(1)]
    elif bare := _BARE.match(data, start, end):
        # The parenthesis that ends the link may follow it at once.
        shorter = [(bare.start(), bare.end() - 1)] if in_parentheses else []
        candidates = [bare.span(), *shorter]
    else:
        return None
    for first, last in candidates:
        if decode_address(data[first:last].decode(errors="replace"), is_html=False) == href:
            return first, last
    return None


def _find_definitions(source: Source, scan: Scan, options: Options) -> Iterator[WrittenLink]:
    """Definitions of addresses. Each post of a thread has its own."""
    headings = (
        one.start
        for one in scan.headings
        if not one.depth and source.data[one.start : one.end].rstrip() in _POST
    )
    starts = [0, *headings]
    seen: set[int] = set()
    for start, end in zip(starts, [*starts[1:], len(source.data)], strict=True):
        text = source.slice(start, end)
        if "]:" not in text:
            continue
        definitions = pyromark.reference_definitions(text, options=options)
        for one in definitions.values():
            first, last = start + one["span"]["start"], start + one["span"]["end"]
            label = _AFTER_LABEL.match(source.data, first, last)
            place = label and _read_address(
                source.data, label.end(), last, one["dest"], in_parentheses=False
            )
            if place and place[0] not in seen:
                seen.add(place[0])
                yield WrittenLink(start=place[0], end=place[1], href=one["dest"])


def _find_html(source: Source, scan: Scan) -> Iterator[WrittenLink]:
    for node in scan.html:
        values = set(_find_values(source.data, node.start, node.end))
        for found in _HTML.finditer(source.data, node.start, node.end):
            group = found.lastgroup or ""
            href = unescape(found[group].decode())
            start, end = found.span(group)
            is_guess = start not in values
            yield WrittenLink(start=start, end=end, href=href, is_html=True, is_guess=is_guess)


def _find_values(data: bytes, start: int, end: int) -> Iterator[int]:
    """Where the values of attributes begin; what is in a comment, a text or a value is none."""
    for tag in _COMMENT_OR_TAG.finditer(data, start, end):
        if not tag[0].startswith(b"<!--"):
            for attribute in _ATTRIBUTE.finditer(data, *tag.span()):
                yield attribute.start(attribute.lastgroup or "")


def _find_guesses(data: bytes) -> Iterator[WrittenLink]:
    for found in _WRITTEN.finditer(data):
        group = 1 if found[1] is not None else 2
        href = decode_address(found[group].decode(errors="replace"), is_html=False)
        start, end = found.span(group)
        yield WrittenLink(start=start, end=end, href=href, is_guess=True)
