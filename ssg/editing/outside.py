"""Writes other addresses of outside pages in place of old ones, wherever a file has them.

The result is read again by the parser: its links are those of before, but for these.
"""

from collections.abc import Callable, Iterator
from html import escape, unescape

from msgspec import Struct

from ssg.config import SETTINGS_FILE, Settings
from ssg.editing.blocks import Block, front_matter, whole_file
from ssg.editing.bodies import Body
from ssg.editing.errors import EditError
from ssg.editing.fields import set_field
from ssg.editing.links import find_written_links
from ssg.editing.mentions import decode_text
from ssg.editing.named import read_fields
from ssg.editing.reviews import keep_review
from ssg.model.kinds import Kind
from ssg.parse.files import parse_source
from ssg.parse.html.events import scan_events
from ssg.parse.html.links import LinkBase, Outside, classify_link, origin_of
from ssg.parse.html.outside import find_bare_links
from ssg.yamltext import Path, Value

Move = Callable[[str], str]
"""The new address for one that is written; empty for those that stay."""

_MENUS = ("menu", "footer_links")
_BY_HAND = "change it by hand, then run 'ssg check'"


class Rewritten(Struct, frozen=True, kw_only=True):
    """An address that changes, at its place in the file as it was."""

    path: str
    line: int
    column: int
    old: str
    new: str


class _Written(Struct, frozen=True, kw_only=True):
    """An address in a body: the bytes in `[start, end)`, and what comes in their place."""

    start: int
    end: int
    text: str
    old: str
    new: str
    is_guess: bool = False
    """Whether it may be no link."""


def rewrite_outside(
    path: str, data: bytes, move: Move, settings: Settings
) -> tuple[bytes, tuple[Rewritten, ...]]:
    """The file with the new addresses, and those that changed. Raises EditError if one cannot.

    A review that held before still holds.
    """
    text = decode_text(path, data)
    try:
        changed, found = _rewrite(path, text, move, settings)
    except EditError as error:
        raise EditError(f"{path}: {error.message}", error.hint) from error
    if found and path != SETTINGS_FILE:
        changed = keep_review(path, text, changed, settings)
    return changed.encode(), found


def _rewrite(
    path: str, text: str, move: Move, settings: Settings
) -> tuple[str, tuple[Rewritten, ...]]:
    if path == SETTINGS_FILE or Kind(path.split("/")[1]).is_data:
        return _rewrite_fields(path, text, whole_file, move)
    # The body first: the places in it are those of the file as it was.
    changed, in_body = _rewrite_body(path, text, move, settings)
    changed, in_fields = _rewrite_fields(path, changed, front_matter, move)
    return changed, (*in_fields, *in_body)


def _rewrite_fields(
    path: str, text: str, find: Callable[[str], Block], move: Move
) -> tuple[str, tuple[Rewritten, ...]]:
    fields = read_fields(text, find(text))
    found: list[Rewritten] = []
    for where, old in _find_addresses(fields.value, ()):
        new = move(old) if _is_outside(path, where) else ""
        if new:
            at = fields.place(where)
            text = set_field(text, where, new, block=find(text))
            found.append(Rewritten(path=path, line=at.line, column=at.column, old=old, new=new))
    return text, tuple(found)


def _find_addresses(value: Value, where: Path) -> Iterator[tuple[Path, str]]:
    """The texts of all fields that hold addresses, with their places."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _find_addresses(one, (*where, name))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _find_addresses(one, (*where, index))
    elif where[-1] in ("url", "archived") or (len(where) > 1 and where[-2] in _MENUS):
        yield where, value


def _is_outside(path: str, where: Path) -> bool:
    """Whether the field has an address that readers are given."""
    if path == SETTINGS_FILE:
        return where[0] == "helplines" or not {*where}.isdisjoint(_MENUS)
    return where[0] != "extra"


def _rewrite_body(
    path: str, text: str, move: Move, settings: Settings
) -> tuple[str, tuple[Rewritten, ...]]:
    body = Body.of(path, text)
    written = list(_find_written(path, body, text, move))
    if not written:
        return text, ()
    before = _links(path, text, settings)
    expected = {(line, move(url) or url) for line, url in before}
    certain = [one for one in written if not one.is_guess]
    if _links(path, _replace(body, certain), settings) != expected:
        # What is code in the end stays: to change it changes no link.
        certain += [
            one
            for one in written
            if one.is_guess and _links(path, _replace(body, [one]), settings) != before
        ]
    changed = _replace(body, certain)
    if _links(path, changed, settings) != expected:
        raise EditError(f"a link to {written[0].old} cannot be changed as it is written", _BY_HAND)
    return changed, tuple(_describe(path, body, one) for one in certain)


def _describe(path: str, body: Body, one: _Written) -> Rewritten:
    at = body.source.locate(one.start)
    return Rewritten(path=path, line=at.line, column=at.column, old=one.old, new=one.new)


def _links(path: str, text: str, settings: Settings) -> set[tuple[int, str]]:
    """The lines and addresses of all links in the text. Raises EditError for a file with errors."""
    kind = Kind(path.split("/")[1])
    document = parse_source(text.encode(), path=path, kind=kind, settings=settings).document
    if document is None:
        raise EditError("it has errors", "correct them first: see 'ssg check'")
    outside = {(one.line, one.url) for one in document.outside if not one.field}
    return outside | {(one.line, f"/{one.target}") for one in document.links}


def _replace(body: Body, written: list[_Written]) -> str:
    text = body.text
    for one in sorted(written, key=lambda one: one.start, reverse=True):
        start, end = body.offset(one.start), body.offset(one.end)
        text = text[:start] + one.text + text[end:]
    return text


def _find_written(path: str, body: Body, text: str, move: Move) -> Iterator[_Written]:
    """The addresses in the text that change, each once."""
    kind = Kind(path.split("/")[1])
    url = read_fields(text, front_matter(text)).get(("source", "url"))
    origin = origin_of(url) if kind is Kind.THREAD and isinstance(url, str) else None
    base = LinkBase(folder=kind.value, origin=origin)
    source = body.source
    taken: set[int] = set()
    for link in find_written_links(source, editors=kind is not Kind.THREAD):
        destination = classify_link(link.href, base)
        old = destination.url if isinstance(destination, Outside) else ""
        new = move(old) if old and not link.is_image else ""
        if new and link.start not in taken:
            taken.add(link.start)
            in_brackets = source.data[link.start - 1 : link.start] == b"<"
            yield _Written(
                start=link.start,
                end=link.end,
                text=_escape(new, is_html=link.is_html, in_brackets=in_brackets),
                old=old,
                new=new,
                is_guess=link.is_guess,
            )
    yield from _find_plain(body, move, taken)


def _find_plain(body: Body, move: Move, taken: set[int]) -> Iterator[_Written]:
    """Addresses that are their own text: in angle brackets, or bare."""
    source, data = body.source, body.source.data
    scan = scan_events(source)
    autolinks = [
        (link.start + 1, link.href)
        for link in scan.links
        if data[link.start : link.start + 1] == b"<"
    ]
    bare = [(start, url, True) for start, url in find_bare_links(source, scan)]
    for start, url, is_guess in [*((at, url, False) for at, url in autolinks), *bare]:
        end = start + len(url.encode())
        if start not in taken and data[start:end] == url.encode() and (new := move(url)):
            taken.add(start)
            yield _Written(start=start, end=end, text=new, old=url, new=new, is_guess=is_guess)


def _escape(url: str, *, is_html: bool, in_brackets: bool) -> str:
    """The address as it is written in HTML, or as the destination of a link in Markdown."""
    if is_html:
        return escape(url)
    if unescape(url) != url:
        url = url.replace("&", "&amp;")
    if in_brackets:
        return url
    return url.replace("(", "\\(").replace(")", "\\)")
