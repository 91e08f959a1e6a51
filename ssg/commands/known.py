"""What a command that writes content knows of the site: ids, titles and addresses."""

import os
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from posixpath import splitext
from zoneinfo import ZoneInfo

from ssg.authoring.similar import Titled
from ssg.config import Settings
from ssg.diagnostics import escape_unsafe
from ssg.model.documents import Document, Person, ResourceFile
from ssg.model.frontmatter import ResourceMeta
from ssg.model.kinds import Kind
from ssg.pipeline.catalog import Catalog, Entry
from ssg.resolve.suggestions import NameSuggester
from ssg.urls import (
    ASSETS,
    MEDIA,
    SEARCH_INDEX,
    alias_output_path,
    fold_path,
    output_path,
)


class Known:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.site: Path = catalog.request.site
        self.settings: Settings = catalog.given.settings
        self.zone: ZoneInfo = self.settings.zone

    def resource_files(self) -> Iterator[ResourceFile]:
        for entry in self.catalog.of(Kind.RESOURCE):
            if isinstance(entry.document, ResourceFile):
                yield entry.document

    def resources(self) -> Iterator[ResourceMeta]:
        return (one.meta for file in self.resource_files() for one in file.resources)

    def ids(self, kind: Kind) -> Collection[str]:
        if kind is Kind.RESOURCE:
            return {one.id for one in self.resources()}
        return self.catalog.ids(kind)

    def labels(self, kind: Kind) -> dict[str, str]:
        """Ids by what a person may look for: the id, the title, and other names."""
        if kind is Kind.RESOURCE:
            return {f"{one.id}: {one.title}": one.id for one in self.resources()}
        return dict(_label(entry) for entry in self.catalog.of(kind))

    def titles(self, *kinds: Kind) -> list[Titled]:
        """All titles and other names of documents of these kinds."""
        return [
            Titled(title=name, path=entry.path)
            for entry in self.catalog.of(*kinds)
            for name in _names(entry)
        ]

    def find_unknown(self, option: str, kind: Kind, names: Iterable[str]) -> Iterator[str]:
        """A sentence for each of the names that is no id of this kind."""
        known = self.ids(kind)
        for name in names:
            if name not in known:
                near = NameSuggester(known).suggest(name)
                hint = f": did you mean '{near}'?" if near else ""
                yield f"{option}: there is no {kind.singular} '{name}'{hint}"

    def owner(self, kind: Kind, name: str) -> str:
        """What has the id, or the address that it would have; empty for nothing."""
        if name in self.ids(kind) or self._is_in_the_way(kind, name):
            return f"there is a {kind.singular} with that id"
        address = {
            Kind.PAGE: f"/{name}/",
            Kind.PERSON: "",
        }.get(kind, f"/{kind.value}/{name}/")
        path = fold_path(output_path(address)) if address else ""
        owner = self._taken.get(path, "")
        return owner or (self._reserved.get(path, "") if kind is Kind.PAGE else "")

    def _is_in_the_way(self, kind: Kind, name: str) -> bool:
        """Whether there is a file of that name, even one that no build would read."""
        folder = self.site / "content" / kind.value
        if kind is Kind.RESOURCE or not folder.is_dir():
            return False
        with os.scandir(folder) as entries:
            return any(splitext(one.name)[0] == name for one in entries)

    @cached_property
    def _taken(self) -> dict[str, str]:
        """By folded output path: aliases, and files that are published as they are."""
        found: dict[str, str] = {}
        for entry in self.catalog.entries:
            document = entry.document or self.catalog.failed.get(entry.path)
            for alias in document.aliases if isinstance(document, Document) else ():
                path = fold_path(alias_output_path(alias.path))
                found[path] = f"{escape_unsafe(entry.path)} has the alias {alias.path}"
        for copied in self.catalog.found.copied:
            found[fold_path(copied.output_path)] = f"{escape_unsafe(copied.path)} is there"
        return found

    @cached_property
    def _reserved(self) -> dict[str, str]:
        """By folded output path: the pages that no file makes, which only a page could replace."""
        # All kinds of pages take longer to load than the catalog.
        from ssg.pages.registry import page_addresses, reserved_addresses

        found: dict[str, str] = {}
        for reserved in (*page_addresses((), (), self.settings), *reserved_addresses()):
            path = fold_path(output_path(reserved.address))
            found[path] = f"{reserved.address} is {reserved.owner}"
        for folder in (ASSETS, MEDIA, SEARCH_INDEX):
            found[fold_path(output_path(folder))] = f"{folder} is a folder of its own"
        for lang in self.settings.languages:
            path = output_path(f"{self.settings.list_prefix(lang)}/")
            found[fold_path(path)] = f"it is the home page in '{lang}'"
        return found


def _label(entry: Entry) -> tuple[str, str]:
    names = " · ".join(_names(entry))
    return (f"{entry.id}: {names}" if names else entry.id), entry.id


def _names(entry: Entry) -> list[str]:
    if isinstance(entry.document, Person):
        return [entry.document.meta.name]
    meta = getattr(entry.document, "meta", None)
    title = getattr(meta, "title", "")
    return [title, *getattr(meta, "also_called", ())] if title else []
