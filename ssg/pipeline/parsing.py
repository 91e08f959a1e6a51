"""Parses what changed, and takes everything else from the store."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import force_setattr

from ssg.cache.stat_cache import Stats
from ssg.cache.store import Entry, Summary
from ssg.diagnostics import Diagnostic, has_errors, quotes_comments
from ssg.digest import Digest, digest_of
from ssg.discover import Discovery, SourceFile, discover
from ssg.model.codec import decode_document, encode
from ssg.model.documents import AnyDocument, Document, Thread
from ssg.model.kinds import Kind
from ssg.parse import dispatch
from ssg.parse.dispatch import parse_files
from ssg.parse.result import ParsedFile, ParseTask
from ssg.pipeline.session import Session
from ssg.resolve.clock import Clock
from ssg.resolve.states import determine_state

_DIAGNOSTICS = msgspec.msgpack.Decoder(tuple[Diagnostic, ...])
_NO_DIAGNOSTICS = encode(())
_MANY = 1_000
"""So many files are work for all workers, and take so much memory that it counts."""


class Content(Struct, kw_only=True):
    """What is known of all files when those that changed were parsed."""

    digests: dict[str, Digest] = field(default_factory=dict)
    """The digests of all valid documents by path. A document holds the digest of its texts."""
    outlines: dict[str, Digest] = field(default_factory=dict)
    """The outline digests of the same documents."""
    failed: dict[str, Document] = field(default_factory=dict)
    """The invalid files by path, with the references and links that could be read."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unstored: dict[str, AnyDocument] = field(default_factory=dict)
    """The valid documents that the store must not have, by path: hidden ones, parsed now.

    All others come from the store, also those that were just parsed. Decoded all at once, they lie
    together in memory, which goes back to the system as soon as nobody needs them.
    """
    hidden: set[str] = field(default_factory=set)
    """The paths of documents that are not on the site, as far as they were loaded."""
    secretive: set[str] = field(default_factory=set)
    """The paths of files with words that no reader may see: hidden documents, removed posts.

    The store keeps no diagnostics of such files, and those in it only count once they are loaded.
    """


class Reading(Struct, frozen=True, kw_only=True):
    """The files of a site, which workers are parsing."""

    found: Discovery
    parsing: "Parsing"


class Parsing(Struct, frozen=True, kw_only=True):
    """Files that workers are parsing."""

    sources: Mapping[str, SourceFile]
    """All files of the site by path, as are those that have changed."""
    changed: Mapping[str, SourceFile]
    outdated: tuple[str, ...]
    """The paths of what the store should forget, unless it was parsed again."""
    content: Content
    """What is known of the files that have not changed."""
    parsed: Iterator[ParsedFile]


def begin_reading_content(session: Session, seen: MutableMapping[str, Stats]) -> Reading:
    """Discovers the files of the site, and has workers parse them while this process goes on.

    `seen` are the stats of files by their paths on the disk, as far as they are known.
    """
    found = discover(session.request.site, seen)
    return Reading(found=found, parsing=begin_parsing(found.sources, session))


def finish_reading(reading: Reading, session: Session) -> tuple[Discovery, Content]:
    """The files of the site, and what is known of them when those that changed are parsed."""
    return reading.found, finish_parsing(reading.parsing, session)


def parse_content(sources: Iterable[SourceFile], session: Session) -> Content:
    """Parse the files that changed since they were stored.

    What readers may not see is parsed in every run.
    """
    return finish_parsing(begin_parsing(sources, session), session)


def begin_parsing(sources: Iterable[SourceFile], session: Session) -> Parsing:
    """The first half of `parse_content`: workers parse while this process goes on."""
    by_path = {source.path: source for source in sources}
    content = Content()
    outdated: list[str] = []
    for stored in session.store.summaries():
        if not _is_unchanged(stored, by_path, session):
            outdated.append(stored.path)
            continue
        content.digests[stored.path] = stored.digest
        content.outlines[stored.path] = stored.outline
        if stored.diagnostics != _NO_DIAGNOSTICS:
            content.diagnostics += _DIAGNOSTICS.decode(stored.diagnostics)
    changed = {path: one for path, one in by_path.items() if path not in content.digests}
    return Parsing(
        sources=by_path,
        changed=changed,
        outdated=tuple(outdated),
        content=content,
        parsed=parse_sources(changed, session) if changed else iter(()),
    )


def finish_parsing(parsing: Parsing, session: Session) -> Content:
    """The second half: what is known of all files, when those that changed are in the store."""
    content = parsing.content
    for parsed in parsing.parsed:
        _add(parsed, parsing.changed[parsed.path], content, session)
    session.store.forget(path for path in parsing.outdated if path not in content.digests)
    session.store.commit()
    for path in parsing.sources.keys() - content.digests.keys():
        content.failed.setdefault(path, Document(path=path))
    if len(parsing.changed) < _MANY:
        # Those that start from now on share what this process has loaded since to render pages.
        session.workers.close()
    return content


def load_documents(
    sources: Iterable[SourceFile],
    content: Content,
    session: Session,
    *,
    shrink: Callable[[AnyDocument], None] = lambda _document: None,
) -> list[AnyDocument]:
    """All valid documents, in the order of their paths; `shrink` makes those of the store smaller.

    Afterwards the store holds the fragments of all documents that are on the site, and of no
    others.
    """
    valid = {source.path: source for source in sources if source.path in content.digests}
    stored = _load_stored(valid, content, shrink, session)
    clock = Clock.of(session.request.time, session.settings.zone)
    documents = [content.unstored.get(path) or stored[path] for path in valid]
    hidden = {one.path for one in documents if is_hidden(one, clock)}
    content.hidden |= hidden
    content.secretive |= hidden | {one.path for one in documents if _has_removed(one)}
    session.store.forget(content.hidden)
    session.store.commit()
    return documents


def _load_stored(
    sources: Mapping[str, SourceFile],
    content: Content,
    shrink: Callable[[AnyDocument], None],
    session: Session,
) -> Mapping[str, AnyDocument]:
    """The documents that are in the store, of those of the `sources`, by path."""
    stored: dict[str, AnyDocument] = {}
    if sources.keys() <= content.unstored.keys():
        return stored
    for path, data in session.store.documents():
        source = sources.get(path)
        if source and path not in content.unstored:
            document = stored[path] = decode_document(source.kind, data)
            # One string for each path.
            force_setattr(document, "path", source.path)
            shrink(document)
    return stored


def _is_unchanged(stored: Summary, sources: Mapping[str, SourceFile], session: Session) -> bool:
    """Whether its file has the same bytes. One that cannot be read is reported by parsing."""
    source = sources.get(stored.path)
    try:
        return source is not None and stored.key == session.stat_cache.digest(
            source.path, source.file, source.stats
        )
    except OSError:
        return False


def is_large_first_build(session: Session) -> bool:
    """Whether so many threads are new that there is work for all workers, and memory counts."""
    folder = session.request.site / "content" / Kind.THREAD
    return _has_many(folder) and next(session.store.summaries(), None) is None


def _has_many(folder: Path) -> bool:
    with suppress(OSError), os.scandir(folder) as entries:
        return any(islice(entries, _MANY - 1, None))
    return False


def prepare_parsing(session: Session) -> None:
    """Has the worker processes load the parser."""
    dispatch.prepare_parsing(session.settings, workers=session.workers)


def parse_sources(sources: Mapping[str, SourceFile], session: Session) -> Iterator[ParsedFile]:
    """Parses these files, which are given by path; in any order. Workers begin at once."""
    tasks = [
        ParseTask(path=one.path, kind=one.kind, file=one.file, unsaved=one.unsaved)
        for one in sources.values()
    ]
    session.progress.begin("Reading", len(tasks))
    return _count(parse_files(tasks, session.settings, workers=session.workers), session)


def _count(files: Iterable[ParsedFile], session: Session) -> Iterator[ParsedFile]:
    for parsed in files:
        session.progress.step()
        yield parsed


def _add(parsed: ParsedFile, source: SourceFile, content: Content, session: Session) -> None:
    content.diagnostics += parsed.diagnostics
    if parsed.partial:
        content.failed[parsed.path] = parsed.partial
    if parsed.document and not has_errors(parsed.diagnostics):
        _add_document(parsed, source, content, session)


def _add_document(
    parsed: ParsedFile, source: SourceFile, content: Content, session: Session
) -> None:
    path = parsed.path
    session.stat_cache.record(path, parsed.digest, source.stats)
    if parsed.may_hide_words:
        _look_for_secrets(decode_document(source.kind, parsed.document), content, session)
    entry = entry_of(parsed, is_secretive=path in content.secretive)
    content.digests[path], content.outlines[path] = entry.digest, entry.outline
    if path in content.hidden:
        session.store.forget([path])
    else:
        session.store.put([entry])


def _look_for_secrets(document: AnyDocument, content: Content, session: Session) -> None:
    """Notes what readers may not see of a document that was just parsed."""
    clock = Clock.of(session.request.time, session.settings.zone)
    if is_hidden(document, clock):
        content.hidden.add(document.path)
        content.unstored[document.path] = document
    if is_secretive(document, clock):
        content.secretive.add(document.path)


def entry_of(parsed: ParsedFile, *, is_secretive: bool) -> Entry:
    diagnostics, key = parsed.diagnostics, parsed.digest
    if diagnostics and (is_secretive or quotes_comments(diagnostics)):
        # They may quote what readers must not see. With this key, the file is parsed again in the
        # next run, which reports them again.
        diagnostics, key = (), Digest("")
    return Entry(
        path=parsed.path,
        key=key,
        digest=digest_of(parsed.document),
        outline=parsed.outline,
        diagnostics=encode(diagnostics),
        document=parsed.document,
        fragments=parsed.fragments,
    )


def is_hidden(document: AnyDocument, clock: Clock) -> bool:
    return not clock.shows(determine_state(document, clock))


def is_secretive(document: AnyDocument, clock: Clock) -> bool:
    return _has_removed(document) or is_hidden(document, clock)


def _has_removed(document: AnyDocument) -> bool:
    return isinstance(document, Thread) and any(post.meta.removed for post in document.posts)
