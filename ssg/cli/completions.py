"""What a shell can complete: ids, codes, fields and files, without reading a file's text.

A person waits for it with the hand on the Tab key, so ids are the names of files in content/, and
those of resources are found in their files by their lines.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from ssg.cli.kinds import begin_with
from ssg.model.kinds import Kind

_RESOURCE_ID = re.compile(rb"^[ \t]*(?:-[ \t]+)?id:[ \t]*[\"']?([a-z0-9-]{1,200})\b", re.MULTILINE)
_RESOURCE_BYTES = 2 * 1024 * 1024
_STATES = ("published", "draft", "scheduled", "expired", "withdrawn", "failed")
_VALUES = {"state": _STATES, "review": ("never", "changed", "overdue", "current")}
_KINDS_OF_FIELDS = {
    "topics": Kind.TOPIC,
    "guides": Kind.GUIDE,
    "related": Kind.THREAD,
    "resources": Kind.RESOURCE,
    "people": Kind.PERSON,
    "review.by": Kind.PERSON,
}


def find_site(context: click.Context) -> Path:
    """The site's folder: the option may not have been read while a shell asks for words."""
    root = context.find_root()
    return Path(root.params.get("site") or root.obj or Path())


def list_ids(site: Path, kind: Kind) -> Iterator[str]:
    """The ids of a kind, by the names of the files of content/, sorted."""
    if kind is Kind.RESOURCE:
        yield from sorted(_resource_ids(site / "content" / kind.value))
        return
    ending = kind.extension
    with suppress(OSError):
        names = os.listdir(site / "content" / kind.value)  # noqa: PTH208 (three times as fast)
        yield from sorted(one.removesuffix(ending) for one in names if one.endswith(ending))


def _resource_ids(folder: Path) -> Iterator[str]:
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.endswith(".yaml") and entry.is_file(follow_symlinks=False):
                with suppress(OSError), Path(entry.path).open("rb") as file:
                    for found in _RESOURCE_ID.finditer(file.read(_RESOURCE_BYTES)):
                        yield found[1].decode()


def _printable(words: Iterable[str]) -> list[str]:
    """Without names that a shell or a terminal could misread."""
    return [
        word for word in words if word.isprintable() and not set(word) & set(" \"'`$\\,:;&|<>()")
    ]


class DocumentId(click.ParamType):  # type: ignore[type-arg]
    """An id of a document of one of these kinds; whether it exists, the command finds out."""

    name = "id"

    def __init__(self, *kinds: Kind) -> None:
        self._kinds = kinds

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 (click's signature)
        incomplete: str,
    ) -> list[CompletionItem]:
        site = find_site(ctx)
        ids = (name for kind in self._kinds for name in list_ids(site, kind))
        return begin_with(incomplete, _printable(ids))


class Explainable(click.ParamType):  # type: ignore[type-arg]
    """A code, an address or a file."""

    name = "what"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 (click's signature)
        incomplete: str,
    ) -> list[CompletionItem]:
        from ssg.diagnostics import RULES

        codes = [code for code in RULES if code.startswith(incomplete.upper())]
        found = [CompletionItem(code, help=RULES[code].title) for code in codes]
        return found + begin_with(incomplete, _printable(_files_and_addresses(ctx, incomplete)))


def _files_and_addresses(context: click.Context, incomplete: str) -> Iterator[str]:
    site = find_site(context)
    for kind in Kind:
        folder = f"content/{kind.value}/"
        if incomplete.startswith(folder):
            with suppress(OSError):
                names = sorted(os.listdir(site / folder))  # noqa: PTH208
                yield from (folder + one for one in names if one.endswith(kind.extension))
        elif folder.startswith(incomplete):
            yield folder
        address = "/" if kind is Kind.PAGE else f"/{kind.value}/"
        if kind is not Kind.PERSON:
            if incomplete.startswith(address):
                yield from (f"{address}{one}/" for one in list_ids(site, kind))
            elif address.startswith(incomplete):
                yield address


class SortField(click.ParamType):  # type: ignore[type-arg]
    """A field of what is listed."""

    name = "field"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 (click's signature)
        incomplete: str,
    ) -> list[CompletionItem]:
        return begin_with(incomplete, _field_names(ctx))


class WhereCondition(SortField):
    """`FIELD=VALUE`."""

    name = "condition"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        field, sign, start = incomplete.partition("=")
        if not sign:
            names = super().shell_complete(ctx, param, incomplete)
            return [CompletionItem(f"{one.value}=") for one in names]
        values = _VALUES.get(field) or (
            _printable(list_ids(find_site(ctx), _KINDS_OF_FIELDS[field]))
            if field in _KINDS_OF_FIELDS
            else ()
        )
        return [CompletionItem(f"{field}={one.value}") for one in begin_with(start, values)]


def _field_names(context: click.Context) -> list[str]:
    from ssg.commands.catalog_rows import field_names

    kind = context.params.get("kind")
    kinds = [kind] if isinstance(kind, Kind) else list(Kind)
    return list(dict.fromkeys(name for one in kinds for name in field_names(one)))
