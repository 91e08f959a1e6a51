"""Checks that nothing has the address yet that something is to get."""

import os
from collections.abc import Iterator
from pathlib import Path

from ssg import urls
from ssg.config import Settings
from ssg.editing.blocks import front_matter, whole_file
from ssg.editing.errors import EditError
from ssg.editing.named import read_fields
from ssg.editing.targets import MEDIA, Target
from ssg.model.kinds import Kind
from ssg.pages.registry import numbered_owner, page_addresses, reserved_addresses
from ssg.yamltext import Path as Where

_HINT = "choose another name"


def check_free(site: Path, settings: Settings, new: Target) -> None:
    """Raises EditError if a page of ssg or a file has the address, or one that a disk takes for it.

    Aliases are for `find_alias_places`.
    """
    wanted = urls.fold_path(new.output_path)
    for address, owner in (*page_addresses((), (), settings), *reserved_addresses()):
        if urls.fold_path(urls.output_path(address)) == wanted:
            raise EditError(f"{new.address} is reserved for {owner}", _HINT)
    if numbered := numbered_owner(new.output_path, settings):
        raise EditError(f"{new.address} is reserved for {numbered}", _HINT)
    for path in _published_files(site, new):
        taken = urls.fold_path(path.partition("/")[2])
        if _clashes(taken, wanted):
            raise EditError(f"{path} has the address {new.address} already", _HINT)


def _published_files(site: Path, new: Target) -> Iterator[str]:
    tops = ["static", *([f"content/{MEDIA}"] if new.kind is None else [])]
    for top in tops:
        for folder, _, names in os.walk(site / top):
            below = Path(folder).relative_to(site).as_posix()
            yield from (f"{below}/{name}" for name in names)


def find_alias_places(path: str, text: str, address: str) -> Iterator[Where]:
    """The aliases in a file that have the `address`, or one that a disk takes for it."""
    wanted = urls.fold_path(urls.output_path(address))
    for where, alias in _aliases(path, text):
        if _clashes(urls.fold_path(urls.alias_output_path(alias)), wanted):
            yield where


def _aliases(path: str, text: str) -> Iterator[tuple[Where, str]]:
    if Kind(path.split("/")[1]) is not Kind.RESOURCE:
        fields = read_fields(text, front_matter(text))
        holders: list[Where] = [()]
    else:
        fields = read_fields(text, whole_file(text))
        resources = fields.get(("resources",))
        count = len(resources) if isinstance(resources, list) else 0
        holders = [("resources", index) for index in range(count)]
    for holder in holders:
        aliases = fields.get((*holder, "aliases"))
        for index, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            if isinstance(alias, str):
                yield (*holder, "aliases", index), alias


def _clashes(one: str, other: str) -> bool:
    """Whether two output paths are the same, or one is needed as a folder of the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
