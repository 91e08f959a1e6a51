"""Outside resources: one id and one address each."""

from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Resource, ResourceFile
from ssg.model.ids import ResourceId
from ssg.resolve.diagnostics import mistake, shown
from ssg.resolve.index import Catalogue

_DEFAULT_PORTS = {"http": 80, "https": 443}


def resources_by_id(
    catalogue: Catalogue,
) -> tuple[dict[ResourceId, Resource], list[Diagnostic]]:
    """By id, in its order; the first of two with one id, by path and line, has it."""
    ids: dict[ResourceId, tuple[Resource, str]] = {}
    addresses: dict[str, tuple[Resource, str]] = {}
    diagnostics = []
    for file, resource in _all(catalogue.resource_files):
        place = f"{file.path}, line {resource.line}"
        meta = resource.meta
        known, known_place = ids.setdefault(meta.id, (resource, place))
        if known is not resource:
            message = f"resource id '{meta.id}' is already given in {known_place}"
            hint = "give this resource an id of its own, or remove it if it is the same"
            diagnostics.append(mistake("R11", file.path, resource, message, hint))
        same, same_place = addresses.setdefault(comparable(meta.url), (resource, place))
        if same is not resource:
            message = f"{shown(meta.url)} is already listed as '{same.meta.id}' in {same_place}"
            hint = f"cite '{same.meta.id}' instead, and remove this entry"
            diagnostics.append(mistake("R12", file.path, resource, message, hint))
    return {name: ids[name][0] for name in sorted(ids)}, diagnostics


def _all(files: tuple[ResourceFile, ...]) -> Iterator[tuple[ResourceFile, Resource]]:
    for file in files:
        for resource in file.resources:
            yield file, resource


def comparable(url: str) -> str:
    """The form in which two spellings of one web address are equal."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = parts.hostname or ""
    if port not in (None, _DEFAULT_PORTS.get(parts.scheme)):
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), parts.query, parts.fragment))


def page_of(url: str) -> str:
    """The comparable form of `url` without its fragment: which page it leads to."""
    return comparable(url).partition("#")[0]
