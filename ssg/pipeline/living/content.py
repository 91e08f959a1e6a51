"""The documents of a living site, and the texts of those that were parsed since the last flush."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ssg.cache.store import Entry
from ssg.diagnostics import Diagnostic, has_errors
from ssg.digest import digest_of
from ssg.discover import SourceFile
from ssg.model.codec import decode_document, encode
from ssg.model.documents import Document
from ssg.pipeline.parsing import (
    entry_of,
    is_hidden,
    is_secretive,
    load_documents,
    parse_content,
    parse_sources,
)
from ssg.pipeline.session import Session
from ssg.resolve.clock import Clock

if TYPE_CHECKING:
    from ssg.parse.result import ParsedFile

_MOST_RECENT = 200


class LiveContent:
    """A file that cannot be read any more keeps its last good document until it is mended.

    So its page stays, and no list loses it in the middle of an edit; `broken` has such files, with
    the references and links that could be read. A file that never had a good document is in
    `failed`.
    """

    def __init__(self, sources: Sequence[SourceFile], session: Session) -> None:
        """Parses what is not in the store yet. Raises StoreCorrupted, and OSError."""
        content = parse_content(sources, session)
        documents = load_documents(sources, content, session)
        self.documents = {document.path: document for document in documents}
        self.digests = content.digests
        self.failed = content.failed
        self.broken: dict[str, Document] = {}
        self._diagnostics: dict[str, list[Diagnostic]] = {}
        for diagnostic in content.diagnostics:
            self._diagnostics.setdefault(diagnostic.at.path, []).append(diagnostic)
        self._recent: dict[str, Entry] = {}
        self._unsaved: set[str] = set()
        self._forgotten: set[str] = set()
        # Hidden documents, whose texts are nowhere.
        self._textless = self._find_hidden(session)

    def diagnostics(self) -> Iterator[Diagnostic]:
        for found in self._diagnostics.values():
            yield from found

    def diagnostics_of(self, path: str) -> Sequence[Diagnostic]:
        """What is wrong in the file at `path` alone."""
        return self._diagnostics.get(path, ())

    def parse(self, sources: Mapping[str, SourceFile], session: Session) -> set[str]:
        """Parses these files, by path, and returns which of them say something else now."""
        if not sources:
            return set()
        before = {path: self._state(path) for path in sources}
        for parsed in parse_sources(sources, session):
            self._take(parsed, sources[parsed.path], session)
        return {path for path, state in before.items() if self._state(path) != state}

    def find_revealed(self, session: Session) -> set[str]:
        """The files to parse again, as time has passed: what was hidden is on the site now."""
        clock = _clock(session)
        return {path for path in self._textless if not is_hidden(self.documents[path], clock)}

    def remove(self, paths: Iterable[str]) -> None:
        """Forgets these files, which are gone."""
        for path in paths:
            for known in (self.documents, self.digests, self.failed, self._diagnostics):
                known.pop(path, None)
            self._recent.pop(path, None)
            self.broken.pop(path, None)
            self._unsaved.discard(path)
            self._textless.discard(path)
            self._forgotten.add(path)

    def fragments(self, path: str, session: Session) -> bytes:
        """The texts of the document at `path`. Raises StoreCorrupted, and OSError."""
        recent = self._recent.get(path)
        return recent.fragments if recent else session.store.fragments(path)

    @property
    def is_full(self) -> bool:
        """Whether so much was parsed since the last flush that memory should be freed."""
        return len(self._recent) > _MOST_RECENT

    def flush(self, session: Session) -> None:
        """Puts into the store what has changed since. Raises StoreCorrupted, and OSError."""
        kept = {
            path: one
            for path, one in self._recent.items()
            if path not in self.broken and path not in self._unsaved
        }
        hidden = self._find_hidden(session) - self._textless
        session.store.forget(self._forgotten | hidden)
        session.store.put(entry for path, entry in kept.items() if path not in hidden)
        session.store.commit()
        self._forgotten.clear()
        for path in kept.keys() - hidden:
            del self._recent[path]
        self._textless |= hidden - self._recent.keys()

    def encoded(self, path: str) -> bytes:
        """The document at `path` as msgpack: the bytes of its digest."""
        return encode(self.documents[path])

    def _find_hidden(self, session: Session) -> set[str]:
        clock = _clock(session)
        return {path for path, one in self.documents.items() if is_hidden(one, clock)}

    def _state(self, path: str) -> tuple[object, ...]:
        is_valid = path in self.digests and path not in self.broken
        return is_valid, self.digests.get(path), self._diagnostics.get(path, [])

    def _take(self, parsed: "ParsedFile", source: SourceFile, session: Session) -> None:
        path = parsed.path
        self._diagnostics[path] = list(parsed.diagnostics)
        if not parsed.document or has_errors(parsed.diagnostics):
            unreadable = self.broken if path in self.documents else self.failed
            unreadable[path] = parsed.partial or Document(path=path)
            return
        document = decode_document(source.kind, parsed.document)
        self.failed.pop(path, None)
        self.broken.pop(path, None)
        self._forgotten.discard(path)
        self._textless.discard(path)
        if source.unsaved is None:
            self._unsaved.discard(path)
            session.stat_cache.record(path, parsed.digest, source.stats)
        else:
            self._unsaved.add(path)
        self.documents[path] = document
        self.digests[path] = digest_of(parsed.document)
        self._recent[path] = entry_of(parsed, is_secretive=is_secretive(document, _clock(session)))


def _clock(session: Session) -> Clock:
    return Clock.of(session.request.time, session.settings.zone)
