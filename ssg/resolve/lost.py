"""Finds addresses and anchors that were published once and lead nowhere now."""

import shlex
from collections.abc import Iterator, Mapping

from ssg import urls
from ssg.addresses import ADDRESSES_FILE, AddressList, ListedAddress, spell
from ssg.config import Settings
from ssg.diagnostics import Diagnostic, HasPosition, Location, Position
from ssg.model.documents import Alias, Thread
from ssg.model.kinds import Kind
from ssg.model.site import AddressedDocument, Site
from ssg.model.states import State
from ssg.pages.lasting import lasting_addresses
from ssg.pages.registry import address_of, resource_at, source_at
from ssg.resolve.diagnostics import FILE_START, diagnostic_at, shorten
from ssg.resolve.index import DocumentIndex
from ssg.resolve.links import anchors_of
from ssg.resolve.suggestions import PathSuggester

_BROKEN_HINT = (
    "remove the marks of a merge, and keep the lines of both sides; restore a damaged list from git"
)
_PUBLISH_HINT = "publish it again, or withdraw it with 'status: withdrawn'"
_UNPUBLISHED = {
    State.DRAFT: "is a draft now",
    State.SCHEDULED: "is not published yet",
}
_RESOURCES = f"content/{Kind.RESOURCE}/"
_WITHDRAWABLE = tuple(f"content/{kind}/" for kind in (Kind.THREAD, Kind.GUIDE, Kind.PAGE))
_WITH_ALIASES = (*_WITHDRAWABLE, f"content/{Kind.TOPIC}/")


def check_listed_addresses(
    listed: AddressList,
    index: DocumentIndex,
    site: Site,
    files: frozenset[str],
    settings: Settings,
) -> Iterator[Diagnostic]:
    """A07 for lost addresses, A08 for lines that are no addresses, and W38 for lost anchors.

    Nothing is lost for sure while there is a file with errors: any may have it, as an alias.
    """
    for line in listed.broken:
        message = "this line is none of the list of addresses"
        yield _diagnostic("A08", line, message, _BROKEN_HINT)
    if not index.failed:
        yield from _find_lost_addresses(listed, index, site, files, settings)
        yield from _find_lost_anchors(listed, index, site)


def _find_lost_addresses(
    listed: AddressList,
    index: DocumentIndex,
    site: Site,
    files: frozenset[str],
    settings: Settings,
) -> Iterator[Diagnostic]:
    there = {one.address for one in lasting_addresses(site, files, settings)}
    unpublished = _find_unpublished(index)
    there -= unpublished.keys()
    suggester = PathSuggester(one.path for one in site.addressed())
    for one in listed.listed.values():
        if one.address not in there and not listed.has_forgotten(one.address):
            document = unpublished.get(one.address)
            if document:
                what = _UNPUBLISHED[index.states[document.path]]
                message = f"'{shorten(one.address)}' was published, but {document.path} {what}"
                yield _diagnostic("A07", one.line, message, _PUBLISH_HINT)
            else:
                yield _report_lost(one, index, suggester)


def _find_unpublished(index: DocumentIndex) -> dict[str, AddressedDocument]:
    """The documents that have no page for readers yet, by their addresses and aliases.

    A preview shows them, and still tells that readers do not see them.
    """
    hidden = {State.DRAFT, State.SCHEDULED} - ({State.DRAFT} if index.clock.drafts else set())
    return {
        spell(address): document
        for document in index.addressed_documents()
        if index.states[document.path] in hidden
        for address in (address_of(document), *map(_alias_address, document.aliases))
    }


def _alias_address(alias: Alias) -> str:
    return urls.alias_address(alias.path)


def _report_lost(one: ListedAddress, index: DocumentIndex, suggester: PathSuggester) -> Diagnostic:
    source = one.source or source_at(one.address)
    had = f"; {shorten(source)} had it" if source else ""
    message = f"'{shorten(one.address)}' was published and leads nowhere now{had}"
    if source.startswith(_RESOURCES) or resource_at(one.address):
        hint = f"{_add_alias(one.address)} the resource that took its place"
        hint += _or_forget(one.address)
    elif source in index.documents:
        hint = f"{_add_alias(one.address)} it again{_or_forget(one.address)}"
    else:
        hint = _way_out(one.address, source, suggester)
    return _diagnostic("A07", one.line, message, hint)


def _way_out(address: str, source: str, suggester: PathSuggester) -> str:
    """What to do for an address whose file is gone; an empty `source` is none that is known."""
    forget = _or_forget(address)
    if not source.startswith(_WITH_ALIASES):
        return f"restore it{forget}"
    heir = suggester.suggest(source) or "what took its place"
    ways = f"{_add_alias(address)} {heir}"
    if source.startswith(_WITHDRAWABLE):
        ways += ", restore the file with 'status: withdrawn'"
    return ways + forget


def _add_alias(address: str) -> str:
    written = f'"{address}"' if "," in address else address
    return f"add 'aliases: [{shorten(written)}]' to"


def _or_forget(address: str) -> str:
    # Whole, however long: it is a command to copy.
    return f", or run: ssg addresses forget {shlex.quote(address)} --reason ..."


def _find_lost_anchors(
    listed: AddressList, index: DocumentIndex, site: Site
) -> Iterator[Diagnostic]:
    """W38 for published threads and guides; what is withdrawn has none, and need not."""
    published: Mapping[str, AddressedDocument] = {
        spell(address_of(one)): one for one in site.addressed()
    }
    for one in listed.listed.values():
        document = published.get(one.address) if one.anchors else None
        if document and index.states[document.path] is State.PUBLISHED:
            missing = [
                anchor
                for anchor in _missing_anchors(one, document)
                if not listed.has_forgotten(f"{one.address}#{anchor}")
            ]
            new = _new_anchors(one, document) if len(missing) == 1 else []
            heir = new[0] if len(new) == 1 else ""
            for anchor in missing:
                yield _report_lost_anchor(document, anchor, heir)


def _missing_anchors(one: ListedAddress, document: AddressedDocument) -> list[str]:
    there = anchors_of(document)
    # Nearly all are spelled as they are, and to spell those of all posts of a site takes a while.
    if there.issuperset(one.anchors):
        return []
    spelled = set(map(spell, there))
    return [anchor for anchor in one.anchors if anchor not in spelled]


def _new_anchors(one: ListedAddress, document: AddressedDocument) -> list[str]:
    """The posts or headings that are not listed: one of them may be what is missing."""
    match document:
        case Thread():
            there = [post.anchor for post in document.posts]
        case _:
            there = [heading.id for heading in document.headings]
    listed = set(one.anchors)
    return [anchor for anchor in there if spell(anchor) not in listed]


def _report_lost_anchor(document: AddressedDocument, anchor: str, heir: str) -> Diagnostic:
    """The warning; `heir` is what has most likely taken its place, or empty."""
    shown = shorten(anchor)
    at: HasPosition = FILE_START
    if isinstance(document, Thread):
        noun, hint = "post", f"add 'anchor_aliases: [{shown}]' to the post that has its words"
        if heir:
            hint += f"; this one, '#{shorten(heir)}', is not listed yet"
            at = next(Position(post.line) for post in document.posts if post.anchor == heir)
    else:
        noun = "heading"
        hint = (
            f"write which one it is now: 'anchor_aliases: {{{shown}: {shorten(heir) or 'its-id'}}}'"
        )
    hint += _or_forget(f"{spell(address_of(document))}#{anchor}")
    message = f"the {noun} '#{shown}' was published and is gone"
    return diagnostic_at("W38", document.path, at, message, hint)


def _diagnostic(code: str, line: int, message: str, hint: str) -> Diagnostic:
    at = Location(path=ADDRESSES_FILE, line=line, column=1)
    return Diagnostic(code=code, at=at, message=message, hint=hint)
