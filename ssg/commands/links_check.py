"""`ssg links check`: asks outside addresses, and keeps what they answer in the ledger."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date
from pathlib import Path

import click
from msgspec import Struct

from ssg.commands.catalog import open_catalog
from ssg.commands.console import Console
from ssg.commands.event_loop import run_in_loop
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.links_changes import count_states, describe_changes
from ssg.commands.links_ledger import LedgerKeeper, lock_check, open_ledger
from ssg.commands.options import absolute_folder, load_zone, resolve_build_time
from ssg.commands.output import print_lines
from ssg.commands.outside import outside_links_of
from ssg.commands.paths import path_in_site
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.ledger import GONE, LEDGER_FILE, LinkRecord, LinkState
from ssg.links.check import Run, ask_targets
from ssg.links.client import open_client
from ssg.links.due import is_due
from ssg.links.observation import Observation
from ssg.links.probe import Prober, Target
from ssg.links.transitions import update_record
from ssg.pipeline.catalog import Catalog
from ssg.resolve.outside import OutsideCitation
from ssg.text import pluralize
from ssg.urls import split_fragment

_PLACE = re.compile(r"(.+?):([0-9]{1,9})(?::[0-9]+)?")
"""A line of a file, as messages name it, with or without the column."""
_KNOWN = 5
"""How many addresses that were right are asked whether there is a network."""


class CheckOptions(Struct, frozen=True, kw_only=True):
    """The options as given on the command line."""

    site: Path
    every: bool = False
    minutes: float = 30
    strict: bool = False
    now: str | None = None
    only: tuple[str, ...] = ()


def check_links(options: CheckOptions) -> int:
    """Asks what is due and returns the exit code. Raises CommandError."""
    site = absolute_folder(options.site)
    moment = resolve_build_time(options.now, os.environ, lambda: load_zone(site))
    catalog = open_catalog(site, options.now)
    with lock_check(site):
        return _check(site, catalog, moment.astimezone(UTC).date(), options)


def _check(site: Path, catalog: Catalog, today: date, options: CheckOptions) -> int:
    settings, citations = catalog.given.settings, outside_links_of(catalog)
    records = open_ledger(site).records
    cited = _group(citations)
    wanted = _group(_select(site, citations, options.only))
    targets = [
        Target(url=url, fragments=tuple(sorted(fragments)), before=records.get(url))
        for url, fragments in wanted.items()
    ]
    if not options.every and not options.only:
        targets = [one for one in targets if _is_due(one.before, today, settings)]
    keeper = LedgerKeeper(site)
    known = _find_known(settings, records.values())
    try:
        run = _run(targets, keeper, today, settings, known, minutes=options.minutes)
    except KeyboardInterrupt:
        answers = pluralize(len(keeper.changed), "answer")
        click.echo(f"Kept {answers} in {LEDGER_FILE}. The next run asks the rest.", err=True)
        raise
    if not catalog.failed and not run.unreachable:
        # In a file with errors, some links cannot be seen.
        keeper.drop(records.keys() - cited.keys())
        keeper.write()
    print_lines(
        [
            *describe_changes(citations, records, keeper.changed.values()),
            _count(keeper.changed, len(cited)),
        ]
    )
    _tell_what_was_left(run, len(targets) - len(keeper.changed))
    current = {**records, **keeper.changed}
    is_gone = any(current[url].state in GONE for url in wanted if url in current)
    failed = run.unreachable or (options.strict and is_gone)
    return ExitCode.CONTENT_ERROR if failed else ExitCode.SUCCESS


def _group(citations: Iterable[OutsideCitation]) -> dict[str, set[str]]:
    """The fragments that are cited of each address."""
    fragments: defaultdict[str, set[str]] = defaultdict(set)
    for one in citations:
        url, fragment = split_fragment(one.url)
        fragments[url].update([fragment] if fragment else [])
    return fragments


def _select(
    site: Path, citations: Sequence[OutsideCitation], only: Sequence[str]
) -> list[OutsideCitation]:
    """The citations that are asked for: all, or those of some addresses, files, lines, folders."""
    if not only:
        return list(citations)
    found: list[OutsideCitation] = []
    for name in only:
        some = [one for one in citations if _is_named(one, site, name)]
        if not some:
            message = f"nothing that is published leads outside by {escape_unsafe(name)}"
            raise CommandError(message, "name a file, a folder, or an address as it is written")
        found += some
    return found


def _is_named(citation: OutsideCitation, site: Path, name: str) -> bool:
    if name.startswith(("http://", "https://")):
        return split_fragment(citation.url)[0] == split_fragment(name)[0]
    place = _PLACE.fullmatch(name)
    file, line = (place[1], int(place[2])) if place else (name, citation.line)
    path = path_in_site(site, Path(file))
    is_in = path in (".", citation.path) or citation.path.startswith(f"{path}/")
    return is_in and citation.line == line


def _is_due(before: LinkRecord | None, today: date, settings: Settings) -> bool:
    links = settings.links
    return is_due(before, today=today, ok_days=links.ok_days, failing_days=links.failing_days)


def _find_known(settings: Settings, records: Iterable[LinkRecord]) -> list[str]:
    """Addresses that should answer: the site's own, and those that did so last."""
    good = [one for one in records if one.state is LinkState.OK]
    good.sort(key=lambda one: one.checked, reverse=True)
    return [settings.url, *(one.url for one in good[:_KNOWN])]


def _run(
    targets: Sequence[Target],
    keeper: LedgerKeeper,
    today: date,
    settings: Settings,
    known: Sequence[str],
    *,
    minutes: float,
) -> Run:
    """Asks the targets. What is known by then is written, however it ends."""
    console = Console()

    def keep(target: Target, seen: Observation) -> None:
        keeper.keep(update_record(target.url, target.before, seen, today=today.isoformat()))
        console.step()

    async def ask() -> Run:
        private_hosts = settings.links.private_hosts
        async with open_client(site=settings.url, private_hosts=private_hosts) as client:
            prober = Prober(client, known=known)
            return await ask_targets(targets, prober, seconds=minutes * 60, keep=keep)

    console.begin("Asking", len(targets))
    try:
        return run_in_loop(ask()) if targets else Run()
    finally:
        console.end()
        keeper.write()


def _count(changed: dict[str, LinkRecord], cited: int) -> str:
    states = count_states(changed.values())
    of = pluralize(cited, "outside link")
    return f"Asked {len(changed)} of {of}" + (f": {states}." if states else ".")


def _tell_what_was_left(run: Run, left: int) -> None:
    if run.unreachable:
        reached = "No address answers" if not left - run.unreachable else "Nothing answers any more"
        click.echo(f"error: {reached}: the network does not seem to work.", err=True)
        click.echo("  What is known of the others stays as it was. Try again later.", err=True)
    if run.postponed:
        links = pluralize(run.postponed, "link")
        click.echo(f"Not asked: {links} at hosts that want to be left alone for now.", err=True)
    if run.is_late:
        rest = pluralize(left - run.unreachable - run.postponed, "link")
        click.echo(f"The time is over. Left for the next run: {rest}.", err=True)
