"""External resources: each has one id and one URL."""

from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Resource, ResourceFile
from ssg.model.ids import ResourceId
from ssg.resolve.diagnostics import diagnostic_at, shorten
from ssg.resolve.index import DocumentIndex

_DEFAULT_PORTS = {"http": 80, "https": 443}


def index_resources(index: DocumentIndex) -> tuple[dict[ResourceId, Resource], list[Diagnostic]]:
    """The resources sorted by id, and R11 and R12 for repeated ids and URLs.

    Where two resources have the same id, the first by path and line gets it.
    """
    ids: dict[ResourceId, tuple[Resource, str]] = {}
    urls: dict[str, tuple[Resource, str]] = {}
    diagnostics = []
    for file, resource in _iterate(index.resource_files):
        place = f"{file.path}, line {resource.line}"
        meta = resource.meta
        first, first_place = ids.setdefault(meta.id, (resource, place))
        if first is not resource:
            message = f"resource id '{meta.id}' is already used in {first_place}"
            hint = "give this resource another id, or remove it if it is a duplicate"
            diagnostics.append(diagnostic_at("R11", file.path, resource, message, hint))
        same, same_place = urls.setdefault(normalize_url(meta.url), (resource, place))
        if same is not resource:
            message = f"{shorten(meta.url)} is already listed as '{same.meta.id}' in {same_place}"
            hint = f"cite '{same.meta.id}' instead, and remove this entry"
            diagnostics.append(diagnostic_at("R12", file.path, resource, message, hint))
    return {name: ids[name][0] for name in sorted(ids)}, diagnostics


def _iterate(files: tuple[ResourceFile, ...]) -> Iterator[tuple[ResourceFile, Resource]]:
    for file in files:
        for resource in file.resources:
            yield file, resource


def normalize_url(url: str) -> str:
    """Equal for two spellings of one web address: RFC 3986, section 6.2.

    Unlike there, a slash at the end of the path makes no difference.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = parts.hostname or ""
    if port not in (None, _DEFAULT_PORTS.get(parts.scheme)):
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), parts.query, parts.fragment))


def normalize_page_url(url: str) -> str:
    """`normalize_url` without the fragment: equal for all links to the same page."""
    return normalize_url(url).partition("#")[0]
