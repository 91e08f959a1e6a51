"""`ssg links archive`: looks up copies of resources that are gone, and writes them down."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct

from ssg.commands.catalog import open_catalog
from ssg.commands.editing import convert_edit_errors, make_changes, open_site
from ssg.commands.event_loop import run_in_loop
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.known import Known
from ssg.commands.links_ledger import open_ledger
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.editing.blocks import whole_file
from ssg.editing.changes import Changes, FileChange
from ssg.editing.disk import read_bytes
from ssg.editing.errors import EditError
from ssg.editing.fields import set_field
from ssg.editing.mentions import decode_text
from ssg.editing.names import resource_places
from ssg.ledger import GONE, LinkRecord, LinkState
from ssg.links.archive import ArchivedCopy, find_archived_copy
from ssg.links.client import open_client
from ssg.links.errors import NoAnswer
from ssg.links.pace import Postponed
from ssg.model.frontmatter import ResourceMeta
from ssg.model.kinds import Kind
from ssg.urls import split_fragment

_MOST_FAILURES = 3
"""After so many lookups in a row without an answer, the archive is not asked again."""
_ORDER = ResourceMeta.__struct_fields__


class ArchiveOptions(Struct, frozen=True, kw_only=True):
    site: Path
    names: tuple[str, ...] = ()
    """The ids of resources; empty for all that are gone and have no copy."""
    dry_run: bool = False
    force: bool = False


class _Lookup(Struct, frozen=True, kw_only=True):
    """What the archive says about a resource."""

    resource: ResourceMeta
    copy: ArchivedCopy | None = None
    problem: str = ""
    """Why nothing is known."""


def archive_links(options: ArchiveOptions) -> int:
    """Looks up and writes the copies, and returns the exit code. Raises CommandError."""
    folder, settings = open_site(options.site)
    records = open_ledger(folder).records
    wanted = _select(Known(open_catalog(folder)), records, options.names)
    if not wanted:
        click.echo("No resource is gone and without an archived copy.")
        return ExitCode.SUCCESS
    lookups = run_in_loop(_look_up(wanted, records, settings))
    with convert_edit_errors():
        changes = _plan(folder, lookups)
    make_changes(folder, changes, dry_run=options.dry_run, force=options.force)
    for one in lookups:
        click.echo(_describe(one), err=options.dry_run)
    if changes and not options.dry_run:
        files = escape_unsafe(", ".join(one.path for one in changes))
        click.echo(f"Written into {files}. Open each copy before you publish it.")
    has_failed = any(one.problem for one in lookups)
    return ExitCode.CONTENT_ERROR if has_failed else ExitCode.SUCCESS


def _select(
    known: Known, records: Mapping[str, LinkRecord], names: Sequence[str]
) -> list[ResourceMeta]:
    """The resources to look up. Raises CommandError for a name that is none, or has a copy."""
    resources: dict[str, ResourceMeta] = {one.id: one for one in known.resources()}
    for problem in known.find_unknown("RESOURCE", Kind.RESOURCE, names):
        raise CommandError(problem, f"the ids are in the files in content/{Kind.RESOURCE}")
    chosen = [resources[one] for one in names] if names else list(resources.values())
    with_copy = [one.id for one in chosen if one.archived]
    if names and with_copy:
        hint = "to look for another one, remove it first"
        raise CommandError(f"resource '{with_copy[0]}' has an archived copy already", hint)
    return [
        one for one in chosen if names or not (one.archived or _state(one, records) not in GONE)
    ]


def _state(resource: ResourceMeta, records: Mapping[str, LinkRecord]) -> LinkState | None:
    record = records.get(split_fragment(resource.url)[0])
    return record.state if record else None


async def _look_up(
    wanted: Sequence[ResourceMeta], records: Mapping[str, LinkRecord], settings: Settings
) -> list[_Lookup]:
    """Asks the archive, one resource after the other."""
    found: list[_Lookup] = []
    links = settings.links
    async with open_client(site=settings.url, private_hosts=links.private_hosts) as client:
        for resource in wanted:
            last = found[-_MOST_FAILURES:]
            if len(last) == _MOST_FAILURES and all(one.problem for one in last):
                found.append(_Lookup(resource=resource, problem="not asked any more"))
                continue
            record = records.get(split_fragment(resource.url)[0])
            day = record.last_good if record else ""
            try:
                copy = await find_archived_copy(client, links.archive, resource.url, day=day)
                found.append(_Lookup(resource=resource, copy=copy))
            except NoAnswer as error:
                found.append(_Lookup(resource=resource, problem=error.reason))
            except Postponed:
                problem = "the archive wants to be left alone for now"
                found.append(_Lookup(resource=resource, problem=problem))
    return found


def _plan(folder: Path, lookups: Sequence[_Lookup]) -> Changes:
    """The files with the copies that were found. Raises EditError."""
    copies: dict[str, str] = {one.resource.id: one.copy.url for one in lookups if one.copy}
    return tuple(_change_files(folder, copies))


def _change_files(folder: Path, copies: Mapping[str, str]) -> Iterator[FileChange]:
    places: dict[str, list[tuple[int, str]]] = {}
    for path, index, name in resource_places(folder):
        if name in copies:
            places.setdefault(path, []).append((index, copies[name]))
    for path, found in places.items():
        data = read_bytes(folder / path)
        if data is None:
            raise EditError(f"{path} is gone", "try again")
        text = decode_text(path, data)
        for index, copy in found:
            where = ("resources", index, "archived")
            try:
                text = set_field(text, where, copy, block=whole_file(text), order=_ORDER)
            except EditError as error:
                raise EditError(f"{path}: {error.message}", error.hint) from error
        yield FileChange(path, data, text.encode())


def _describe(lookup: _Lookup) -> str:
    name = escape_unsafe(lookup.resource.id)
    if lookup.problem:
        return f"{name}: {lookup.problem}"
    if lookup.copy is None:
        return f"{name}: the archive has no copy"
    of = f" of {lookup.copy.day}" if lookup.copy.day else ""
    return f"{name}: a copy{of}: {escape_unsafe(lookup.copy.url)}"
