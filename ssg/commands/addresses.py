"""`ssg addresses`: what the site has published, and what addresses.txt lists of it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from ssg.addresses import (
    ADDRESSES_FILE,
    AddressList,
    ListedAddress,
    digest_of_address,
    format_addresses,
    parse_addresses,
    read_addresses,
)
from ssg.commands.catalog import load_catalog, make_request
from ssg.commands.console import Console
from ssg.commands.editing import convert_edit_errors, finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.runner import convert_errors
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.pages.lasting import LastingAddress, lasting_addresses
from ssg.pipeline.planning import published_files
from ssg.pipeline.publishing import check
from ssg.pipeline.request import Request
from ssg.pipeline.resolving import resolve_catalog
from ssg.text import pluralize

_MOST_SHOWN = 20
_ADDS_THEM = "('ssg addresses --write' adds them)"


class Survey(Struct, frozen=True, kw_only=True):
    """What is listed and what is published."""

    listed: AddressList
    data: bytes | None
    """The bytes of the list; None if there is none."""
    published: Mapping[str, LastingAddress]
    failed: int
    """How many files have errors: what they publish is not known."""
    settings: Settings

    @property
    def new(self) -> tuple[str, ...]:
        return tuple(sorted(self.published.keys() - self.listed.listed.keys()))

    @property
    def lost(self) -> tuple[str, ...]:
        """Those that are listed, and neither published nor forgotten."""
        gone = self.listed.listed.keys() - self.published.keys()
        return tuple(sorted(one for one in gone if not self.listed.has_forgotten(one)))

    def count_new_anchors(self) -> int:
        """How many anchors are not listed, of pages that are."""
        return sum(
            len(set(one.anchors).difference(known.anchors))
            for one in self.published.values()
            if (known := self.listed.listed.get(one.address))
        )


def print_addresses(site: Path, now: str | None) -> int:
    """Prints how many addresses there are, which are new, and which are lost."""
    finish_edit(site)
    with convert_errors():
        survey = survey_addresses(make_request(site, now))
    if survey.data is None:
        count = pluralize(len(survey.published), "address", "addresses")
        click.echo(f"The site has {count}, and no {ADDRESSES_FILE}.")
        click.echo("To list them, run: ssg addresses --write")
        return ExitCode.SUCCESS
    count = pluralize(len(survey.listed.listed), "address", "addresses")
    click.echo(f"{ADDRESSES_FILE} lists {count}.")
    _print_some(survey.new, f"not listed yet {_ADDS_THEM}")
    if anchors := survey.count_new_anchors():
        click.echo(f"{pluralize(anchors, 'anchor')} not listed yet {_ADDS_THEM}.")
    if survey.failed:
        files = pluralize(survey.failed, "file")
        click.echo(f"What is lost is not known: {files} with errors. Run: ssg check")
        return ExitCode.SUCCESS
    _print_some(survey.lost, "lost ('ssg check' says what to do)")
    if not (survey.new or anchors or survey.lost):
        click.echo("None is missing, and none is lost.")
    return ExitCode.SUCCESS


def _print_some(addresses: tuple[str, ...], what: str) -> None:
    if addresses:
        click.echo(f"{len(addresses):,} {what}:")
    for one in addresses[:_MOST_SHOWN]:
        click.echo(f"  {escape_unsafe(one)}")
    if len(addresses) > _MOST_SHOWN:
        click.echo(f"  … and {len(addresses) - _MOST_SHOWN:,} more")


def write_addresses(site: Path, now: str | None) -> int:
    """Checks the site and adds what is new to the list; without a list, makes it."""
    finish_edit(site)
    console = Console(site)
    request = make_request(site, now)
    with convert_errors():
        report = check(request, console, renders=False)
        if report.failed:
            console.print_report(report, strict=False, every_warning=False)
            console.say(f"{ADDRESSES_FILE} was not changed: a site with errors is not published.")
            return ExitCode.CONTENT_ERROR
        before = record_addresses(request)
    added = list(count_new(before))
    click.echo(
        f"Added {' and '.join(added)} to {ADDRESSES_FILE}."
        if added
        else f"{ADDRESSES_FILE} has them all."
    )
    return ExitCode.SUCCESS


def count_new(survey: Survey) -> Iterator[str]:
    """Such as `1 address` and `2 anchors`; without what there is none of."""
    if survey.new:
        yield pluralize(len(survey.new), "address", "addresses")
    if anchors := survey.count_new_anchors():
        yield pluralize(anchors, "anchor")


def record_addresses(request: Request) -> Survey:
    """Adds to the list what the site of the request publishes; what was listed before.

    To be called for a site that was checked and has no errors. An address that was forgotten is
    listed again, and said, once it is published again. Raises CommandError, and OSError.
    """
    if request.time.drafts:
        raise CommandError("drafts are not published", "leave --drafts out")
    survey = survey_addresses(request)
    if survey.listed.broken or survey.failed:
        raise CommandError(f"{ADDRESSES_FILE} cannot be changed now", "run 'ssg check'")
    listed = survey.listed
    forgotten = dict(listed.forgotten)
    for published in survey.published.values() if forgotten else ():
        for name in _names_of(published):
            if forgotten.pop(digest_of_address(name), None):
                click.echo(f"'{escape_unsafe(name)}' was forgotten, and is published again.")
    kept = {
        one.address: _without_forgotten(one, listed)
        for one in listed.listed.values()
        if one.address in survey.published or not listed.has_forgotten(one.address)
    }
    data = format_addresses(join_addresses(kept, survey.published.values()), forgotten.values())
    replace_list(request.site, survey, data)
    return survey


def _names_of(published: LastingAddress) -> Iterator[str]:
    """The address, and each of its anchors with it."""
    yield published.address
    yield from (f"{published.address}#{anchor}" for anchor in published.anchors)


def _without_forgotten(one: ListedAddress, listed: AddressList) -> ListedAddress:
    """A merge may have brought anchors back."""
    kept = [name for name in one.anchors if not listed.has_forgotten(f"{one.address}#{name}")]
    return replace(one, anchors=tuple(kept))


def replace_list(site: Path, survey: Survey, data: bytes) -> None:
    """Writes the list, at any moment a whole one. Raises CommandError, also where another command
    has written it since the survey.
    """
    # Loading it takes long, and `ssg addresses` alone writes nothing.
    from ssg.editing.changes import FileChange, apply_changes

    with convert_edit_errors():
        apply_changes(site, (FileChange(ADDRESSES_FILE, survey.data, data),), force=True)


def join_addresses(
    listed: Mapping[str, ListedAddress], published: Iterable[LastingAddress]
) -> Iterable[ListedAddress]:
    """All of both; the file of an address is the last that had it, and no anchor is lost."""
    joined = dict(listed)
    for one in published:
        known = joined.get(one.address)
        anchors = {*one.anchors, *(known.anchors if known else ())}
        joined[one.address] = ListedAddress(
            address=one.address, source=one.source, anchors=tuple(anchors)
        )
    return joined.values()


def survey_addresses(request: Request) -> Survey:
    """What the site of the request lists and publishes. Raises CommandError, and OSError."""
    data = read_addresses(request.site)
    catalog = load_catalog(request)
    settings = catalog.given.settings
    site = resolve_catalog(catalog)
    files = [file.path for file in published_files(catalog.found.copied, site, settings)]
    return Survey(
        listed=parse_addresses(data or b""),
        data=data,
        published={one.address: one for one in lasting_addresses(site, files, settings)},
        failed=len(catalog.failed) + len(catalog.found.refused),
        settings=settings,
    )
