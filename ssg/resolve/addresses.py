"""Whether every address has one source, on every disk and host."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ssg import urls
from ssg.diagnostics import Diagnostic, Location
from ssg.model.documents import Alias, AnyDocument, Guide, Page, Resource, Thread, Topic
from ssg.model.ids import ResourceId, TopicId
from ssg.model.states import State
from ssg.pages.registry import address_of, numbered_owner, page_addresses, reserved_addresses
from ssg.resolve.diagnostics import mistake
from ssg.resolve.index import Catalogue

_FOLDERS = {
    urls.ASSETS: "the folder of the theme's assets",
    urls.MEDIA: "the folder of content/media",
}
_HINT = "rename or remove one of them"


def check_addresses(
    catalogue: Catalogue, resources: Mapping[ResourceId, Resource], files: frozenset[str]
) -> list[Diagnostic]:
    """A01 to A03 over all output paths. Hidden documents keep their addresses free, too."""
    claims = _Claims()
    for address, owner in _reserved(catalogue.topics, resources):
        claims.claim(urls.output_path(address), owner)
    diagnostics = list(_check_documents(claims, catalogue.documents.values()))
    diagnostics += _check_files(claims, files)
    diagnostics += _check_aliases(claims, catalogue)
    return diagnostics + list(_check_folders(claims))


class _Claim(NamedTuple):
    """An output path and its owner, as the author knows it; `at` is None for what is generated."""

    output_path: str
    owner: str
    at: Location | None


class _Claims:
    """Who is first to claim an output path."""

    def __init__(self) -> None:
        self._claims: dict[str, _Claim] = {}

    def claim(self, output_path: str, owner: str, at: Location | None = None) -> "_Claim | None":
        """An earlier claim to the same place; None if it was free."""
        claim = _Claim(output_path, owner, at)
        known = self._claims.setdefault(urls.fold_path(output_path), claim)
        return None if known is claim else known

    def folder_clashes(self) -> Iterator[tuple["_Claim", "_Claim"]]:
        """Each file that stands where a folder has to be, with one that is in the folder."""
        for file, inside in urls.find_folder_clashes(self._claims):
            yield self._claims[file], self._claims[inside]


def _reserved(
    topics: Iterable[TopicId], resources: Iterable[ResourceId]
) -> Iterator[tuple[str, str]]:
    yield from page_addresses(topics, resources)
    yield from reserved_addresses()
    yield from _FOLDERS.items()


def _check_documents(claims: _Claims, documents: Iterable[AnyDocument]) -> Iterator[Diagnostic]:
    for document in documents:
        if isinstance(document, Thread | Guide | Topic | Page):
            output_path = urls.output_path(address_of(document))
            at = Location(path=document.path, line=1, column=1)
            known = claims.claim(output_path, document.path, at)
            if known:
                yield _collision(at, document.path, output_path, known)


def _check_files(claims: _Claims, files: frozenset[str]) -> Iterator[Diagnostic]:
    for path in sorted(files):
        output_path = urls.file_output_path(path)
        at = Location(path=path)
        if _is_among_assets(output_path):
            message = f"{_address(output_path)} is in the folder of the theme's assets"
            hint = "put it in another folder, or among your own assets in templates/assets/"
            yield Diagnostic(code="A01", at=at, message=message, hint=hint)
            continue
        if owner := numbered_owner(output_path):
            message = f"{path} and {owner} would both be at {_address(output_path)}"
            yield Diagnostic(code="A01", at=at, message=message, hint=_HINT)
            continue
        known = claims.claim(output_path, path, at)
        if known:
            yield _collision(at, path, output_path, known)


def _is_among_assets(output_path: str) -> bool:
    """Which names the theme has there changes with it."""
    return urls.fold_path(f"/{output_path}").startswith(urls.ASSETS)


def _collision(at: Location, owner: str, output_path: str, known: _Claim) -> Diagnostic:
    if known.output_path == output_path:
        message = f"{owner} and {known.owner} would both be at {_address(output_path)}"
        return Diagnostic(code="A01", at=at, message=message, hint=_HINT)
    return _alike(at, output_path, known)


def _alike(at: Location, output_path: str, known: _Claim) -> Diagnostic:
    message = (
        f"{_address(output_path)} and {_address(known.output_path)}, which is {known.owner}, "
        "differ only by case or Unicode form"
    )
    return Diagnostic(code="A03", at=at, message=message, hint=_HINT)


def _check_aliases(claims: _Claims, catalogue: Catalogue) -> Iterator[Diagnostic]:
    aliases: dict[str, str] = {}
    for document in catalogue.documents.values():
        if catalogue.states[document.path] not in (State.WITHDRAWN, State.EXPIRED):
            for alias in document.aliases:
                yield from _check_alias(claims, aliases, document.path, alias)


def _check_alias(
    claims: _Claims, aliases: dict[str, str], path: str, alias: Alias
) -> Iterator[Diagnostic]:
    output_path = urls.alias_output_path(alias.path)
    if _is_among_assets(output_path):
        message = f"alias '{alias.path}' is in the folder of the theme's assets"
        yield mistake("A02", path, alias, message, "remove the alias")
        return
    if owner := numbered_owner(output_path):
        message = f"alias '{alias.path}' is the address of {owner}"
        yield mistake("A02", path, alias, message, "remove the alias")
        return
    at = Location(path=path, line=alias.line, column=alias.column)
    known = claims.claim(output_path, f"an alias in {path}", at)
    if known is None:
        aliases[output_path] = path
    elif known.output_path != output_path:
        yield _alike(at, output_path, known)
    elif output_path in aliases:
        message = f"alias '{alias.path}' is already given in {aliases[output_path]}"
        yield mistake("A01", path, alias, message, "an old address can lead to one page only")
    else:
        message = f"alias '{alias.path}' is the address of {known.owner}"
        yield mistake("A02", path, alias, message, "remove the alias, or rename what is there")


def _check_folders(claims: _Claims) -> Iterator[Diagnostic]:
    for file, inside in claims.folder_clashes():
        message = (
            f"{file.owner} stands where the folder of {_address(inside.output_path)} has to be"
        )
        # A page's own file can be in nobody's way: what is wrong is what wants to be in it.
        at = inside.at if file.output_path.endswith("index.html") else file.at or inside.at
        if at:
            yield Diagnostic(code="A01", at=at, message=message, hint=_HINT)


def _address(output_path: str) -> str:
    return f"/{output_path.removesuffix('index.html')}"
