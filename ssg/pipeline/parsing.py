"""Parses what changed, and takes everything else from the store."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field

from ssg.cache.store import Entry, StoredDocument
from ssg.diagnostics import Diagnostic, has_errors, quotes_comments
from ssg.digest import Digest, digest_of
from ssg.discover import SourceFile
from ssg.model.codec import decode_document, encode
from ssg.model.documents import AnyDocument, Document, Thread
from ssg.pipeline.session import Session
from ssg.resolve.clock import Clock
from ssg.resolve.states import determine_state

if TYPE_CHECKING:
    from ssg.parse.result import ParsedFile

_DIAGNOSTICS = msgspec.msgpack.Decoder(tuple[Diagnostic, ...])


class Content(Struct, kw_only=True):
    """All valid documents, in the order of their paths, and what is known of invalid files."""

    documents: list[AnyDocument] = field(default_factory=list)
    digests: dict[str, Digest] = field(default_factory=dict)
    """The digests of these documents by path. A document holds the digest of its texts."""
    failed: dict[str, Document] = field(default_factory=dict)
    """The invalid files by path, with the references and links that could be read."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    secretive: set[str] = field(default_factory=set)
    """The paths of files with words that no reader may see: hidden documents, removed posts."""


def parse_content(sources: Iterable[SourceFile], session: Session) -> Content:
    """Parse the files that changed since they were stored; load the others from the store.

    Afterwards the store holds the fragments of all valid documents that are on the site, and of no
    others. What readers may not see is parsed in every run.
    """
    by_path = {source.path: source for source in sources}
    content = Content()
    clock = Clock.of(session.request.time, session.settings.zone)
    valid: dict[str, AnyDocument] = {}
    for stored, document in _load_unchanged(by_path, session):
        valid[stored.path] = document
        content.digests[stored.path] = digest_of(stored.document)
        content.diagnostics += _DIAGNOSTICS.decode(stored.diagnostics)
    if changed := {path: one for path, one in by_path.items() if path not in valid}:
        _parse_changed(changed, valid, content, session, clock)
    store = session.store
    content.secretive = {path for path, one in valid.items() if is_secretive(one, clock)}
    store.forget(store.keys().keys() - valid.keys())
    store.forget(path for path, one in valid.items() if is_hidden(one, clock))
    store.commit()
    content.documents = [valid[path] for path in by_path if path in valid]
    for path in by_path.keys() - valid.keys():
        content.failed.setdefault(path, Document(path=path))
    return content


def _load_unchanged(
    sources: Mapping[str, SourceFile], session: Session
) -> Iterator[tuple[StoredDocument, AnyDocument]]:
    for stored in session.store.documents():
        source = sources.get(stored.path)
        if source and _digest(source, session) == stored.key:
            yield stored, decode_document(source.kind, stored.document)


def _digest(source: SourceFile, session: Session) -> Digest | None:
    """The digest of a file's bytes; None for one that cannot be read, which parsing reports."""
    try:
        return session.stat_cache.digest(source.path, source.file, source.stats)
    except OSError:
        return None


def _parse_changed(
    changed: Mapping[str, SourceFile],
    valid: dict[str, AnyDocument],
    content: Content,
    session: Session,
    clock: Clock,
) -> None:
    # The parser takes a while to load, and not every build needs it.
    from ssg.parse.files import parse_files  # noqa: PLC0415
    from ssg.parse.result import ParseTask  # noqa: PLC0415

    tasks = [
        ParseTask(path=source.path, kind=source.kind, file=source.file)
        for source in changed.values()
    ]
    session.progress.begin("Reading", len(tasks))
    for parsed in parse_files(tasks, session.settings, workers=session.workers):
        session.progress.step()
        path = parsed.path
        content.diagnostics += parsed.diagnostics
        if parsed.partial:
            content.failed[path] = parsed.partial
        if not parsed.document or has_errors(parsed.diagnostics):
            continue
        source = changed[path]
        session.stat_cache.record(path, parsed.digest, source.stats)
        document = valid[path] = decode_document(source.kind, parsed.document)
        content.digests[path] = digest_of(parsed.document)
        if not is_hidden(document, clock):
            session.store.put([entry_of(parsed, is_secretive=is_secretive(document, clock))])


def entry_of(parsed: "ParsedFile", *, is_secretive: bool) -> Entry:
    diagnostics, key = parsed.diagnostics, parsed.digest
    if diagnostics and (is_secretive or quotes_comments(diagnostics)):
        # They may quote what readers must not see. With this key, the file is parsed again in the
        # next run, which reports them again.
        diagnostics, key = (), Digest("")
    return Entry(
        path=parsed.path,
        key=key,
        document=parsed.document,
        diagnostics=encode(diagnostics),
        fragments=parsed.fragments,
    )


def is_hidden(document: AnyDocument, clock: Clock) -> bool:
    return not clock.shows(determine_state(document, clock))


def is_secretive(document: AnyDocument, clock: Clock) -> bool:
    has_removed = isinstance(document, Thread) and any(post.meta.removed for post in document.posts)
    return has_removed or is_hidden(document, clock)
