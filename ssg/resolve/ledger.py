"""What the ledger of links says about the addresses that the site gives its readers."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic, Fix, Position
from ssg.ledger import GONE, Ledger, LinkRecord, LinkState
from ssg.model.documents import Document, Guide, Resource, Thread
from ssg.model.ids import ResourceId
from ssg.model.kinds import Kind
from ssg.patterns import rare
from ssg.resolve.diagnostics import diagnostic_at, shorten
from ssg.resolve.index import DocumentIndex
from ssg.resolve.moves import is_same_host, target_of
from ssg.resolve.outside import OutsideCitation, find_outside_links
from ssg.urls import split_fragment

# What needs no escape in YAML, Markdown or HTML, and does not end a bare address.
_PLAIN = rare(r"https?://[A-Za-z0-9.:-]+(?:[/?#][A-Za-z0-9/?#=%._~+-]*)?(?<![?._~])")


class KnownResources(Struct, frozen=True, kw_only=True):
    """What pages show of the ledger."""

    dead: frozenset[ResourceId]
    last_good: Mapping[ResourceId, str]
    """The last day on which the address of each was right, if it is known."""


def describe_resources(resources: Mapping[ResourceId, Resource], ledger: Ledger) -> KnownResources:
    """What the ledger says about the addresses of resources."""
    records = {
        name: record
        for name, one in resources.items()
        if (record := ledger.records.get(split_fragment(one.meta.url)[0]))
    }
    return KnownResources(
        dead=frozenset(name for name, one in records.items() if one.state is LinkState.DEAD),
        last_good={name: one.last_good for name, one in records.items() if _is_day(one.last_good)},
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def check_outside_links(
    index: DocumentIndex, settings: Settings, places: SettingsPlaces, ledger: Ledger
) -> Iterator[Diagnostic]:
    """W27 to W30 at each place of an address that readers are given."""
    records = find_records_to_report(ledger)
    if not records:
        return
    archived = {
        (file.path, resource.meta.url)
        for file in index.resource_files
        for resource in file.resources
        if resource.meta.archived
    }
    visible = (one for one in index.documents.values() if index.is_visible(one))
    for citation in find_outside_links(visible, settings, places):
        address, fragment = split_fragment(citation.url)
        record = records.get(address)
        if record is None:
            continue
        has_copy = citation.field == "url" and (citation.path, citation.url) in archived
        if not (has_copy and record.state in GONE):
            is_reviewed = _is_reviewed(index.documents.get(citation.path))
            yield from _check(citation, fragment, record, is_reviewed=is_reviewed)


def find_records_to_report(ledger: Ledger) -> dict[str, LinkRecord]:
    """By address."""
    return {url: one for url, one in ledger.records.items() if _needs_work(one)}


def _is_reviewed(document: Document | None) -> bool:
    """Whether any change of its text ends its review."""
    review = document.meta.review if isinstance(document, Guide | Thread) else None
    return review is not None and review.digest is not None


def _needs_work(record: LinkRecord) -> bool:
    return record.state in (*GONE, LinkState.MOVED) or bool(record.missing)


def _check(
    citation: OutsideCitation, fragment: str, record: LinkRecord, *, is_reviewed: bool
) -> Iterator[Diagnostic]:
    url = f"'{shorten(citation.url)}'"
    match record.state:
        case LinkState.DEAD:
            message = f"{url} has been dead since {shorten(record.since)}"
            yield _report("W27", citation, message, _hint_for_gone(citation))
        case LinkState.SOFT_404:
            message = f"{url} seems to have been gone since {shorten(record.since)}"
            hint = f"open it; if the page is gone, {_hint_for_gone(citation)}"
            yield _report("W29", citation, message, hint)
        case LinkState.MOVED if target := target_of(record, citation.url):
            message = f"{url} has moved to '{shorten(target)}'"
            is_near = is_same_host(citation.url, target)
            if is_near:
                hint = "write the new address, or let 'ssg links fix' do it"
            else:
                hint = "see whether it is still the right page; then write the new address"
            fixes = _make_fixes(citation, target, is_safe=is_near and not is_reviewed)
            yield _report("W28", citation, message, hint, fixes)
        case _:
            pass
    if fragment in record.missing:
        message = f"{url} leads to a place that the page does not have: '#{shorten(fragment)}'"
        hint = "open the page, and link to a place that it has, or to the page as a whole"
        yield _report("W30", citation, message, hint)


def _hint_for_gone(citation: OutsideCitation) -> str:
    is_resource = citation.path.startswith(f"content/{Kind.RESOURCE}/") and citation.field == "url"
    if is_resource:
        return "write another address, or look for an archived copy: ssg links archive"
    return "link to another page, or remove it"


def _make_fixes(citation: OutsideCitation, target: str, *, is_safe: bool) -> tuple[Fix, ...]:
    """The new address in place of the old one, where both are written alike in every syntax."""
    if not citation.address or not _PLAIN.fullmatch(target):
        return ()
    return (
        Fix(
            title=f"write {shorten(target)}",
            start=Position(citation.line, citation.address),
            end=Position(citation.line, citation.address + len(citation.url)),
            text=target,
            is_safe=is_safe,
        ),
    )


def _report(
    code: str, citation: OutsideCitation, message: str, hint: str, fixes: tuple[Fix, ...] = ()
) -> Diagnostic:
    return diagnostic_at(code, citation.path, citation, message, hint, fixes=fixes)
