"""The catalog: what each file of a site is, for commands that answer questions about it.

It is read from the store where that is current, and all else is parsed. Nothing is written, and no
lock is held for longer than it takes to read: a build or a preview may run at the same time.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from ssg.cache.fingerprints import parser_fingerprint
from ssg.cache.stat_cache import read_digests
from ssg.cache.store import StoreCorrupted, StoreReader
from ssg.diagnostics import Diagnostic, has_errors
from ssg.digest import Digest, digest_of_file
from ssg.discover import Discovery, SourceFile, discover
from ssg.model.codec import decode_document
from ssg.model.documents import AnyDocument, Document
from ssg.model.kinds import Kind
from ssg.model.states import State
from ssg.pipeline.request import Request
from ssg.pipeline.session import RunSettings, read_settings
from ssg.resolve.clock import Clock
from ssg.resolve.states import determine_state


class Entry(Struct, frozen=True, kw_only=True):
    """A file of content; `document` is None if it has errors."""

    path: str
    kind: Kind
    id: str
    state: State
    document: AnyDocument | None


class Catalog(Struct, frozen=True, kw_only=True):
    """All files of content in the order of their paths."""

    request: Request
    given: RunSettings
    clock: Clock
    entries: tuple[Entry, ...]
    by_kind: Mapping[Kind, Mapping[str, Entry]]
    """The same by their ids, in the same order."""
    failed: Mapping[str, Document]
    """By path: what could be read of the files with errors."""
    found: Discovery
    is_stored: bool
    """Whether the store has all that readers may see of these files, and nothing else."""

    def of(self, *kinds: Kind) -> Iterator[Entry]:
        """Those of the kinds in the order of their paths."""
        return (entry for kind in sorted(kinds) for entry in self.by_kind[kind].values())

    def ids(self, kind: Kind) -> Collection[str]:
        """The ids of documents; those of resources are in their files."""
        return self.by_kind[kind].keys()


class NoCatalog(Exception):
    """There is no site.yaml that could be read, or the site's format is not known."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_catalog(request: Request) -> Catalog:
    """The catalog of the site at the time of the request. Raises NoCatalog, and OSError."""
    given, diagnostics = read_settings(request)
    if given is None:
        raise NoCatalog(diagnostics[0])
    found = discover(request.site)
    sources = {source.path: source for source in found.sources}
    parser = parser_fingerprint(given.settings, given.extension_files)
    stored, is_stored = _read_stored(request, sources, parser)
    documents = {path: decode_document(sources[path].kind, data) for path, data in stored.items()}
    failed: dict[str, Document] = {}
    unstored = sources.keys() - stored.keys()
    for path, document in _parse(request, given, [sources[path] for path in sorted(unstored)]):
        if isinstance(document, AnyDocument):
            documents[path] = document
        else:
            failed[path] = document
    clock = Clock.of(request.time, given.settings.zone)
    entries = tuple(_make_entry(one, documents, clock) for one in found.sources)
    is_stored &= not any(one.path in unstored and _may_be_seen(one, clock) for one in entries)
    return Catalog(
        request=request,
        given=given,
        clock=clock,
        entries=entries,
        by_kind=_group(entries),
        failed=failed,
        found=found,
        is_stored=is_stored,
    )


def _may_be_seen(entry: Entry, clock: Clock) -> bool:
    """Whether the site has it, or would have it without its errors: no draft is ever stored."""
    return entry.state is State.FAILED or clock.shows(entry.state)


def _make_entry(source: SourceFile, documents: Mapping[str, AnyDocument], clock: Clock) -> Entry:
    document = documents.get(source.path)
    state = State.FAILED if document is None else determine_state(document, clock)
    name = source.path.rpartition("/")[2].rpartition(".")[0]
    return Entry(path=source.path, kind=source.kind, id=name, state=state, document=document)


def _group(entries: Iterable[Entry]) -> dict[Kind, dict[str, Entry]]:
    groups: dict[Kind, dict[str, Entry]] = {kind: {} for kind in Kind}
    for entry in entries:
        groups[entry.kind][entry.id] = entry
    return groups


def _read_stored(
    request: Request, sources: Mapping[str, SourceFile], parser: Digest
) -> tuple[dict[str, bytes], bool]:
    """The documents of the files that are as they were when they were stored, by path.

    Also whether that is all that is stored.
    """
    digests = read_digests(request.cache_folder / "stat-cache")
    current: dict[str, bytes] = {}
    is_all = True
    try:
        with closing(StoreReader(request.store_file)) as reader:
            if reader.version() != parser:
                return {}, False
            for path, key, data in reader.documents():
                source = sources.get(path)
                if source and _digest(source, digests) == key:
                    current[path] = data
                else:
                    is_all = False
    except (OSError, StoreCorrupted, sqlite3.Error):
        # The next build makes another one.
        return {}, False
    return current, is_all


def _digest(source: SourceFile, digests: Mapping[str, tuple[Digest, object]]) -> Digest | None:
    digest, stats = digests.get(source.path, (None, None))
    if stats == source.stats:
        return digest
    try:
        return digest_of_file(Path(source.file))
    except OSError:
        return None


def _parse(
    request: Request, given: RunSettings, sources: list[SourceFile]
) -> Iterator[tuple[str, Document]]:
    """What is in these files: a document, or for one with errors what could be read of it."""
    if not sources:
        return
    # These take a while to load, and a site without drafts needs them only after an edit.
    from ssg.parse.dispatch import parse_files  # noqa: PLC0415
    from ssg.parse.result import ParseTask  # noqa: PLC0415
    from ssg.workers import Workers, available_cpus  # noqa: PLC0415

    kinds = {source.path: source.kind for source in sources}
    tasks = [ParseTask(path=one.path, kind=one.kind, file=one.file) for one in sources]
    with Workers(request.jobs or available_cpus()) as workers:
        for parsed in parse_files(tasks, given.settings, workers=workers):
            if parsed.document and not has_errors(parsed.diagnostics):
                yield parsed.path, decode_document(kinds[parsed.path], parsed.document)
            else:
                yield parsed.path, parsed.partial or Document(path=parsed.path)
