"""`ssg links fix`: writes the new addresses of pages that have moved for good."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from ssg.commands.editing import convert_edit_errors, make_changes, open_site
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.links_ledger import open_ledger_file
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.editing.changes import FileChange
from ssg.editing.contents import may_contain, read_content
from ssg.editing.errors import EditError
from ssg.editing.outside import Rewritten, rewrite_outside
from ssg.ledger import LEDGER_FILE, LinkRecord, LinkState, format_ledger
from ssg.resolve.moves import is_same_host, target_of
from ssg.text import pluralize
from ssg.urls import host_of, split_fragment


class FixOptions(Struct, frozen=True, kw_only=True):
    site: Path
    urls: tuple[str, ...] = ()
    """Those to fix, wherever they have moved to; empty for all that stay on their host."""
    other_hosts: bool = False
    """Whether also to fix those that lead to another host."""
    dry_run: bool = False
    force: bool = False


def fix_links(options: FixOptions) -> int:
    """Fixes and returns the exit code. Raises CommandError, before any file is changed."""
    folder, settings = open_site(options.site)
    before, ledger = open_ledger_file(folder)
    records = ledger.records
    moved = {url: one for url, one in records.items() if target_of(one, url)}
    chosen, others = _choose(moved, records, options)
    changes, rewritten, refused = _plan(folder, settings, chosen)
    if rewritten:
        fixed = {split_fragment(one.old)[0] for one in rewritten}
        kept = set(_still_written(folder, settings, fixed, changes))
        after = format_ledger(_follow(records, fixed, kept))
        changes.append(FileChange(LEDGER_FILE, before, after))
    make_changes(folder, tuple(changes), dry_run=options.dry_run, force=options.force)
    if not options.dry_run:
        _print_result(rewritten)
    for error in refused:
        click.echo(f"Not changed: {escape_unsafe(error.message)}", err=True)
    _print_others(others)
    return ExitCode.CONTENT_ERROR if refused else ExitCode.SUCCESS


def _choose(
    moved: Mapping[str, LinkRecord], records: Mapping[str, LinkRecord], options: FixOptions
) -> tuple[dict[str, LinkRecord], dict[str, LinkRecord]]:
    """The records of the addresses to fix, and those that lead to another host.

    Raises CommandError for a named address that has not moved.
    """
    if options.urls:
        named = [split_fragment(url)[0] for url in options.urls]
        for url in named:
            if url not in moved:
                raise CommandError(*_explain_unmoved(url, records))
        return {url: moved[url] for url in named}, {}
    elsewhere = {url: one for url, one in moved.items() if not is_same_host(url, one.to)}
    if options.other_hosts:
        return dict(moved), {}
    return {url: one for url, one in moved.items() if url not in elsewhere}, elsewhere


def _explain_unmoved(url: str, records: Mapping[str, LinkRecord]) -> tuple[str, str]:
    shown = escape_unsafe(url)
    if url not in records:
        return f"links.jsonl does not know {shown}", "run 'ssg links check' first"
    hint = "only what has moved for good, to a page of its own, can be fixed"
    return f"{shown} has not moved for good", hint


def _plan(
    folder: Path, settings: Settings, chosen: Mapping[str, LinkRecord]
) -> tuple[list[FileChange], list[Rewritten], list[EditError]]:
    """The changes of all files, what is rewritten in them, and why some cannot be changed."""
    changes: list[FileChange] = []
    rewritten: list[Rewritten] = []
    refused: list[EditError] = []

    def move(url: str) -> str:
        record = chosen.get(split_fragment(url)[0])
        return target_of(record, url) if record else ""

    for path, data in _read_files(folder, settings, chosen):
        try:
            after, found = rewrite_outside(path, data, move, settings)
        except EditError as error:
            refused.append(error)
            continue
        if found:
            changes.append(FileChange(path, data, after))
            rewritten += found
    return changes, rewritten, refused


def _read_files(
    folder: Path, settings: Settings, urls: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    """The files that may have one of these addresses."""
    hosts = {host_of(url).encode() for url in urls}
    if not hosts:
        return
    with convert_edit_errors():
        for path, data in read_content(folder, settings.limits.file_bytes):
            lowered = data.lower()
            if any(may_contain(lowered, host) for host in hosts):
                yield path, data


def _still_written(
    folder: Path, settings: Settings, urls: Collection[str], changes: Iterable[FileChange]
) -> Iterator[str]:
    """Those of these addresses that some file may still have after the changes."""
    changed = {one.path: one.after or b"" for one in changes}
    for path, data in _read_files(folder, settings, urls):
        yield from (url for url in urls if url.encode() in changed.get(path, data))


def _follow(
    records: Mapping[str, LinkRecord], fixed: Collection[str], kept: Collection[str]
) -> Iterator[LinkRecord]:
    """The records, with those of addresses that were fixed under their new ones.

    They were right there on the same day, so that nobody asks again at once.
    """
    new = {
        (target := split_fragment(records[url].to)[0]): replace(
            records[url],
            url=target,
            state=LinkState.OK,
            to="",
            permanent=False,
            reason="",
            etag="",
            last_modified="",
        )
        for url in fixed
    }
    gone = {url for url in fixed if url not in kept}
    known = {url: one for url, one in records.items() if url not in gone}
    yield from (new | known).values()


def _print_result(rewritten: Collection[Rewritten]) -> None:
    if not rewritten:
        click.echo("There is nothing to fix.")
        return
    files = pluralize(len({one.path for one in rewritten}), "file")
    click.echo(f"Fixed {pluralize(len(rewritten), 'link')} in {files}, at these places:")
    for one in rewritten:
        place = escape_unsafe(f"{one.path}:{one.line}:{one.column}")
        click.echo(f"  {place}: {escape_unsafe(one.old)} → {escape_unsafe(one.new)}")


def _print_others(others: Mapping[str, LinkRecord]) -> None:
    if not others:
        return
    click.echo("These lead to another host now. Look at each, then name those that are right:")
    for url, record in sorted(others.items()):
        click.echo(f"  {escape_unsafe(url)} → {escape_unsafe(record.to)}")
