"""`ssg addresses forget`: the recorded exception to the rule that no address is lost."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from ssg.addresses import (
    ADDRESSES_FILE,
    ForgottenAddress,
    ListedAddress,
    digest_of_address,
    format_addresses,
    spell,
    write_addresses,
)
from ssg.commands.addresses import Survey, join_addresses, survey_addresses
from ssg.commands.catalog import make_request
from ssg.commands.editing import finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import load_zone
from ssg.commands.runner import convert_errors
from ssg.diagnostics import escape_unsafe
from ssg.pages.registry import source_at
from ssg.text import pluralize


def forget_address(site: Path, address: str, reason: str, now: str | None) -> int:
    """Takes the address off the list, with what names it; its digest and the reason stay."""
    finish_edit(site)
    request = make_request(site, now)
    why = escape_unsafe(" ".join(reason.split()))
    if not why:
        raise CommandError("the reason is empty", "say why the address may lead nowhere")
    with convert_errors():
        survey = survey_addresses(request)
        wanted = _find_listed(survey, address)
        _refuse_published(survey, wanted)
        gone = {one.address for one in _naming(survey, wanted)}
        kept = {key: one for key, one in survey.listed.listed.items() if key not in gone}
        again = [survey.published[one] for one in gone if one in survey.published]
        lost = gone - survey.published.keys()
        moment = datetime.fromisoformat(request.time.now)
        day = moment.astimezone(load_zone(site)).date().isoformat()
        new = [ForgottenAddress(digest=digest_of_address(a), day=day, reason=why) for a in lost]
        forgotten = {**survey.listed.forgotten, **{one.digest: one for one in new}}
        data = format_addresses(join_addresses(kept, again), forgotten.values())
        write_addresses(request.site, data)
    count = pluralize(len(lost), "address", "addresses")
    click.echo(f"Took {count} off {ADDRESSES_FILE}. git's history still has what it was.")
    return ExitCode.SUCCESS


def _find_listed(survey: Survey, address: str) -> str:
    """The address as it is listed. Raises CommandError for one that is not."""
    if survey.listed.broken or survey.failed:
        hint = "mend what 'ssg check' reports first"
        raise CommandError(f"{ADDRESSES_FILE} cannot be changed now", hint)
    given = (address, f"{address}/", spell(address), spell(f"{address}/"))
    found = next((one for one in given if one in survey.listed.listed), "")
    if not found:
        hint = "write it from the first '/', as it is in the list: /threads/x/"
        raise CommandError(f"{ADDRESSES_FILE} does not list '{escape_unsafe(address)}'", hint)
    return found


def _refuse_published(survey: Survey, address: str) -> None:
    published = survey.published.get(address)
    if published is None:
        return
    source = published.source or source_at(address)
    if published.source.startswith("content/") and published.source.endswith(".md"):
        hint = f"delete the alias in {source} first"
    elif source:
        hint = f"delete {source} first; ssg remove leaves a tombstone, which also is a page"
    else:
        hint = "remove what it shows first"
    raise CommandError(f"'{escape_unsafe(address)}' is still published", escape_unsafe(hint))


def _naming(survey: Survey, address: str) -> Iterator[ListedAddress]:
    """The lines that name the address: its own, those of pages below it, and of its aliases."""
    source = source_at(address)
    for one in survey.listed.listed.values():
        is_below = address.endswith("/") and address != "/" and one.address.startswith(address)
        if one.address == address or is_below or (source and one.source == source):
            yield one
