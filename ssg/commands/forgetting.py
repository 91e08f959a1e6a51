"""`ssg addresses forget`: the recorded exception to the rule that no address is lost."""

from collections.abc import Iterable, Iterator, Set
from datetime import datetime
from pathlib import Path

import click
from msgspec.structs import replace

from ssg.addresses import (
    ADDRESSES_FILE,
    ForgottenAddress,
    ListedAddress,
    digest_of_address,
    format_addresses,
    spell,
)
from ssg.commands.addresses import Survey, join_addresses, replace_list, survey_addresses
from ssg.commands.catalog import make_request
from ssg.commands.editing import finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import load_zone
from ssg.commands.paths import path_of_url
from ssg.commands.runner import convert_errors
from ssg.diagnostics import escape_unsafe
from ssg.pages.registry import resource_at, source_at
from ssg.resolve.diagnostics import did_you_mean
from ssg.resolve.suggestions import NameSuggester
from ssg.text import pluralize


def forget_address(site: Path, address: str, reason: str, now: str | None) -> int:
    """Takes the address off the list, with what names it; its digest and the reason stay.

    What follows `#` is an anchor: then the address stays without it.
    """
    finish_edit(site)
    request = make_request(site, now)
    why = escape_unsafe(" ".join(reason.split()))
    if not why:
        raise CommandError("the reason is empty", "say why the address may lead nowhere")
    with convert_errors():
        survey = survey_addresses(request)
        listed, anchor = _find_listed(survey, address)
        left, lost = _take_off(survey, listed, anchor)
        moment = datetime.fromisoformat(request.time.now)
        day = moment.astimezone(load_zone(site)).date().isoformat()
        new = [ForgottenAddress(digest=digest_of_address(a), day=day, reason=why) for a in lost]
        forgotten = {**survey.listed.forgotten, **{one.digest: one for one in new}}
        data = format_addresses(left, forgotten.values())
        replace_list(request.site, survey, data)
    count = "1 anchor" if anchor else pluralize(len(lost), "address", "addresses")
    click.echo(f"Took {count} off {ADDRESSES_FILE}. git's history still has what it was.")
    return ExitCode.SUCCESS


def _take_off(
    survey: Survey, address: str, anchor: str
) -> tuple[Iterable[ListedAddress], Set[str]]:
    """What stays on the list, and what is lost then: the anchor, or the address and what names it.

    Raises CommandError for what is published.
    """
    if anchor:
        return _without_anchor(survey, address, anchor), {f"{address}#{anchor}"}
    _refuse_published(survey, address)
    gone = {one.address for one in _naming(survey, address)}
    kept = {key: one for key, one in survey.listed.listed.items() if key not in gone}
    again = [survey.published[one] for one in gone if one in survey.published]
    return join_addresses(kept, again), gone - survey.published.keys()


def _find_listed(survey: Survey, given: str) -> tuple[str, str]:
    """The address as it is listed, and the anchor that is given with it, or an empty text.

    Raises CommandError for one that is not listed.
    """
    if survey.listed.broken or survey.failed:
        hint = "mend what 'ssg check' reports first"
        raise CommandError(f"{ADDRESSES_FILE} cannot be changed now", hint)
    # The address of a file may have a `#` of its own.
    if found := _find_address(survey, given):
        return found, ""
    address, _, name = given.rpartition("#")
    found = _find_address(survey, address) if name else ""
    for anchor in (name, spell(name)) if found else ():
        if anchor in survey.listed.listed[found].anchors:
            return found, anchor
    raise _explain_unlisted(survey, given)


def _find_address(survey: Survey, address: str) -> str:
    return next((one for one in _spellings(survey, address) if one in survey.listed.listed), "")


def _spellings(survey: Survey, address: str) -> list[str]:
    """How the list may have it: as it is given, or the path of a whole address."""
    is_whole = address.startswith(("http://", "https://"))
    path = path_of_url(address, survey.settings) if is_whole else address
    given = [one for name in (address, path) for one in (name, f"{name}/")]
    return given + [spell(one) for one in given]


def _explain_unlisted(survey: Survey, given: str) -> CommandError:
    listed, shown = survey.listed, escape_unsafe(given)
    address, _, name = given.rpartition("#")
    names = _spellings(survey, given)
    names += [f"{one}#{name}" for one in _spellings(survey, address)] if name else []
    for one in filter(listed.has_forgotten, names):
        record = listed.forgotten[digest_of_address(one)]
        message = f"'{shown}' was forgotten on {record.day} already: {record.reason}"
        return CommandError(message, "there is nothing more to do")
    near = NameSuggester(listed.listed).suggest(_spellings(survey, given)[-2])
    otherwise = "write it as it is in the list: /threads/x/, or /threads/x/#a-1"
    hint = did_you_mean(escape_unsafe(near), otherwise)
    return CommandError(f"{ADDRESSES_FILE} does not list '{shown}'", hint)


def _without_anchor(survey: Survey, address: str, anchor: str) -> Iterable[ListedAddress]:
    """The list without the anchor. Raises CommandError if it is published."""
    published = survey.published.get(address)
    if published and anchor in published.anchors:
        hint = "give the post or heading another id first, and leave the old one out of"
        raise CommandError(
            f"'{escape_unsafe(f'{address}#{anchor}')}' is still published",
            f"{hint} `anchor_aliases`",
        )
    one = survey.listed.listed[address]
    kept = tuple(name for name in one.anchors if name != anchor)
    return {**survey.listed.listed, address: replace(one, anchors=kept)}.values()


def _refuse_published(survey: Survey, address: str) -> None:
    published = survey.published.get(address)
    if published is None:
        return
    source = published.source or source_at(address)
    if resource_at(address):
        hint = f"take the resource out of {source} first"
    elif published.source.startswith("content/") and published.source.endswith((".md", ".yaml")):
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
