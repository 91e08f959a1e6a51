"""Checks that each address has one source, on file systems and hosts of every kind."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ssg import urls
from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Location
from ssg.model.documents import Alias, AnyDocument, Resource, Topic
from ssg.model.ids import ResourceId, TopicId
from ssg.model.site import AddressedDocument
from ssg.pages.redirects import former_topics, topic_routes
from ssg.pages.registry import (
    KINDS,
    address_of,
    numbered_owner,
    page_addresses,
    reserved_addresses,
)
from ssg.resolve.diagnostics import diagnostic_at
from ssg.resolve.index import DocumentIndex

_FOLDERS = {
    urls.ASSETS: "the folder of the theme's assets",
    urls.MEDIA: "the folder of content/media",
}
_OWNERS = {urls.ASSETS: "the theme's assets", urls.SEARCH_INDEX: "the search index"}
"""Of whole folders, because the names in them change."""
_HINT = "rename or remove one of them"
_FILE_HINT = "rename or remove this file"
_ALIAS_HINT = "change or remove the alias"
_IN_FOLDER = "is in the folder that is reserved for"
_FOLDER_HINTS = {
    urls.ASSETS: "move it to another folder, or to your own assets in templates/assets/",
    urls.SEARCH_INDEX: "move it to another folder, or turn the search off in site.yaml",
}


def check_addresses(
    index: DocumentIndex,
    resources: Mapping[ResourceId, Resource],
    files: frozenset[str],
    settings: Settings,
) -> list[Diagnostic]:
    """A01 to A03 for all output paths. The addresses of hidden documents count as taken."""
    claims = _Claims()
    for address, owner in _reserved_addresses(index.topics, resources, settings):
        claims.claim(urls.output_path(address), owner)
    diagnostics = list(_check_documents(claims, index.documents.values()))
    diagnostics += _check_files(claims, files, settings)
    # Only where no file of the site is in its place.
    claims.claim(urls.HEADERS_FILE, "the file of headers that every site gets")
    claims.claim(urls.REDIRECTS_FILE, "the file of redirects that every site gets")
    diagnostics += _check_aliases(claims, index, settings)
    diagnostics += _check_former_topics(claims, index.topics.values())
    return diagnostics + list(_check_folders(claims))


class _Claim(Struct, frozen=True):
    """An output path and its owner as messages name it; `at` is None for generated pages."""

    output_path: str
    owner: str
    at: Location | None
    is_alias: bool = False


class _Claims:
    """The first claim to each output path. Paths that some disk takes for one are the same."""

    def __init__(self) -> None:
        self._claims: dict[str, _Claim] = {}

    def claim(
        self, output_path: str, owner: str, at: Location | None = None, *, is_alias: bool = False
    ) -> "_Claim | None":
        """The earlier claim to the same path; None if the path was free."""
        claim = _Claim(output_path, owner, at, is_alias)
        first = self._claims.setdefault(urls.fold_path(output_path), claim)
        return None if first is claim else first

    def folder_clashes(self) -> Iterator[tuple["_Claim", "_Claim"]]:
        """Each file whose path is also a folder, with one of the files in that folder."""
        for file, inside in urls.find_folder_clashes(self._claims):
            yield self._claims[file], self._claims[inside]


def _reserved_addresses(
    topics: Iterable[TopicId], resources: Iterable[ResourceId], settings: Settings
) -> Iterator[tuple[str, str]]:
    yield from page_addresses(topics, resources, settings)
    yield from reserved_addresses()
    yield from _FOLDERS.items()


def _check_documents(claims: _Claims, documents: Iterable[AnyDocument]) -> Iterator[Diagnostic]:
    for document in documents:
        if isinstance(document, AddressedDocument):
            output_path = urls.output_path(address_of(document))
            at = Location(path=document.path, line=1, column=1)
            first = claims.claim(output_path, document.path, at)
            if first:
                yield _report_collision(at, document.path, output_path, first)


def _check_files(
    claims: _Claims, files: frozenset[str], settings: Settings
) -> Iterator[Diagnostic]:
    for path in sorted(files):
        output_path = urls.file_output_path(path)
        at = Location(path=path)
        if folder := _reserved_folder(output_path, settings):
            message = f"{urls.address(output_path)} {_IN_FOLDER} {_OWNERS[folder]}"
            yield Diagnostic(code="A01", at=at, message=message, hint=_FOLDER_HINTS[folder])
        elif owner := numbered_owner(output_path, settings):
            message = f"the address {urls.address(output_path)} is reserved for {owner}"
            yield Diagnostic(code="A01", at=at, message=message, hint=_FILE_HINT)
        elif first := claims.claim(output_path, path, at):
            yield _report_collision(at, path, output_path, first)


def _reserved_folder(output_path: str, settings: Settings) -> str:
    """The address of the reserved folder that the path is in; empty for none."""
    reserved = (urls.ASSETS, urls.SEARCH_INDEX) if settings.search else (urls.ASSETS,)
    folded = urls.fold_path(f"/{output_path}")
    return next((one for one in reserved if folded.startswith(one)), "")


def _report_collision(at: Location, owner: str, output_path: str, first: _Claim) -> Diagnostic:
    if first.output_path != output_path:
        return _report_similar(at, output_path, first)
    message = f"{owner} and {first.owner} have the same address, {urls.address(output_path)}"
    return Diagnostic(code="A01", at=at, message=message, hint=_HINT)


def _report_similar(at: Location, output_path: str, first: _Claim) -> Diagnostic:
    address, other = urls.address(output_path), urls.address(first.output_path)
    message = f"{address} differs from {other} ({first.owner}) only by case or Unicode form"
    return Diagnostic(code="A03", at=at, message=message, hint=_HINT)


def _check_aliases(
    claims: _Claims, index: DocumentIndex, settings: Settings
) -> Iterator[Diagnostic]:
    alias_sources: dict[str, str] = {}
    for document in index.documents.values():
        for alias in document.aliases:
            yield from _check_alias(claims, alias_sources, document.path, alias, settings)


def _check_alias(
    claims: _Claims, alias_sources: dict[str, str], path: str, alias: Alias, settings: Settings
) -> Iterator[Diagnostic]:
    output_path = urls.alias_output_path(alias.path)
    if folder := _reserved_folder(output_path, settings):
        message = f"alias '{alias.path}' {_IN_FOLDER} {_OWNERS[folder]}"
        yield diagnostic_at("A02", path, alias, message, _ALIAS_HINT)
        return
    if owner := numbered_owner(output_path, settings):
        message = f"alias '{alias.path}' is an address that is reserved for {owner}"
        yield diagnostic_at("A02", path, alias, message, _ALIAS_HINT)
        return
    at = Location(path=path, line=alias.line, column=alias.column)
    first = claims.claim(output_path, f"an alias in {path}", at, is_alias=True)
    if first is None:
        alias_sources[output_path] = path
    elif first.output_path != output_path:
        yield _report_similar(at, output_path, first)
    elif output_path in alias_sources:
        message = f"alias '{alias.path}' is already used in {alias_sources[output_path]}"
        hint = "remove one of them: an old address can redirect to one page only"
        yield diagnostic_at("A01", path, alias, message, hint)
    else:
        message = f"alias '{alias.path}' is already the address of {first.owner}"
        yield diagnostic_at("A02", path, alias, message, _ALIAS_HINT)


def _check_former_topics(claims: _Claims, topics: Iterable[Topic]) -> Iterator[Diagnostic]:
    """A01 for files where the pages below a renamed topic were; an alias may be there."""
    routes = topic_routes(KINDS)
    for topic in topics:
        for name in former_topics(topic):
            at = Location(path=topic.path, line=1, column=1)
            for route in routes:
                output_path = urls.output_path(route.address(topic=name))
                owner = f"the redirect that the alias of {topic.path} implies"
                first = claims.claim(output_path, owner, at)
                if first and not first.is_alias:
                    yield _report_collision(at, owner, output_path, first)


def _check_folders(claims: _Claims) -> Iterator[Diagnostic]:
    for file, inside in claims.folder_clashes():
        address = urls.address(inside.output_path)
        message = f"{file.owner} would be written where {address} needs a folder"
        # A page always needs its index.html, so the file below it is reported.
        at = inside.at if file.output_path.endswith("index.html") else file.at or inside.at
        if at:
            yield Diagnostic(code="A01", at=at, message=message, hint=_HINT)
