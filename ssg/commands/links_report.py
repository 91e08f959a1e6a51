"""`ssg links report`: what is known of the outside links, by publisher and by age."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct, to_builtins

from ssg.commands.catalog import open_catalog
from ssg.commands.exit_codes import ExitCode
from ssg.commands.links_ledger import open_ledger
from ssg.commands.options import absolute_folder
from ssg.commands.outside import outside_links_of
from ssg.commands.tables import write_json, write_table
from ssg.diagnostics import escape_unsafe
from ssg.ledger import LinkRecord, LinkState
from ssg.model.documents import ResourceFile
from ssg.pipeline.catalog import Catalog
from ssg.resolve.outside import OutsideCitation
from ssg.text import pluralize
from ssg.urls import host_of, split_fragment

_LISTED = {
    LinkState.DEAD: "Dead",
    LinkState.SOFT_404: "Seem to be gone",
    LinkState.MOVED: "Moved",
    LinkState.OK: "Without the place that a link names",
    LinkState.FAILING: "Failing",
    LinkState.BLOCKED: "Not open to programs",
}
"""The headings of what somebody should look at, the worst first, by state."""
_BAD = tuple(state for state in _LISTED if state is not LinkState.OK)


class PublisherRow(Struct, frozen=True, kw_only=True):
    """How the links to a publisher are: of each state how many."""

    publisher: str
    links: int
    states: dict[LinkState, int]
    unchecked: int
    oldest_check: str
    """Empty if none was checked."""


class ListedLink(Struct, frozen=True, kw_only=True):
    url: str
    state: LinkState
    since: str
    last_good: str
    checked: str
    reason: str
    to: str
    is_permanent: bool
    missing: tuple[str, ...]
    """The places after `#` that links name and the page does not have."""
    publisher: str
    places: tuple[str, ...]


class LinkReport(Struct, frozen=True, kw_only=True):
    publishers: tuple[PublisherRow, ...]
    """The one with the most links that somebody should look at first."""
    links: tuple[ListedLink, ...]
    """Those that somebody should look at, the worst first, then by age."""


def report_links(site: Path, *, now: str | None, as_json: bool) -> int:
    """Prints the report and returns the exit code. Raises CommandError."""
    catalog = open_catalog(site, now)
    records = open_ledger(absolute_folder(site)).records
    report = make_report(outside_links_of(catalog), records, _publishers(catalog))
    text = write_json(to_builtins(report)) if as_json else "".join(_write(report))
    click.echo(text, nl=False)
    return ExitCode.SUCCESS


def _publishers(catalog: Catalog) -> dict[str, str]:
    """The names of the publishers of resources: by the addresses of these, and by hosts.

    A host that several publishers share has none.
    """
    by_address: dict[str, str] = {}
    by_host: defaultdict[str, set[str]] = defaultdict(set)
    for entry in catalog.entries:
        if isinstance(entry.document, ResourceFile):
            for resource in entry.document.resources:
                name = resource.publisher.name
                by_address[split_fragment(resource.meta.url)[0]] = name
                by_host[host_of(resource.meta.url)].add(name)
    return by_address | {host: min(names) for host, names in by_host.items() if len(names) == 1}


def make_report(
    citations: Iterable[OutsideCitation],
    records: Mapping[str, LinkRecord],
    publishers: Mapping[str, str],
) -> LinkReport:
    """What `records` say of what the site cites. A host without a publisher stands for itself."""
    cited: dict[str, list[OutsideCitation]] = defaultdict(list)
    for one in citations:
        cited[split_fragment(one.url)[0]].append(one)
    by_publisher: dict[str, list[str]] = defaultdict(list)
    for url in cited:
        by_publisher[_publisher(url, publishers)].append(url)
    rows = [_make_row(name, urls, records) for name, urls in by_publisher.items()]
    listed = [
        _list_link(records[url], _publisher(url, publishers), found)
        for url, found in cited.items()
        if url in records and (records[url].state in _BAD or records[url].missing)
    ]
    order = list(_LISTED)
    return LinkReport(
        publishers=tuple(sorted(rows, key=lambda row: (-_count_bad(row), row.publisher))),
        links=tuple(sorted(listed, key=lambda one: (order.index(one.state), one.since, one.url))),
    )


def _publisher(url: str, publishers: Mapping[str, str]) -> str:
    host = host_of(url)
    return publishers.get(url) or publishers.get(host, host)


def _make_row(name: str, urls: Sequence[str], records: Mapping[str, LinkRecord]) -> PublisherRow:
    known = [records[url] for url in urls if url in records]
    return PublisherRow(
        publisher=name,
        links=len(urls),
        states=dict(sorted(Counter(one.state for one in known).items())),
        unchecked=len(urls) - len(known),
        oldest_check=min((one.checked for one in known), default=""),
    )


def _count_bad(row: PublisherRow) -> int:
    return sum(count for state, count in row.states.items() if state in _BAD)


def _list_link(record: LinkRecord, publisher: str, cited: Iterable[OutsideCitation]) -> ListedLink:
    if record.state is LinkState.OK:
        cited = (one for one in cited if split_fragment(one.url)[1] in record.missing)
    return ListedLink(
        url=record.url,
        state=record.state,
        since=record.since,
        last_good=record.last_good,
        checked=record.checked,
        reason=record.reason,
        to=record.to,
        is_permanent=record.permanent,
        missing=record.missing,
        publisher=publisher,
        places=tuple(f"{one.path}:{one.line}:{one.column}" for one in cited),
    )


def _write(report: LinkReport) -> Iterator[str]:
    if not report.publishers:
        yield "The site has no outside links.\n"
        return
    states = [LinkState.OK, *_BAD]
    columns = ("publisher", "links", *states, "not checked", "oldest check")
    yield write_table(
        columns,
        [
            (
                row.publisher,
                str(row.links),
                *(str(row.states.get(state, "")) for state in states),
                str(row.unchecked or ""),
                row.oldest_check,
            )
            for row in report.publishers
        ],
    )
    for state, heading in _LISTED.items():
        links = [one for one in report.links if one.state is state]
        if links:
            yield f"\n{heading}: {pluralize(len(links), 'link')}\n"
            for link in links:
                yield from _write_link(link)


def _write_link(link: ListedLink) -> Iterator[str]:
    yield f"  {escape_unsafe(link.url)}\n"
    last_good = f", last good on {link.last_good}" if link.last_good else ""
    reason = f": {link.reason}" if link.reason else ""
    yield f"    {escape_unsafe(f'since {link.since}{last_good}{reason}')}\n"
    # What leads to the home page is gone, not moved.
    if link.to and link.state is not LinkState.SOFT_404:
        how = "for good" if link.is_permanent else "for now"
        yield f"    moved {how} to {escape_unsafe(link.to)}\n"
    for name in link.missing:
        yield f"    it has no place '#{escape_unsafe(name)}'\n"
    for place in link.places:
        yield f"    {escape_unsafe(place)}\n"
