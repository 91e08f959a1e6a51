"""Reads all content: what is in the store and unchanged is taken from there."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct, field

from ssg.cache.stat_cache import StatCache
from ssg.cache.store import Entry, Store, StoredDocument
from ssg.config import Settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.digest import Digest, digest_of
from ssg.discover import SourceFile
from ssg.model.codec import decode_document, encode
from ssg.model.documents import AnyDocument, Document
from ssg.pipeline.progress import Progress
from ssg.workers import Workers

_DIAGNOSTICS = msgspec.msgpack.Decoder(tuple[Diagnostic, ...])


class Content(Struct, kw_only=True):
    """All sound documents, in the order of their paths, and what is known of the others."""

    documents: list[AnyDocument] = field(default_factory=list)
    digests: dict[str, Digest] = field(default_factory=dict)
    """By their paths the digests of these documents, which hold that of their texts."""
    failed: dict[str, Document] = field(default_factory=dict)
    """By their paths the unsound files, as far as they speak of others."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_content(
    sources: Iterable[SourceFile],
    settings: Settings,
    store: Store,
    stat_cache: StatCache,
    *,
    workers: Workers,
    progress: Progress,
) -> Content:
    """Parse what changed since the store last saw it, and take the rest from the store.

    Afterwards the store holds the fragments of all sound documents, and of no others.
    """
    by_path = {source.path: source for source in sources}
    content = Content()
    found: dict[str, AnyDocument] = {}
    changed = dict(by_path)
    for stored, document in _remembered(by_path, store, stat_cache):
        found[stored.path] = document
        content.digests[stored.path] = digest_of(stored.document)
        content.diagnostics += _DIAGNOSTICS.decode(stored.diagnostics)
        del changed[stored.path]
    if changed:
        _parse(
            changed,
            settings,
            store,
            found,
            content,
            stat_cache=stat_cache,
            workers=workers,
            progress=progress,
        )
    store.forget(store.keys().keys() - found.keys())
    store.commit()
    content.documents = [found[path] for path in by_path if path in found]
    for path in by_path.keys() - found.keys():
        content.failed.setdefault(path, Document(path=path))
    return content


def _remembered(
    sources: Mapping[str, SourceFile], store: Store, stat_cache: StatCache
) -> Iterator[tuple[StoredDocument, AnyDocument]]:
    """What the store knows of files that are still the same."""
    for stored in store.documents():
        source = sources.get(stored.path)
        if source and _digest(source, stat_cache) == stored.key:
            yield stored, decode_document(source.kind, stored.document)


def _digest(source: SourceFile, stat_cache: StatCache) -> Digest | None:
    """The digest of a file's bytes; None for one that cannot be read, as parsing will say."""
    try:
        return stat_cache.digest(source.path, source.file, source.stats)
    except OSError:
        return None


def _parse(
    changed: Mapping[str, SourceFile],
    settings: Settings,
    store: Store,
    found: dict[str, AnyDocument],
    content: Content,
    *,
    stat_cache: StatCache,
    workers: Workers,
    progress: Progress,
) -> None:
    # A build in which nothing changed needs no parser, which takes a while to load.
    from ssg.parse.files import parse_files  # noqa: PLC0415
    from ssg.parse.result import ParseTask  # noqa: PLC0415

    tasks = [
        ParseTask(path=source.path, kind=source.kind, file=source.file)
        for source in changed.values()
    ]
    progress.begin("Reading", len(tasks))
    for parsed in parse_files(tasks, settings, workers=workers):
        progress.step()
        content.diagnostics += parsed.diagnostics
        if parsed.remains:
            content.failed[parsed.path] = parsed.remains
        if parsed.document and not has_errors(parsed.diagnostics):
            stat_cache.record(parsed.path, parsed.digest, changed[parsed.path].stats)
            found[parsed.path] = decode_document(changed[parsed.path].kind, parsed.document)
            content.digests[parsed.path] = digest_of(parsed.document)
            store.put(
                [
                    Entry(
                        path=parsed.path,
                        key=parsed.digest,
                        document=parsed.document,
                        diagnostics=encode(parsed.diagnostics),
                        fragments=parsed.fragments,
                    )
                ]
            )
