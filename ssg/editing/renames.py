"""Plans a rename: the file, every mention in all content, and the alias that is left behind."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from ssg.config import SETTINGS_FILE, Settings
from ssg.editing.blocks import Block, front_matter, whole_file
from ssg.editing.changes import Changes, FileChange
from ssg.editing.claims import check_free, find_alias_places
from ssg.editing.contents import may_contain, read_content
from ssg.editing.disk import read_bytes
from ssg.editing.errors import EditError
from ssg.editing.fields import append_item, remove_field, set_field
from ssg.editing.mentions import Mention, decode_text, find_mentions_in, replace_mentions
from ssg.editing.named import read_fields
from ssg.editing.names import resource_places
from ssg.editing.reviews import keep_review
from ssg.editing.targets import Move, Target
from ssg.editing.verification import check_links, has_same_links
from ssg.model.frontmatter import (
    GuideMeta,
    PageMeta,
    ResourceMeta,
    Status,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.kinds import Kind
from ssg.model.scalars import ScalarError, instant, parse_moment
from ssg.yamltext import Path as Where

_ORDER: Mapping[Kind, type[Any]] = {
    Kind.THREAD: ThreadMeta,
    Kind.GUIDE: GuideMeta,
    Kind.TOPIC: TopicMeta,
    Kind.PAGE: PageMeta,
    Kind.RESOURCE: ResourceMeta,
}
"""The kinds with aliases, each with its fields in their order."""


class Rename(Struct, frozen=True, kw_only=True):
    old: Target
    new: Target
    changes: Changes
    mentions: tuple[Mention, ...]
    """Those that change, as they were before."""
    alias: str = ""
    """The old address, if it is one that readers may have."""
    no_alias: str = ""
    """Why there is none."""


class _Content(Struct, frozen=True, kw_only=True):
    """The files that a rename has to do with, and the mentions in each."""

    texts: Mapping[str, str]
    data: Mapping[str, bytes]
    mentions: Mapping[str, list[Mention]]
    own_aliases: tuple[Where, ...]
    """Those of the renamed document that have its new address."""


def plan_rename(site: Path, settings: Settings, old: Target, new: Target, now: datetime) -> Rename:
    """All changes that a rename makes. Raises EditError if it cannot be made."""
    if old == new:
        raise EditError(f"{old.name} has this name already")
    move = Move(old=old, new=new)
    place = _find_place(site, old)
    _check_new(site, settings, new)
    content = _read(site, settings, old, new, place)
    if old.kind is not None and place.path not in content.texts:
        hint = "replace the link with the folder that it leads to"
        raise EditError(f"the folder of {place.path} is a symbolic link", hint)
    files: dict[str, str] = {}
    mentions: list[Mention] = []
    for path, found in content.mentions.items():
        if found:
            files[path], changed = _change(path, content, move, settings)
            mentions += changed
    alias = no_alias = ""
    if old.kind is not None:
        text = files.get(place.path, content.texts[place.path])
        no_alias = _why_no_alias(text, old, settings, now)
        alias = "" if no_alias else old.address
        text = _rename_in(text, place, move)
        files[place.path] = _update_aliases(text, place, content.own_aliases, old, alias)
    return Rename(
        old=old,
        new=new,
        changes=tuple(_changes(site, content, files, move)),
        mentions=tuple(mentions),
        alias=alias,
        no_alias=no_alias,
    )


class _Place(Struct, frozen=True, kw_only=True):
    """The file of what is renamed, and where its fields are in it."""

    path: str
    where: Where = ()


def _find_place(site: Path, target: Target) -> _Place:
    if target.kind is not Kind.RESOURCE:
        return _Place(path=target.path)
    places = [(path, index) for path, index, name in resource_places(site) if name == target.id]
    if len(places) > 1:
        files = " and ".join(path for path, _ in places)
        raise EditError(f"two resources have the id '{target.id}': {files}", "remove one of them")
    path, index = places[0]
    return _Place(path=path, where=("resources", index))


def _check_new(site: Path, settings: Settings, new: Target) -> None:
    if new.kind is Kind.RESOURCE:
        if any(name == new.id for _, _, name in resource_places(site)):
            raise EditError(f"there is a resource '{new.id}' already", "choose another name")
    elif (site / new.path).exists() or (site / new.path).is_symlink():
        raise EditError(f"{new.path} exists already", "choose another name")
    if new.address:
        check_free(site, settings, new)


def _read(site: Path, settings: Settings, old: Target, new: Target, place: _Place) -> _Content:
    texts: dict[str, str] = {}
    datas: dict[str, bytes] = {}
    mentions: dict[str, list[Mention]] = {}
    own: list[Where] = []
    before, after = old.needle.encode(), new.needle.lower().encode()
    for path, data in read_content(site, settings.limits.file_bytes):
        may_mention = path == place.path or may_contain(data, before)
        has_alias = b"aliases" in data and may_contain(data.lower(), after)
        if not may_mention and not has_alias:
            continue
        datas[path], texts[path] = data, decode_text(path, data)
        if may_mention:
            mentions[path] = find_mentions_in(path, data, settings, old)
        if has_alias and path != SETTINGS_FILE and new.address:
            own += _find_own_aliases(path, texts[path], place, new)
    return _Content(texts=texts, data=datas, mentions=mentions, own_aliases=tuple(own))


def _find_own_aliases(path: str, text: str, place: _Place, new: Target) -> list[Where]:
    found = list(find_alias_places(path, text, new.address))
    is_own = path == place.path and all(one[: len(place.where)] == place.where for one in found)
    if found and not is_own:
        raise EditError(
            f"{new.address} is an alias in {path}",
            "choose another name, or delete the alias if nobody needs it",
        )
    return found


def _change(
    path: str, content: _Content, move: Move, settings: Settings
) -> tuple[str, list[Mention]]:
    """The file with all mentions changed, and its review, which was of the same words."""
    changed, mentions = _rewrite_mentions(path, content, move, settings)
    return keep_review(path, content.texts[path], changed, settings), mentions


def _rewrite_mentions(
    path: str, content: _Content, move: Move, settings: Settings
) -> tuple[str, list[Mention]]:
    """The file with all mentions changed, and those. Raises EditError if one may be missing."""
    text, mentions = content.texts[path], content.mentions[path]
    certain = [one for one in mentions if not one.is_guess]
    changed = replace_mentions(text, certain, move.old, move.new)
    if path == SETTINGS_FILE or check_links(path, text, changed, move, settings):
        return changed, certain
    # One that is code stays: to change it changes no link.
    for one in [one for one in mentions if one.is_guess]:
        alone = replace_mentions(text, [one], move.old, move.new)
        if not has_same_links(path, text, alone, settings):
            certain.append(one)
    changed = replace_mentions(text, certain, move.old, move.new)
    if check_links(path, text, changed, move, settings):
        return changed, certain
    hint = "change the link by hand first, or write it in another way"
    raise EditError(f"{path}: a link to {move.old.name} cannot be changed as it is written", hint)


def _why_no_alias(text: str, old: Target, settings: Settings, now: datetime) -> str:
    """Why the old address needs no alias; empty if it does."""
    if old.kind is Kind.PERSON:
        return "people have no page"
    if old.kind is Kind.RESOURCE:
        return ""
    fields = read_fields(text, front_matter(text))
    if fields.get(("status",)) == Status.DRAFT:
        return "a draft has no page"
    date = fields.get(("publish_on",))
    try:
        is_hidden = isinstance(date, str) and instant(parse_moment(date), settings.zone) > now
    except ScalarError:
        is_hidden = False
    return "it is not published yet" if is_hidden else ""


def _rename_in(text: str, place: _Place, move: Move) -> str:
    """The file of what is renamed, with its new id, if it names its own."""
    if move.old.kind is None or not move.old.kind.is_data:
        return text
    return set_field(text, (*place.where, "id"), move.new.id, block=whole_file(text))


def _update_aliases(
    text: str, place: _Place, own_aliases: tuple[Where, ...], old: Target, alias: str
) -> str:
    """The file with the `alias`, and without the aliases that are its address now."""
    for where in reversed(own_aliases):
        text = remove_field(text, where, block=_block(text, old))
    if not alias or old.kind is None:
        return text
    order = _ORDER[old.kind].__struct_fields__
    where = (*place.where, "aliases")
    return append_item(text, where, alias, block=_block(text, old), order=order)


def _block(text: str, old: Target) -> Block:
    return whole_file(text) if old.kind is Kind.RESOURCE else front_matter(text)


def _changes(
    site: Path, content: _Content, files: Mapping[str, str], move: Move
) -> list[FileChange]:
    old, new = move.old, move.new
    changes: list[FileChange] = []
    if old.path:
        before = content.data.get(old.path)
        after = files[old.path].encode() if old.path in files else before
        if old.kind is None:
            before = after = read_bytes(site / old.path)
        moved = FileChange(new.path, None, after, renamed_from=old.path)
        changes += [FileChange(old.path, before, None), moved]
    for path, text in files.items():
        if path != old.path and text.encode() != content.data[path]:
            changes.append(FileChange(path, content.data[path], text.encode()))
    return changes
